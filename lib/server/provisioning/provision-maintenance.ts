import { randomUUID } from "node:crypto";
import type { ProvisionedMaintenance } from "@/lib/contracts/provisioned-alerts";
import { maintenanceProblem } from "@/lib/domain/maintenance-times";
import type { AccountRecords } from "../accounts/account-records";
import { changesOf } from "../alerts/maintenance/maintenance-audit";
import type { MaintenanceChange, MaintenanceRecords } from "../alerts/maintenance/maintenance-records";
import { MAX_MAINTENANCES } from "../alerts/maintenance/maintenance-service";
import { StartupError } from "../startup-error";
import type { MaintenanceRecord } from "../store/alerts/maintenances";
import { PROVISIONING } from "../team/actor";
import type { DeclaredFile } from "./read-provisioning-file";

/** One declared maintenance, and the one that is to become it; null for one that is to be made. */
interface PlannedMaintenance {
  readonly known: MaintenanceRecord | null;
  readonly declared: ProvisionedMaintenance;
}

export interface MaintenancePlan {
  readonly declared: readonly PlannedMaintenance[];
  /** Those that an earlier file declared and this one does not. */
  readonly released: readonly MaintenanceRecord[];
}

/** The field of each kind of schedule that a problem with its times is told of. */
const TIME_FIELDS = { single: "toMs", weekly: "days", cron: "expression" } as const;

/**
 * What brings the maintenances in line with the provisioning file. They are matched by name, whoever planned them.
 * Changes nothing.
 *
 * @param accountNames of the accounts as they will be
 * @throws {StartupError} with file, line and field, for a time that never is or an account that is not there
 */
export function planMaintenance(
  { maintenance, placeOf }: Pick<DeclaredFile, "maintenance" | "placeOf">,
  accountNames: ReadonlySet<string>,
  records: MaintenanceRecords,
): MaintenancePlan {
  const declared = maintenance.map((entry, index): PlannedMaintenance => {
    const refuse = (field: readonly string[], why: string) =>
      new StartupError(`${placeOf(["maintenance", index, ...field])} ${why}.`);
    const problem = maintenanceProblem(entry.schedule);
    if (problem !== null) throw refuse(["schedule", TIME_FIELDS[entry.schedule.kind]], problem);
    const stranger = entry.scope.accounts.find((name) => !accountNames.has(name));
    if (stranger !== undefined) throw refuse(["scope", "accounts"], `names "${stranger}", which is no account here`);
    return { known: records.findByName(entry.name) ?? null, declared: entry };
  });
  const kept = new Set(declared.map(({ known }) => known?.id));
  const others = records.list().filter(({ id }) => !kept.has(id));
  const released = others.filter(({ provisioned }) => provisioned);
  if (declared.length + others.length - released.length > MAX_MAINTENANCES) {
    throw new StartupError(`${placeOf(["maintenance"])} would make more than ${MAX_MAINTENANCES} maintenances in all.`);
  }
  return { declared, released };
}

/**
 * Brings the maintenances in line with the plan, in one transaction. Applying the same file twice changes nothing the
 * second time. One that the file no longer names is deleted.
 *
 * @returns how many were planned, changed or deleted
 */
export async function provisionMaintenance(
  plan: MaintenancePlan,
  parts: {
    readonly records: MaintenanceRecords;
    /** With the declared accounts in it. */
    readonly accounts: Pick<AccountRecords, "find" | "findByName">;
    readonly now: () => number;
  },
): Promise<number> {
  const { records, accounts } = parts;
  const nowMs = parts.now();
  const nameOfAccount = (id: string) => accounts.find(id)?.name ?? null;

  const toChange = ({ known, declared }: PlannedMaintenance): MaintenanceChange[] => {
    const accountIds = declared.scope.accounts.flatMap((name) => accounts.findByName(name)?.id ?? []);
    const record: MaintenanceRecord = {
      id: known?.id ?? randomUUID(),
      name: declared.name,
      schedule: declared.schedule,
      scope: { accountIds, providers: declared.scope.providers },
      enabled: declared.enabled,
      provisioned: true,
      createdBy: known?.createdBy ?? PROVISIONING.name,
      createdAtMs: known?.createdAtMs ?? nowMs,
      updatedAtMs: nowMs,
    };
    const changes = changesOf(known, record, nameOfAccount);
    if (known === null) return [{ record, action: "maintenance.created", changes }];
    return changes.length === 0 ? [] : [{ record, action: "maintenance.changed", changes }];
  };

  const changes = [
    ...plan.declared.flatMap(toChange),
    ...plan.released.map((record): MaintenanceChange => ({ record, action: "maintenance.deleted" })),
  ];
  await records.save(() => changes, PROVISIONING);
  return changes.length;
}
