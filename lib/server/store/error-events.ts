import type { CallSource, Origin } from "@/lib/contracts/common";
import type { OriginFilter } from "@/lib/contracts/errors";
import { newestFirst, olderThan, type PageCursor, type Span } from "./newest-first";
import type { Database } from "./sqlite/database";

/** One recorded error. Never holds a body, a key, a credential, an `Authorization` header or a solution. */
export interface ErrorRecord {
  readonly id: string;
  readonly atMs: number;
  readonly accountId: string | null;
  readonly proxyKeyId: string | null;
  readonly source: CallSource;
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

export interface ErrorEventFilter extends Span {
  readonly code?: string;
  readonly accountId?: string;
  readonly proxyKeyId?: string;
  readonly origin?: OriginFilter;
}

export interface ErrorEventStore {
  /** The newest errors first, at most `limit` of those older than the cursor. */
  list(filter: ErrorEventFilter, limit: number, after?: PageCursor): Promise<ErrorRecord[]>;
}

export function createErrorEventStore({ reader }: Pick<Database, "reader">): ErrorEventStore {
  return {
    list: async (filter, limit, after) => {
      const rows = await reader.errorEvent.findMany({
        where: {
          code: filter.code,
          accountId: filter.accountId,
          proxyKeyId: filter.proxyKeyId,
          origin: filter.origin === "not-held" ? { not: "held" } : filter.origin,
          AND: olderThan(after, filter),
        },
        orderBy: newestFirst(),
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
