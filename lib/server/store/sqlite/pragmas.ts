import { StartupError } from "../../startup-error";

/**
 * How every connection is set, and why:
 * - journal_mode WAL: readers never wait for the writer.
 * - synchronous FULL (2): a commit is on the disk when it returns, so an error a program was told of survives a crash.
 * - foreign_keys: the schema's references hold.
 * - wal_autocheckpoint 1000 pages: SQLite's own default, set on purpose because the WAL's size and the longest commit hang on it.
 */
const CONNECTION_PRAGMAS = [
  { name: "journal_mode", set: "WAL", expect: "wal" },
  { name: "synchronous", set: "FULL", expect: "2" },
  { name: "foreign_keys", set: "ON", expect: "1" },
  { name: "wal_autocheckpoint", set: "1000", expect: "1000" },
] as const;

interface RawClient {
  $queryRawUnsafe<T>(sql: string): Promise<T>;
}

async function readPragma(client: RawClient, name: string): Promise<string> {
  const rows = await client.$queryRawUnsafe<Record<string, unknown>[]>(`PRAGMA ${name}`);
  return String(Object.values(rows[0] ?? {})[0]);
}

/**
 * Sets the pragmas on a client's one connection and reads each back.
 *
 * @throws {StartupError} naming the pragma that the database did not take (a file system without shared memory, for one)
 */
export async function applyPragmas(client: RawClient, busyTimeoutMs: number): Promise<void> {
  const pragmas = [
    ...CONNECTION_PRAGMAS,
    { name: "busy_timeout", set: String(busyTimeoutMs), expect: String(busyTimeoutMs) },
  ];
  for (const { name, set, expect } of pragmas) {
    await client.$queryRawUnsafe(`PRAGMA ${name} = ${set}`);
    const actual = await readPragma(client, name);
    if (actual !== expect) {
      throw new StartupError(
        `The database does not take PRAGMA ${name} = ${set} (it says ${actual}). Put BANWATCH_DATA_DIR on a local disk.`,
      );
    }
  }
}
