import type { CallSource } from "@/lib/contracts/common";
import type { TallyStepSeconds } from "@/lib/domain/period";
import type { Database } from "../sqlite/database";

/** Calls of programs and rehearsals that ended in one way, within one stretch of time. */
export interface CallTotal {
  /** When the stretch begins. */
  readonly atMs: number;
  readonly accountId: string;
  /** Empty for the account's own key. */
  readonly proxyKeyId: string;
  readonly source: CallSource;
  readonly origin: string;
  /** Empty for a success. */
  readonly code: string;
  readonly calls: number;
}

/** Calls that programs made of one account, within one stretch. */
export interface ProgramCalls {
  readonly atMs: number;
  readonly accountId: string;
  readonly calls: number;
}

/** What alerts and previews read of the tallies. */
export interface CallTotalStore {
  /**
   * The oldest first, what was counted in steps of [fromMs, toMs), of all accounts or of those; Banwatch's own calls are
   * left out.
   */
  listSteps(
    tallyStepSeconds: TallyStepSeconds,
    fromMs: number,
    toMs: number,
    accountIds?: readonly string[],
  ): Promise<CallTotal[]>;
  /** The same added up over the whole of [fromMs, toMs), which are whole minutes. `atMs` is `fromMs`. */
  sum(fromMs: number, toMs: number): Promise<CallTotal[]>;
  /** The oldest first, calls of programs by account in steps of [fromMs, toMs), whatever came of them. */
  listProgramCalls(tallyStepSeconds: TallyStepSeconds, fromMs: number, toMs: number): Promise<ProgramCalls[]>;
  /** When the oldest hour of tallies began; null without any. */
  findFirstHourMs(): Promise<number | null>;
}

const COLUMNS = `"accountId", "proxyKeyId", "source", "origin", "code"`;
const COUNTED = `"accountId" <> '' AND "source" <> 'banwatch'`;

const listSteps = (filter: string) => `
  SELECT "bucketMs" AS "atMs", ${COLUMNS}, SUM("calls") AS calls FROM "Tally"
  WHERE "stepSeconds" = ? AND "bucketMs" >= ? AND "bucketMs" < ? AND ${COUNTED}${filter}
  GROUP BY "bucketMs", ${COLUMNS} ORDER BY "bucketMs"`;

/** Minutes at the edges and hours in between: a day has sixty times fewer rows that way. */
const SUM = `
  SELECT ${COLUMNS}, SUM("calls") AS calls FROM "Tally"
  WHERE (("stepSeconds" = 60 AND "bucketMs" >= ? AND "bucketMs" < ?)
     OR ("stepSeconds" = 3600 AND "bucketMs" >= ? AND "bucketMs" < ?)
     OR ("stepSeconds" = 60 AND "bucketMs" >= ? AND "bucketMs" < ?)) AND ${COUNTED}
  GROUP BY ${COLUMNS}`;

const LIST_PROGRAM_CALLS = `
  SELECT "bucketMs" AS "atMs", "accountId", SUM("calls") AS calls FROM "Tally"
  WHERE "stepSeconds" = ? AND "bucketMs" >= ? AND "bucketMs" < ? AND "accountId" <> '' AND "source" = 'program'
  GROUP BY "bucketMs", "accountId" ORDER BY "bucketMs"`;

const FIRST_HOUR = `SELECT MIN("bucketMs") AS "atMs" FROM "Tally" WHERE "stepSeconds" = 3600`;

const HOUR_MS = 3_600_000;

type Row = Readonly<Record<string, bigint | number | string | null>>;

const toTotal = (row: Row, atMs: number): CallTotal => ({
  atMs,
  accountId: String(row.accountId),
  proxyKeyId: String(row.proxyKeyId),
  source: row.source as CallSource,
  origin: String(row.origin),
  code: String(row.code),
  calls: Number(row.calls),
});

export function createCallTotalStore({ reader }: Pick<Database, "reader">): CallTotalStore {
  const query = (sql: string, ...parameters: unknown[]) => reader.$queryRawUnsafe<Row[]>(sql, ...parameters);
  return {
    listSteps: async (tallyStepSeconds, fromMs, toMs, accountIds) => {
      const filter = accountIds === undefined ? "" : ` AND "accountId" IN (${accountIds.map(() => "?").join(", ")})`;
      const rows = await query(listSteps(filter), tallyStepSeconds, fromMs, toMs, ...(accountIds ?? []));
      return rows.map((row) => toTotal(row, Number(row.atMs)));
    },
    sum: async (fromMs, toMs) => {
      const firstHourMs = Math.min(Math.ceil(fromMs / HOUR_MS) * HOUR_MS, toMs);
      const lastHourMs = Math.max(Math.floor(toMs / HOUR_MS) * HOUR_MS, firstHourMs);
      const rows = await query(SUM, fromMs, firstHourMs, firstHourMs, lastHourMs, lastHourMs, toMs);
      return rows.map((row) => toTotal(row, fromMs));
    },
    listProgramCalls: async (tallyStepSeconds, fromMs, toMs) =>
      (await query(LIST_PROGRAM_CALLS, tallyStepSeconds, fromMs, toMs)).map((row) => ({
        atMs: Number(row.atMs),
        accountId: String(row.accountId),
        calls: Number(row.calls),
      })),
    findFirstHourMs: async () => {
      const [row] = await query(FIRST_HOUR);
      return row?.atMs === null || row === undefined ? null : Number(row.atMs);
    },
  };
}
