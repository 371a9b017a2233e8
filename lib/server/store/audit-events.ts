import type { AuditAction, AuditChange, AuditEvent } from "@/lib/contracts/audit";
import type { PrismaClient } from "./generated/client";
import { newestFirst, olderThan, type PageCursor, type Span } from "./newest-first";
import type { Database } from "./sqlite/database";

/** One line of the audit log, as it is kept. */
export type AuditRecord = Readonly<AuditEvent>;

export interface AuditEventFilter extends Span {
  readonly actions?: readonly AuditAction[];
  readonly actorId?: string;
  readonly targetId?: string;
}

export interface AuditEventStore {
  /** The newest lines first, at most `limit` of those older than the cursor. */
  list(filter: AuditEventFilter, limit: number, after?: PageCursor): Promise<AuditRecord[]>;
  /** Adds a line on its own, for what has no transaction of ours. Waits up to 5 s for the database. */
  add(record: AuditRecord): Promise<void>;
}

/** Adds to the log inside the transaction of what it tells of, so that neither is there without the other. */
export async function insertAuditEvent(writer: PrismaClient, { changes, ...record }: AuditRecord): Promise<void> {
  await writer.auditEvent.create({ data: { ...record, changes: JSON.stringify(changes) } });
}

export function createAuditEventStore({ reader, write }: Pick<Database, "reader" | "write">): AuditEventStore {
  return {
    add: (record) => write((writer) => insertAuditEvent(writer, record)),
    list: async (filter, limit, after) => {
      const rows = await reader.auditEvent.findMany({
        where: {
          action: filter.actions === undefined ? undefined : { in: [...filter.actions] },
          actorId: filter.actorId,
          targetId: filter.targetId,
          AND: olderThan(after, filter),
        },
        orderBy: newestFirst(),
        take: limit,
      });
      return rows.map((row) => ({
        ...row,
        atMs: Number(row.atMs),
        actorKind: row.actorKind as AuditRecord["actorKind"],
        action: row.action as AuditAction,
        changes: JSON.parse(row.changes) as AuditChange[],
      }));
    },
  };
}
