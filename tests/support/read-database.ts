import { join } from "node:path";
import Database from "better-sqlite3";

/** Looks into a data directory's database from outside, read-only. */
export function readDatabase<T>(
  dataDir: string,
  read: (query: <Row>(sql: string, ...parameters: unknown[]) => Row[]) => T,
): T {
  const database = new Database(join(dataDir, "banwatch.db"), { readonly: true, timeout: 5_000 });
  try {
    return read((sql, ...parameters) => database.prepare(sql).all(...parameters) as never);
  } finally {
    database.close();
  }
}

export interface Ledger {
  /** Rows of errors, and tallies of errors, by programs. */
  readonly errorRows: number;
  readonly errorTallies: number;
  /** Calls tallied, good and bad. */
  readonly calls: number;
}

/** The sums that must agree, over programs' calls only. `step` is which tallies to add up. */
export function readLedger(dataDir: string, stepSeconds = 60): Ledger {
  return readDatabase(dataDir, (query) => {
    const sum = (sql: string, ...parameters: unknown[]) => query<{ n: number | null }>(sql, ...parameters)[0]?.n ?? 0;
    const tally = `SELECT SUM("calls") AS n FROM "Tally" WHERE "stepSeconds" = ? AND "source" = 'program'`;
    return {
      errorRows: sum(`SELECT COUNT(*) AS n FROM "ErrorEvent" WHERE "source" = 'program'`),
      errorTallies: sum(`${tally} AND "code" <> ''`, stepSeconds),
      calls: sum(tally, stepSeconds),
    };
  });
}
