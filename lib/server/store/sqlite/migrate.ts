import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { StartupError } from "../../startup-error";

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** The table that Prisma's own CLI keeps, column for column, so that `prisma migrate deploy` agrees with this runner. */
const MIGRATIONS_TABLE = `
  CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
  )`;

/** The migrations of a folder, oldest first, with the checksum that Prisma uses (SHA-256 of the file). */
function readMigrations(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

function assertKnown(applied: readonly { name: string; checksum: string }[], known: readonly Migration[]): void {
  for (const row of applied) {
    const migration = known.find((candidate) => candidate.name === row.name);
    if (migration === undefined) {
      throw new StartupError(
        `The database is newer than this Banwatch: it has the migration ${row.name}. Start the newer version, or restore a backup from before it.`,
      );
    }
    if (migration.checksum !== row.checksum) {
      throw new StartupError(
        `The migration ${row.name} was changed after it was applied to this database. Restore prisma/migrations from the release.`,
      );
    }
  }
}

/**
 * Brings the database at `path` up to the newest migration in `folder`, creating it when it is missing. Each migration
 * is applied whole or not at all.
 *
 * @returns the names of the migrations applied now
 * @throws {StartupError} when the database is newer than the program, was migrated with other files, or is no database
 */
export function migrate(path: string, folder: string): string[] {
  const known = readMigrations(folder);
  const database = new Database(path, { timeout: 10_000 });
  try {
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = FULL");
    database.exec(MIGRATIONS_TABLE);
    const applyPending = database.transaction((): string[] => {
      const applied = database
        .prepare(
          `SELECT migration_name AS name, checksum FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
        )
        .all() as { name: string; checksum: string }[];
      assertKnown(applied, known);
      const pending = known.filter((migration) => !applied.some((row) => row.name === migration.name));
      for (const migration of pending) {
        database.exec(migration.sql);
        database
          .prepare(
            `INSERT INTO "_prisma_migrations" (id, checksum, finished_at, migration_name, started_at, applied_steps_count) VALUES (?, ?, ?, ?, ?, 1)`,
          )
          .run(randomUUID(), migration.checksum, Date.now(), migration.name, Date.now());
      }
      return pending.map((migration) => migration.name);
    });
    // Immediate: two processes that start at once must not both see the same migration as pending.
    return applyPending.immediate();
  } catch (error) {
    throw asStartupError(error, path);
  } finally {
    database.close();
  }
}

function asStartupError(error: unknown, path: string): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "SQLITE_NOTADB")
    return new StartupError(`${path} is not a SQLite database. Move it away and start again.`);
  if (code === "SQLITE_BUSY") return new StartupError(`${path} is locked by another process. Stop that one first.`);
  if (code === "SQLITE_READONLY" || code === "SQLITE_CANTOPEN") {
    return new StartupError(`${path} cannot be written. Give this user write access to it and to its folder.`);
  }
  return error;
}
