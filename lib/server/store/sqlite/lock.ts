import Database from "better-sqlite3";
import { StartupError } from "../../startup-error";

/**
 * Makes sure that one process alone uses a data directory: accounts, timers and counts are kept in memory, and two
 * processes would each believe their own. The lock is SQLite's, on a file of its own, so a crash frees it.
 *
 * @returns a function that frees it
 * @throws {StartupError} when another process has it
 */
export function lockDataDir(lockPath: string): () => void {
  const database = new Database(lockPath, { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (error instanceof Error && "code" in error && error.code === "SQLITE_BUSY") {
      throw new StartupError(
        "Another Banwatch uses this data directory. Stop it first, or give this one its own BANWATCH_DATA_DIR.",
      );
    }
    throw error;
  }
  return () => database.close();
}
