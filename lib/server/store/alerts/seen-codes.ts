import { toNullableMs } from "../nullable-ms";
import type { Database } from "../sqlite/database";

/** A code that came at least once, and where it came first. */
export interface SeenCodeRecord {
  readonly code: string;
  readonly providerHost: string;
  readonly accountId: string | null;
  readonly firstSeenAtMs: number;
  /** When it last came again, about to the hour; null for one that came once. */
  readonly cameAgainAtMs: number | null;
}

/** A code of the tallies, and the first day on which it was counted. */
export interface TalliedCode {
  readonly code: string;
  readonly accountId: string;
  readonly dayMs: number;
}

export interface SeenCodeStore {
  list(): Promise<SeenCodeRecord[]>;
  /**
   * Adds those that are not there yet, notes of the rest when they came again, and deletes the others. Waits up to 5 s
   * for the database.
   */
  save(codes: readonly SeenCodeRecord[], deleted?: readonly string[]): Promise<void>;
  /** The provider's codes of the days from `fromMs` on, each with the account that it was first counted for. */
  listTallied(fromMs: number): Promise<TalliedCode[]>;
}

// With MIN() alone in an aggregate, SQLite takes the other columns from that very row.
const LIST_TALLIED = `
  SELECT "code", "accountId", MIN("bucketMs") AS "dayMs" FROM "Tally"
  WHERE "stepSeconds" = 86400 AND "bucketMs" >= ? AND "origin" = 'upstream' AND "code" <> '' GROUP BY "code"`;

export function createSeenCodeStore({ reader, write }: Pick<Database, "reader" | "write">): SeenCodeStore {
  return {
    list: async () =>
      (await reader.seenCode.findMany()).map((row) => ({
        ...row,
        firstSeenAtMs: Number(row.firstSeenAtMs),
        cameAgainAtMs: toNullableMs(row.cameAgainAtMs),
      })),
    save: async (codes, deleted = []) => {
      await write(async (writer) => {
        if (deleted.length > 0) await writer.seenCode.deleteMany({ where: { code: { in: [...deleted] } } });
        for (const { code, ...data } of codes) {
          // Where it was seen first stays.
          const { cameAgainAtMs } = data;
          await writer.seenCode.upsert({ where: { code }, create: { code, ...data }, update: { cameAgainAtMs } });
        }
      });
    },
    listTallied: async (fromMs) => {
      const rows = await reader.$queryRawUnsafe<Record<keyof TalliedCode, string | bigint>[]>(LIST_TALLIED, fromMs);
      return rows.map((row) => ({
        code: String(row.code),
        accountId: String(row.accountId),
        dayMs: Number(row.dayMs),
      }));
    },
  };
}
