import type { Origin } from "@/lib/contracts/common";
import type { Database } from "./sqlite/database";

/** One recorded error. Never holds a body, a key, a credential, an `Authorization` header or a solution. */
export interface ErrorRecord {
  readonly id: string;
  readonly atMs: number;
  readonly accountId: string | null;
  readonly proxyKeyId: string | null;
  readonly source: "program" | "banwatch";
  readonly method: string;
  readonly taskType: string | null;
  readonly targetHost: string | null;
  readonly code: string;
  readonly description: string;
  readonly errorId: string | null;
  readonly httpStatus: number;
  readonly latencyMs: number;
  readonly origin: Origin;
  readonly taskId: string | null;
  readonly callerAddress: string | null;
}

export interface ErrorEventFilter {
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly code?: string;
  readonly accountId?: string;
  readonly proxyKeyId?: string;
  readonly origin?: ErrorRecord["origin"];
}

/** Where a page ends. Ids break ties between errors of the same millisecond. */
export interface ErrorEventCursor {
  readonly atMs: number;
  readonly id: string;
}

export interface ErrorEventStore {
  /** The newest errors first, at most `limit` of those older than the cursor. */
  list(filter: ErrorEventFilter, limit: number, after?: ErrorEventCursor): Promise<ErrorRecord[]>;
}

export function createErrorEventStore({ reader }: Pick<Database, "reader">): ErrorEventStore {
  return {
    list: async (filter, limit, after) => {
      const rows = await reader.errorEvent.findMany({
        where: {
          code: filter.code,
          accountId: filter.accountId,
          proxyKeyId: filter.proxyKeyId,
          origin: filter.origin,
          AND: [
            { atMs: { gte: filter.fromMs, lt: filter.toMs } },
            // The range on atMs alone is what the index serves; the rest only breaks ties.
            after === undefined ? {} : { atMs: { lte: after.atMs }, NOT: { atMs: after.atMs, id: { gte: after.id } } },
          ],
        },
        orderBy: [{ atMs: "desc" }, { id: "desc" }],
        take: limit,
      });
      return rows.map((row) => ({
        ...row,
        atMs: Number(row.atMs),
        source: row.source as ErrorRecord["source"],
        origin: row.origin as ErrorRecord["origin"],
      }));
    },
  };
}
