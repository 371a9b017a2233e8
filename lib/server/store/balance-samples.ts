import type { Database } from "./sqlite/database";

export interface BalanceSample {
  readonly id: string;
  readonly accountId: string;
  readonly atMs: number;
  /** Decimal text as the provider wrote it. */
  readonly balance: string;
  readonly source: "poll" | "call";
}

export interface BalanceSampleStore {
  /** The newest sample of every account that has one. */
  listLatest(): Promise<BalanceSample[]>;
  /** Oldest first, the samples of all accounts in [fromMs, toMs), thinned to the last of each `stepMs`. */
  listThinned(fromMs: number, toMs: number, stepMs: number): Promise<Omit<BalanceSample, "id" | "source">[]>;
  /** When the oldest one was taken; null without any. */
  findFirstMs(): Promise<number | null>;
  add(sample: BalanceSample): Promise<void>;
}

// Without the cast the driver binds a float, and the division is not whole. With MAX() alone in an aggregate, SQLite takes the other columns from that very row.
// One step into the index for each account, where a span alone would be looked for in every row that is kept.
const LIST_THINNED = `
  SELECT "accountId", MAX("atMs") AS "atMs", "balance"
  FROM "Account" CROSS JOIN "BalanceSample" ON "accountId" = "Account"."id"
  WHERE "atMs" >= ? AND "atMs" < ? GROUP BY "accountId", ("atMs" - CAST(? AS INTEGER)) / CAST(? AS INTEGER) ORDER BY "accountId", 2`;

const LIST_LATEST = `
  SELECT "id", "accountId", MAX("atMs") AS "atMs", "balance", "source" FROM "BalanceSample" GROUP BY "accountId"`;

// One step into the index for each account, where the oldest of all would be looked for in every row.
const FIRST = `
  SELECT MIN((SELECT MIN("atMs") FROM "BalanceSample" WHERE "accountId" = "Account"."id")) AS "atMs" FROM "Account"`;

type Row = Record<keyof BalanceSample, string | bigint>;

export function createBalanceSampleStore({ reader, write }: Pick<Database, "reader" | "write">): BalanceSampleStore {
  return {
    listLatest: async () =>
      (await reader.$queryRawUnsafe<Row[]>(LIST_LATEST)).map((row) => ({
        id: String(row.id),
        accountId: String(row.accountId),
        atMs: Number(row.atMs),
        balance: String(row.balance),
        source: row.source as BalanceSample["source"],
      })),
    listThinned: async (fromMs, toMs, stepMs) =>
      (await reader.$queryRawUnsafe<Row[]>(LIST_THINNED, fromMs, toMs, fromMs, stepMs)).map((row) => ({
        accountId: String(row.accountId),
        atMs: Number(row.atMs),
        balance: String(row.balance),
      })),
    findFirstMs: async () => {
      const [row] = await reader.$queryRawUnsafe<{ atMs: bigint | null }[]>(FIRST);
      return row === undefined || row.atMs === null ? null : Number(row.atMs);
    },
    add: async (sample) => {
      await write((writer) => writer.balanceSample.create({ data: sample }));
    },
  };
}
