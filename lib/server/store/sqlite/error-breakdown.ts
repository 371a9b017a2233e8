import { LAST_MINUTE_MS } from "@/lib/domain/ban-report/before-window";
import type { PrismaClient } from "../generated/client";

/** Names of one kind that are listed. */
const MAX_NAMES = 50;

const topOf = (kind: string, column: string) => `
  SELECT * FROM (
    SELECT '${kind}', COALESCE("${column}", ''), NULL, NULL, COUNT(*) FROM counted
    GROUP BY 2 ORDER BY 5 DESC, 2 LIMIT ${MAX_NAMES})`;

const endOf = (kind: string, order: "ASC" | "DESC") => `
  SELECT * FROM (SELECT '${kind}', "id", NULL, NULL, 1 FROM counted ORDER BY "atMs" ${order}, "id" ${order} LIMIT 1)`;

/**
 * The newest rows of a stretch of time, found by an index, then those of them that count. Parameters: the account where
 * only its rows are looked at, from, to, the most rows to look at, the accounts' ids as a JSON list, and 1 for the errors of
 * rehearsals or 0 for all others.
 */
const breakdown = (whose: string) => `
  WITH counted AS MATERIALIZED (
    SELECT * FROM (
      SELECT "id", "atMs", "accountId", "proxyKeyId", "code", "taskType", "targetHost", "origin", "source" FROM "ErrorEvent"
      WHERE ${whose}"atMs" >= ? AND "atMs" <= ? ORDER BY "atMs" DESC, "id" DESC LIMIT ?
    )
    WHERE "origin" = 'upstream' AND ("accountId" IS NULL OR "accountId" IN (SELECT value FROM json_each(?)))
      AND ("source" = 'drill') = ?
  )
  SELECT 'program' AS kind, "code" AS name, "accountId", "proxyKeyId", COUNT(*) AS errors FROM counted GROUP BY 2, 3, 4
  UNION ALL SELECT 'lastMinute', "code", "accountId", "proxyKeyId", COUNT(*) FROM counted
    WHERE "atMs" > (SELECT MAX("atMs") FROM counted) - ${LAST_MINUTE_MS} GROUP BY 2, 3, 4
  UNION ALL ${topOf("taskType", "taskType")}
  UNION ALL ${topOf("targetHost", "targetHost")}
  UNION ALL ${endOf("first", "ASC")}
  UNION ALL ${endOf("last", "DESC")}`;

const OF_ANY_ACCOUNT = breakdown("");
const OF_ONE_ACCOUNT = breakdown('"accountId" = ? AND ');

/** One line of the answer; what `name` is hangs on `kind`. */
export interface BreakdownRow {
  readonly kind: "program" | "taskType" | "targetHost" | "first" | "last" | "lastMinute";
  /** The code, the task type, the host, or the event's id. */
  readonly name: string;
  readonly accountId: string | null;
  readonly proxyKeyId: string | null;
  readonly errors: bigint | number;
}

export interface BreakdownQuery {
  readonly fromMs: number;
  readonly toMs: number;
  readonly maxRows: number;
  /** Errors of these accounts count, and for several those of no account. */
  readonly accountIds: readonly string[];
  /** Only this account's rows are looked at; null for everybody's. */
  readonly onlyAccountId: string | null;
  /** Whether only the errors of rehearsals count, or none of them. */
  readonly ofDrill: boolean;
}

/** Counts the provider's errors of a stretch of time in one reading, so that all figures are of the same instant. */
export function readErrorBreakdown(reader: PrismaClient, query: BreakdownQuery): Promise<BreakdownRow[]> {
  const { fromMs, toMs, maxRows, accountIds, onlyAccountId, ofDrill } = query;
  const parameters = [fromMs, toMs, maxRows, JSON.stringify(accountIds), ofDrill ? 1 : 0];
  return onlyAccountId === null
    ? reader.$queryRawUnsafe<BreakdownRow[]>(OF_ANY_ACCOUNT, ...parameters)
    : reader.$queryRawUnsafe<BreakdownRow[]>(OF_ONE_ACCOUNT, onlyAccountId, ...parameters);
}
