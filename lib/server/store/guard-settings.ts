import type { GuardMode } from "@/lib/domain/guard-mode";
import { type AuditRecord, insertAuditEvent } from "./audit-events";
import type { Database } from "./sqlite/database";

/** What the guard does where an account says nothing else. */
export interface GuardSettingsRecord {
  readonly mode: GuardMode;
  readonly shedding: boolean;
  readonly provisioned: boolean;
  readonly updatedAtMs: number;
}

export interface GuardSettingsStore {
  /** Null before the first change. */
  find(): Promise<GuardSettingsRecord | null>;
  /** Writes the settings and the line of the audit log: both or nothing. Waits up to 5 s for the database. */
  save(settings: GuardSettingsRecord, audit: AuditRecord): Promise<void>;
}

/** The table holds one row. */
const ID = "guard";

export function createGuardSettingsStore({ reader, write }: Pick<Database, "reader" | "write">): GuardSettingsStore {
  return {
    find: async () => {
      const row = await reader.guardSettings.findUnique({ where: { id: ID } });
      if (row === null) return null;
      const { mode, shedding, provisioned, updatedAtMs } = row;
      return { mode: mode as GuardMode, shedding, provisioned, updatedAtMs: Number(updatedAtMs) };
    },
    save: async (settings, audit) => {
      await write(async (writer) => {
        await writer.guardSettings.upsert({ where: { id: ID }, create: { id: ID, ...settings }, update: settings });
        await insertAuditEvent(writer, audit);
      });
    },
  };
}
