import {
  type MaintenanceSchedule,
  type MaintenanceScope,
  maintenanceSchedule,
  maintenanceScope,
} from "@/lib/contracts/maintenance";
import { StartupError } from "../../startup-error";
import { type AuditRecord, insertAuditEvent } from "../audit-events";
import type { Maintenance } from "../generated/client";
import type { Database } from "../sqlite/database";

/** A time in which nobody is told. */
export interface MaintenanceRecord {
  readonly id: string;
  readonly name: string;
  readonly schedule: MaintenanceSchedule;
  readonly scope: MaintenanceScope;
  readonly enabled: boolean;
  readonly provisioned: boolean;
  readonly createdBy: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export interface MaintenanceStore {
  /** The oldest first. @throws {StartupError} for one that a newer version made */
  list(): Promise<MaintenanceRecord[]>;
  /** As `RuleStore.save` does. */
  save(
    changes: { readonly kept: readonly MaintenanceRecord[]; readonly deletedIds: readonly string[] },
    audit: readonly AuditRecord[],
  ): Promise<void>;
}

function toRecord(row: Maintenance): MaintenanceRecord {
  try {
    return {
      ...row,
      schedule: maintenanceSchedule.parse(JSON.parse(row.schedule)),
      scope: maintenanceScope.parse(JSON.parse(row.scope)),
      createdAtMs: Number(row.createdAtMs),
      updatedAtMs: Number(row.updatedAtMs),
    };
  } catch {
    throw new StartupError(
      `The maintenance "${row.name}" is planned in a way that this Banwatch does not know. Start the newer version.`,
    );
  }
}

export function createMaintenanceStore({ reader, write }: Pick<Database, "reader" | "write">): MaintenanceStore {
  return {
    list: async () =>
      (await reader.maintenance.findMany({ orderBy: [{ createdAtMs: "asc" }, { id: "asc" }] })).map(toRecord),
    save: async ({ kept, deletedIds }, audit) => {
      await write(async (writer) => {
        // First, so that its name is free for one that takes it.
        await writer.maintenance.deleteMany({ where: { id: { in: [...deletedIds] } } });
        for (const { id, schedule, scope, ...rest } of kept) {
          const data = { ...rest, schedule: JSON.stringify(schedule), scope: JSON.stringify(scope) };
          await writer.maintenance.upsert({ where: { id }, create: { id, ...data }, update: data });
        }
        for (const record of audit) await insertAuditEvent(writer, record);
      });
    },
  };
}
