import type { AuditAction, AuditChange } from "@/lib/contracts/audit";
import { createAuditRecord } from "../../audit/audit-record";
import type { MaintenanceRecord, MaintenanceStore } from "../../store/alerts/maintenances";
import type { AuditActor } from "../../team/actor";
import { createRunningTimes } from "./running-times";

/** One maintenance as it is to be, or one that is to go, with what the audit log says of it. */
export interface MaintenanceChange {
  readonly record: MaintenanceRecord;
  readonly action: AuditAction & ("maintenance.created" | "maintenance.changed" | "maintenance.deleted");
  readonly changes?: readonly AuditChange[];
}

/** What an incident is about; nulls for what is about neither, such as Banwatch itself. */
export interface MaintenanceTarget {
  readonly accountId: string | null;
  /** The provider's id. */
  readonly provider: string | null;
}

/** The maintenances in memory, in step with the database. */
export interface MaintenanceRecords {
  /** The oldest first. */
  list(): readonly MaintenanceRecord[];
  find(id: string): MaintenanceRecord | undefined;
  findByName(name: string): MaintenanceRecord | undefined;
  /** The running one that covers the target, of several the one that ends last; null for none. No I/O. */
  findRunning(target: MaintenanceTarget, nowMs: number): { readonly id: string; readonly name: string } | null;
  /** When the next one begins or ends, of all that are switched on; null for never. */
  nextChangeMs(nowMs: number): number | null;
  /**
   * Writes maintenances and audit log in one transaction. Changes are made one at a time.
   *
   * @param prepare lists the changes when their turn has come, from the newest state; what it throws is handed on
   */
  save(prepare: () => readonly MaintenanceChange[], by: AuditActor): Promise<void>;
}

/** An empty scope is everything, Banwatch itself included; one that names something is that and no more. */
function covers({ scope }: MaintenanceRecord, { accountId, provider }: MaintenanceTarget): boolean {
  if (scope.accountIds.length === 0 && scope.providers.length === 0) return true;
  const isAccount = accountId !== null && scope.accountIds.includes(accountId);
  return isAccount || scope.providers.some((id) => id === provider);
}

/**
 * @param parts.onChange told after maintenances were planned, changed or deleted
 * @throws {StartupError} for one that a newer version made
 */
export async function openMaintenanceRecords(parts: {
  readonly store: MaintenanceStore;
  readonly now: () => number;
  readonly onChange: () => void;
}): Promise<MaintenanceRecords> {
  const { store, now } = parts;
  const byId = new Map((await store.list()).map((record) => [record.id, record]));
  const times = createRunningTimes();
  let tail: Promise<unknown> = Promise.resolve();

  const apply = async (changes: readonly MaintenanceChange[], by: AuditActor): Promise<void> => {
    if (changes.length === 0) return;
    const audit = changes.map(({ record: { id, name }, action, changes: fields }) =>
      createAuditRecord(by, { action, target: { kind: "maintenance", id, name }, changes: fields }, now()),
    );
    const kept = changes.filter(({ action }) => action !== "maintenance.deleted").map(({ record }) => record);
    const deletedIds = changes.filter(({ action }) => action === "maintenance.deleted").map(({ record }) => record.id);
    await store.save({ kept, deletedIds }, audit);
    for (const id of deletedIds) byId.delete(id);
    for (const record of kept) byId.set(record.id, record);
    parts.onChange();
  };

  const enabled = () => [...byId.values()].filter((record) => record.enabled);

  return {
    list: () => [...byId.values()],
    find: (id) => byId.get(id),
    findByName: (name) => [...byId.values()].find((record) => record.name === name),
    findRunning: (target, nowMs) => {
      let found: { id: string; name: string; toMs: number } | null = null;
      for (const record of enabled()) {
        const running = covers(record, target) ? times.findRunning(record, nowMs) : null;
        if (running !== null && running.toMs > (found?.toMs ?? 0)) {
          found = { id: record.id, name: record.name, toMs: running.toMs };
        }
      }
      return found === null ? null : { id: found.id, name: found.name };
    },
    nextChangeMs: (nowMs) => {
      const changes = enabled().flatMap((record) => times.nextChangeMs(record, nowMs) ?? []);
      return changes.length === 0 ? null : Math.min(...changes);
    },
    save: (prepare, by) => {
      const saved = tail.then(() => apply(prepare(), by));
      // One that was refused does not hold up the next.
      tail = saved.catch(() => undefined);
      return saved;
    },
  };
}
