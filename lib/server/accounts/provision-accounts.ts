import type { ProvisionedAccount } from "@/lib/contracts/provisioning";
import { StartupError } from "../startup-error";
import type { AccountRecords, AccountSettings } from "./account-records";
import { createSandboxKey } from "./sandbox-key";

type Outcome = "created" | "updated" | "unchanged";

async function provisionOne(records: AccountRecords, declared: ProvisionedAccount): Promise<Outcome> {
  const known = records.findByName(declared.name);
  const keptKey = known === undefined ? createSandboxKey() : records.keyOf(known.id);
  const key = declared.clientKey ?? keptKey;
  const holder = records.findByKey(key);
  if (holder !== undefined && holder.id !== known?.id) {
    throw new StartupError(
      `The provisioning file gives the account "${declared.name}" the key that "${holder.name}" has. One key is one account.`,
    );
  }
  const settings: AccountSettings = {
    name: declared.name,
    provider: declared.provider,
    baseUrl: declared.baseUrl ?? null,
    lowBalance: declared.lowBalance ?? null,
    criticalBalance: declared.criticalBalance ?? null,
    unit: declared.unit ?? null,
  };
  if (known === undefined) {
    await records.save(records.newDraft(settings, key, true));
    return "created";
  }
  const fields = Object.keys(settings) as (keyof AccountSettings)[];
  const same =
    known.provisioned &&
    known.archivedAtMs === null &&
    records.keyOf(known.id) === key &&
    fields.every((field) => known[field] === settings[field]);
  if (same) return "unchanged";
  await records.save({ record: { ...known, ...settings, provisioned: true, archivedAtMs: null }, key });
  return "updated";
}

/**
 * Brings the accounts in line with the provisioning file, by name. Applying the same file twice changes nothing the
 * second time; an account that the file no longer names stays as it is.
 *
 * @throws {StartupError} when the file gives two accounts one key
 */
export async function provisionAccounts(
  records: AccountRecords,
  declared: readonly ProvisionedAccount[],
): Promise<Record<Outcome, number>> {
  const outcomes = { created: 0, updated: 0, unchanged: 0 };
  for (const account of declared) outcomes[await provisionOne(records, account)] += 1;
  return outcomes;
}
