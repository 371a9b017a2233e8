import { type AuditRecord, insertAuditEvent } from "../audit-events";
import type { Database } from "../sqlite/database";

/** A browser that is told, as it is kept: its address and keys are encrypted. */
export interface StoredSubscription {
  readonly id: string;
  readonly userId: string;
  /** SHA-256 of the endpoint, in hex. */
  readonly endpointHash: string;
  readonly cipher: string;
  readonly userAgent: string;
  readonly createdAtMs: number;
}

export interface PushSubscriptionStore {
  /** The oldest first. */
  list(): Promise<StoredSubscription[]>;
  /**
   * Adds one, drops others, and writes the line of the audit log: all of it or nothing. Waits up to 5 s for the database.
   *
   * @param added null where none is to be added
   */
  change(added: StoredSubscription | null, droppedIds: readonly string[], audit: AuditRecord | null): Promise<void>;
}

export function createPushSubscriptionStore({
  reader,
  write,
}: Pick<Database, "reader" | "write">): PushSubscriptionStore {
  return {
    list: async () => {
      const rows = await reader.pushSubscription.findMany({ orderBy: [{ createdAtMs: "asc" }, { id: "asc" }] });
      return rows.map((row) => ({ ...row, createdAtMs: Number(row.createdAtMs) }));
    },
    change: async (added, droppedIds, audit) => {
      await write(async (writer) => {
        await writer.pushSubscription.deleteMany({ where: { id: { in: [...droppedIds] } } });
        if (added !== null) await writer.pushSubscription.create({ data: added });
        if (audit !== null) await insertAuditEvent(writer, audit);
      });
    },
  };
}
