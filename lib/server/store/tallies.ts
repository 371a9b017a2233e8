import type { CallSource } from "@/lib/contracts/common";
import type { TallyStepSeconds } from "@/lib/domain/period";
import type { PrismaClient } from "./generated/client";
import type { Database } from "./sqlite/database";

/** Minute, hour and day, in UTC. */
export const TALLY_STEPS_SECONDS = [60, 3_600, 86_400] as const satisfies readonly TallyStepSeconds[];

/** What one minute holds for one combination. Empty text stands for "none": SQLite keys treat NULLs as distinct. */
export interface TallyRow {
  readonly minuteMs: number;
  readonly accountId: string;
  readonly proxyKeyId: string;
  readonly source: CallSource;
  readonly method: string;
  /** Empty for a success. */
  readonly code: string;
  readonly origin: string;
  calls: number;
  latencySumMs: number;
  /** Calls per class of lib/domain/latency.ts. */
  latencyClasses: number[];
}

/** A stretch of time that begins and ends on a multiple of the tally's step. */
export interface TallyWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly tallyStepSeconds: TallyStepSeconds;
}

export interface OriginTotal {
  readonly origin: string;
  readonly calls: number;
  readonly errors: number;
}

export interface CodeBucket {
  readonly startMs: number;
  readonly code: string;
  readonly errors: number;
}

/** What is left out is not filtered by. */
export interface TallyFilter {
  readonly accountId?: string;
  readonly proxyKeyId?: string;
}

/** Calls of one caller that ended in one way. */
export interface CallerTotal {
  /** Empty for a call without a proxy key. */
  readonly proxyKeyId: string;
  readonly source: TallyRow["source"];
  readonly origin: string;
  /** Empty for successes. */
  readonly code: string;
  readonly calls: number;
}

export interface TallyStore {
  /** Calls and errors in [fromMs, toMs) by origin. Both are whole minutes. */
  sumByOrigin(fromMs: number, toMs: number): Promise<OriginTotal[]>;
  /** The provider's errors (origin upstream) of the window, by code, in buckets of `stepMs`. */
  listCodeBuckets(window: TallyWindow, stepMs: number, filter?: TallyFilter): Promise<CodeBucket[]>;
  /** Who called an account in the window, and what came of it. */
  sumByCaller(window: TallyWindow, accountId: string): Promise<CallerTotal[]>;
}

/** Minutes at the edges and hours in between: a day has sixty times fewer rows that way. */
const SUM_BY_ORIGIN = `
  SELECT "origin", SUM("calls") AS calls, SUM(CASE WHEN "code" = '' THEN 0 ELSE "calls" END) AS errors FROM "Tally"
  WHERE ("stepSeconds" = 60 AND "bucketMs" >= ? AND "bucketMs" < ?)
     OR ("stepSeconds" = 3600 AND "bucketMs" >= ? AND "bucketMs" < ?)
     OR ("stepSeconds" = 60 AND "bucketMs" >= ? AND "bucketMs" < ?)
  GROUP BY "origin"`;

const HOUR_MS = 3_600_000;

// Without the cast the driver binds a float, and the division is not whole.
const codeBuckets = (filters: string) => `
  SELECT "bucketMs" / CAST(? AS INTEGER) AS step, "code", SUM("calls") AS errors FROM "Tally"
  WHERE "stepSeconds" = ? AND "bucketMs" >= ? AND "bucketMs" < ? AND "origin" = 'upstream' AND "code" <> ''${filters}
  GROUP BY 1, 2 ORDER BY 1, 2`;

const SUM_BY_CALLER = `
  SELECT "proxyKeyId", "source", "origin", "code", SUM("calls") AS calls FROM "Tally"
  WHERE "stepSeconds" = ? AND "bucketMs" >= ? AND "bucketMs" < ? AND "accountId" = ?
  GROUP BY 1, 2, 3, 4`;

type Counted = Record<string, bigint | number | string>;

export function createTallyStore({ reader }: Pick<Database, "reader">): TallyStore {
  const query = (sql: string, ...parameters: unknown[]) => reader.$queryRawUnsafe<Counted[]>(sql, ...parameters);
  return {
    sumByOrigin: async (fromMs, toMs) => {
      const firstHourMs = Math.min(Math.ceil(fromMs / HOUR_MS) * HOUR_MS, toMs);
      const lastHourMs = Math.max(Math.floor(toMs / HOUR_MS) * HOUR_MS, firstHourMs);
      const rows = await query(SUM_BY_ORIGIN, fromMs, firstHourMs, firstHourMs, lastHourMs, lastHourMs, toMs);
      return rows.map((row) => ({
        origin: String(row.origin),
        calls: Number(row.calls),
        errors: Number(row.errors),
      }));
    },
    listCodeBuckets: async ({ tallyStepSeconds, fromMs, toMs }, stepMs, { accountId, proxyKeyId } = {}) => {
      const filters = [
        ...(accountId === undefined ? [] : [{ sql: ` AND "accountId" = ?`, value: accountId }]),
        ...(proxyKeyId === undefined ? [] : [{ sql: ` AND "proxyKeyId" = ?`, value: proxyKeyId }]),
      ];
      const parameters = [stepMs, tallyStepSeconds, fromMs, toMs, ...filters.map(({ value }) => value)];
      const rows = await query(codeBuckets(filters.map(({ sql }) => sql).join("")), ...parameters);
      return rows.map((row) => ({
        startMs: Number(row.step) * stepMs,
        code: String(row.code),
        errors: Number(row.errors),
      }));
    },
    sumByCaller: async ({ tallyStepSeconds, fromMs, toMs }, accountId) => {
      const rows = await query(SUM_BY_CALLER, tallyStepSeconds, fromMs, toMs, accountId);
      return rows.map((row) => ({
        proxyKeyId: String(row.proxyKeyId),
        source: row.source as TallyRow["source"],
        origin: String(row.origin),
        code: String(row.code),
        calls: Number(row.calls),
      }));
    },
  };
}

/** Deletes at most `limit` tallies of one step from before `beforeMs`. @returns how many went */
export async function deleteOldTallies(
  writer: PrismaClient,
  step: { stepSeconds: TallyStepSeconds; beforeMs: number; limit: number },
): Promise<number> {
  return await writer.$executeRawUnsafe(
    `DELETE FROM "Tally" WHERE rowid IN (SELECT rowid FROM "Tally" WHERE "stepSeconds" = ? AND "bucketMs" < ? LIMIT ?)`,
    step.stepSeconds,
    step.beforeMs,
    step.limit,
  );
}
