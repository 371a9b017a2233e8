import type { AccountRecords, AccountSettings } from "../accounts/account-records";
import { createSandboxKey } from "../accounts/sandbox-key";
import type { EndAccountCooldown } from "../guard/cooldown-service";
import { PROVISIONING } from "../team/actor";
import type { AccountPlan, PlannedAccount } from "./plan-accounts";

type Outcome = "created" | "updated" | "unchanged" | "released";

/**
 * Brings the accounts in line with the plan. Applying the same file twice changes nothing the second time; an account
 * that the file no longer names stays, and can be changed in the browser from then on.
 */
export async function provisionAccounts(
  plan: AccountPlan,
  parts: { readonly records: AccountRecords; readonly endCooldown: EndAccountCooldown },
): Promise<Record<Outcome, number>> {
  const { records, endCooldown } = parts;
  const outcomes = { created: 0, updated: 0, unchanged: 0, released: 0 };

  const changes = plan.declared.map((planned) => ({ ...planned, outcome: outcomeOf(planned, records) }));
  const replaced = changes.filter(({ known, key }) => known !== null && records.keyOf(known.id) !== key);
  await parkKeys(plan, records);
  for (const { known, settings, key, outcome } of changes) {
    outcomes[outcome] += 1;
    if (outcome === "unchanged") continue;
    const draft =
      known === null
        ? records.newDraft(settings, key, true)
        : { record: { ...known, ...settings, provisioned: true, archivedAtMs: null }, key };
    await records.save(draft, PROVISIONING);
  }
  for (const record of plan.released) {
    const draft = { record: { ...record, provisioned: false }, key: records.keyOf(record.id) };
    await records.save(draft, PROVISIONING);
    outcomes.released += 1;
  }
  for (const { known } of replaced) if (known !== null) await endCooldown(known.id, "key-replaced");
  return outcomes;
}

function outcomeOf({ known, settings, key }: PlannedAccount, records: AccountRecords): Outcome {
  if (known === null) return "created";
  const fields = Object.keys(settings) as (keyof AccountSettings)[];
  const same =
    known.provisioned &&
    known.archivedAtMs === null &&
    records.keyOf(known.id) === key &&
    fields.every((field) => known[field] === settings[field]);
  return same ? "unchanged" : "updated";
}

/**
 * The database takes no key twice, not even for a moment. Accounts that give their key to another one get a key that
 * opens nothing until their own turn; should the process die in between, the next start applies the file again.
 */
async function parkKeys(plan: AccountPlan, records: AccountRecords): Promise<void> {
  for (const { known, key } of plan.declared) {
    const holder = records.findByKey(key);
    if (holder !== undefined && holder.id !== known?.id) {
      await records.save({ record: holder, key: createSandboxKey() }, PROVISIONING);
    }
  }
}
