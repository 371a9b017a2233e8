import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import { PrismaClient } from "../generated/client";
import { applyPragmas } from "./pragmas";

/**
 * Two connections to one file. Reads go through `reader`, which never has a transaction open. All writes of the
 * process go through {@link Database.write}, one at a time: Prisma's adapter runs every query of a client on one
 * connection, so a write beside somebody's open transaction would become part of it and vanish with its rollback.
 */
export interface Database {
  readonly reader: PrismaClient;
  /**
   * Runs `work` alone in one immediate transaction, committed when it resolves and rolled back when it rejects.
   * While another process holds the lock it waits without blocking the event loop.
   *
   * @param options.waitMs how long to wait for the lock, 5 s unless told
   * @throws {DatabaseBusyError} when the lock did not come free in time; nothing was written
   */
  write<T>(work: (writer: PrismaClient) => Promise<T>, options?: { waitMs?: number }): Promise<T>;
  close(): Promise<void>;
}

/** Another process kept the write lock. Nothing was written; the same write may be tried again. */
export class DatabaseBusyError extends Error {
  override readonly name = "DatabaseBusyError";
}

/** better-sqlite3 is synchronous: a long busy_timeout would stop the event loop, and with it every call in flight. */
const WRITER_BUSY_TIMEOUT_MS = 5;
const READER_BUSY_TIMEOUT_MS = 1_000;
const LOCK_RETRY_MS = 10;
const LOCK_REST_MS = 15;
const DEFAULT_LOCK_WAIT_MS = 5_000;

async function connect(path: string, busyTimeoutMs: number): Promise<PrismaClient> {
  const adapter = new PrismaBetterSqlite3({ url: `file:${path}`, timeout: busyTimeoutMs });
  const client = new PrismaClient({ adapter });
  await applyPragmas(client, busyTimeoutMs);
  return client;
}

/** Prisma wraps the driver's error more than once; the driver's own code is in the innermost. */
function isBusy(error: unknown): boolean {
  for (let current = error, depth = 0; current !== null && typeof current === "object" && depth < 6; depth += 1) {
    const { originalCode, kind, code, meta, cause } = current as Record<string, unknown>;
    if (String(originalCode ?? "").startsWith("SQLITE_BUSY") || kind === "SocketTimeout" || code === "P1008")
      return true;
    const { driverAdapterError } = (meta ?? {}) as Record<string, unknown>;
    current = driverAdapterError ?? cause ?? null;
  }
  return false;
}

/** @returns false when another process holds the lock */
async function tryBegin(writer: PrismaClient): Promise<boolean> {
  try {
    await writer.$executeRawUnsafe("BEGIN IMMEDIATE");
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
}

async function rollBack(writer: PrismaClient): Promise<void> {
  try {
    await writer.$executeRawUnsafe("ROLLBACK");
  } catch {
    // SQLite has rolled back by itself (a full disk does that); the first error is the one to report.
  }
}

/**
 * Opens both connections to a migrated database.
 *
 * @throws {StartupError} when a connection does not take its pragmas
 */
export async function openDatabase(path: string): Promise<Database> {
  const reader = await connect(path, READER_BUSY_TIMEOUT_MS);
  const writer = await connect(path, WRITER_BUSY_TIMEOUT_MS);
  let tail: Promise<unknown> = Promise.resolve();
  let busyUntilMs = 0;

  const runOnce = async <T>(work: (writer: PrismaClient) => Promise<T>): Promise<{ result: T } | "busy"> => {
    // Each try stops the event loop for the busy timeout. Of several that wait one tries for all, or calls would starve.
    if (performance.now() < busyUntilMs) return "busy";
    if (!(await tryBegin(writer))) {
      busyUntilMs = performance.now() + LOCK_REST_MS;
      return "busy";
    }
    try {
      const result = await work(writer);
      await writer.$executeRawUnsafe("COMMIT");
      return { result };
    } catch (error) {
      await rollBack(writer);
      throw error;
    }
  };

  return {
    reader,
    write: async (work, options) => {
      const deadlineMs = performance.now() + (options?.waitMs ?? DEFAULT_LOCK_WAIT_MS);
      for (;;) {
        // Each attempt takes a turn of its own, so that a patient writer does not hold up one in a hurry.
        const turn = tail.then(() => runOnce(work));
        tail = turn.catch(() => undefined);
        const outcome = await turn;
        if (outcome !== "busy") return outcome.result;
        if (performance.now() >= deadlineMs) {
          throw new DatabaseBusyError("Another process holds the database's write lock. Try again in a moment.");
        }
        await new Promise((resolve) => setTimeout(resolve, LOCK_RETRY_MS));
      }
    },
    close: async () => {
      await tail;
      await reader.$disconnect();
      await writer.$disconnect();
    },
  };
}
