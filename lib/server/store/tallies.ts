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
  readonly source: "program" | "banwatch";
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

export interface TallyStore {
  /** Calls and errors in [fromMs, toMs) by origin. Both are whole minutes. */
  sumByOrigin(fromMs: number, toMs: number): Promise<OriginTotal[]>;
  /** The provider's errors (origin upstream) of the window, by code, in buckets of `stepMs`. */
  listCodeBuckets(window: TallyWindow, stepMs: number, accountId?: string): Promise<CodeBucket[]>;
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
const codeBuckets = (accountFilter: string) => `
  SELECT "bucketMs" / CAST(? AS INTEGER) AS step, "code", SUM("calls") AS errors FROM "Tally"
  WHERE "stepSeconds" = ? AND "bucketMs" >= ? AND "bucketMs" < ? AND "origin" = 'upstream' AND "code" <> ''${accountFilter}
  GROUP BY 1, 2 ORDER BY 1, 2`;

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
    listCodeBuckets: async ({ tallyStepSeconds, fromMs, toMs }, stepMs, accountId) => {
      const parameters = [stepMs, tallyStepSeconds, fromMs, toMs, ...(accountId === undefined ? [] : [accountId])];
      const rows = await query(codeBuckets(accountId === undefined ? "" : ` AND "accountId" = ?`), ...parameters);
      return rows.map((row) => ({
        startMs: Number(row.step) * stepMs,
        code: String(row.code),
        errors: Number(row.errors),
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
