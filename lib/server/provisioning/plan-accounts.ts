import type { ProvisionedAccount } from "@/lib/contracts/provisioning";
import type { AccountRecords, AccountSettings } from "../accounts/account-records";
import type { CheckProviderAddress } from "../accounts/own-address";
import { createSandboxKey, isSandboxKey } from "../accounts/sandbox-key";
import { StartupError } from "../startup-error";
import type { AccountRecord } from "../store/accounts";

/** One declared account, and the account that is to become it; null for one that is to be made. */
export interface PlannedAccount {
  readonly known: AccountRecord | null;
  readonly settings: AccountSettings;
  readonly key: string;
}

export interface AccountPlan {
  readonly declared: readonly PlannedAccount[];
  /** Accounts that an earlier file declared and this one does not: people may change them again. */
  readonly released: readonly AccountRecord[];
}

/**
 * What brings the accounts in line with the provisioning file. A declared account is found by its name; else by its
 * key, when that belongs to a declared account whose name has left the file: it was renamed. Changes nothing.
 *
 * @throws {StartupError} for a key that two accounts would share, or an address that is Banwatch's own
 */
export function planAccounts(
  declared: readonly ProvisionedAccount[],
  records: AccountRecords,
  checkAddress: CheckProviderAddress,
): AccountPlan {
  const names = new Set(declared.map(({ name }) => name));

  const findKnown = ({ name, clientKey }: ProvisionedAccount): AccountRecord | null => {
    const sameName = records.findByName(name);
    if (sameName !== undefined) return sameName;
    const sameKey = clientKey === undefined ? undefined : records.findByKey(clientKey);
    return sameKey?.provisioned && !names.has(sameKey.name) ? sameKey : null;
  };

  const plan = declared.map((account): PlannedAccount => {
    const problem = account.baseUrl === undefined ? null : checkAddress(account.baseUrl);
    if (problem !== null) {
      throw new StartupError(`In the provisioning file, the baseUrl of the account "${account.name}" ${problem}.`);
    }
    const known = findKnown(account);
    return { known, settings: settingsOf(account), key: account.clientKey ?? keptSandboxKey(known, records) };
  });
  const knownIds = new Set(plan.map(({ known }) => known?.id));
  const others = records.list().filter(({ id }) => !knownIds.has(id));
  assertOneAccountPerKey(plan, others, records);
  return { declared: plan, released: others.filter(({ provisioned }) => provisioned) };
}

/** The names of the accounts that are in use once the plan was carried out. */
export function accountNamesAfter(plan: AccountPlan, records: AccountRecords): ReadonlySet<string> {
  const plannedIds = new Set(plan.declared.map(({ known }) => known?.id));
  const others = records.list().filter(({ id, archivedAtMs }) => !plannedIds.has(id) && archivedAtMs === null);
  return new Set([...plan.declared.map(({ settings }) => settings.name), ...others.map(({ name }) => name)]);
}

const settingsOf = (account: ProvisionedAccount): AccountSettings => ({
  name: account.name,
  provider: account.provider,
  baseUrl: account.baseUrl ?? null,
  lowBalance: account.lowBalance ?? null,
  criticalBalance: account.criticalBalance ?? null,
  unit: account.unit ?? null,
  proxyKeysOnly: account.proxyKeysOnly ?? false,
  guardMode: account.guard ?? null,
});

/** Only the sandbox does without a declared key. A real key that the account had before is not kept for it. */
function keptSandboxKey(known: AccountRecord | null, records: AccountRecords): string {
  const kept = known === null ? "" : records.keyOf(known.id);
  return isSandboxKey(kept) ? kept : createSandboxKey();
}

/** Looks at the keys as they will be in the end, so that accounts may exchange theirs. */
function assertOneAccountPerKey(
  plan: readonly PlannedAccount[],
  others: readonly AccountRecord[],
  records: AccountRecords,
): void {
  const holders = new Map(others.map((record) => [records.keyOf(record.id), record]));
  const namesByKey = new Map<string, string>();
  for (const { settings, key } of plan) {
    const refuse = (holder: string, advice: string) =>
      new StartupError(
        `The provisioning file gives the account "${settings.name}" the key that "${holder}" has. One key is one account${advice}.`,
      );
    const twin = namesByKey.get(key);
    if (twin !== undefined) throw refuse(twin, "");
    const other = holders.get(key);
    if (other !== undefined) {
      throw refuse(other.name, `: declare it as "${other.name}", or give "${other.name}" another key first`);
    }
    namesByKey.set(key, settings.name);
  }
}
