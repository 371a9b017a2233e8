import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStore } from "@/lib/server/store/open-store";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { makeError } from "../support/error-records";
import { readDatabase } from "../support/read-database";

const MIGRATIONS = join(process.cwd(), "prisma", "migrations");

/** What prisma/schema.prisma says of one column. */
interface Column {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
}

const SQL_TYPES: Readonly<Record<string, string>> = {
  String: "TEXT",
  Int: "INTEGER",
  BigInt: "BIGINT",
  Boolean: "BOOLEAN",
};

/** Reads the scalar fields of each model from the schema's text, where Prisma's own engine cannot run. */
function readSchema(): Map<string, Column[]> {
  const text = readFileSync(join(process.cwd(), "prisma", "schema.prisma"), "utf8");
  const models = new Map<string, Column[]>();
  for (const [, model = "", body = ""] of text.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)) {
    const fields = [...body.matchAll(/^ {2}(\w+)\s+(\w+)(\?|\[\])?/gm)];
    models.set(
      model,
      fields
        .filter(([, , type = "", suffix]) => type in SQL_TYPES && suffix !== "[]")
        .map(([, name = "", type = "", suffix]) => ({ name, type: SQL_TYPES[type] ?? "", notNull: suffix !== "?" })),
    );
  }
  return models;
}

describe("the store", () => {
  let dataDir: string;
  let databasePath: string;
  const open = (migrationsFolder = MIGRATIONS) => openStore({ databasePath, migrationsFolder });

  beforeEach(() => {
    dataDir = makeDataDir();
    databasePath = join(dataDir, "banwatch.db");
  });
  afterEach(() => removeDataDir(dataDir));

  it("makes a database that has the schema's tables, columns and indexes", async () => {
    await (await open()).close();
    const schema = readSchema();
    const text = readFileSync(join(process.cwd(), "prisma", "schema.prisma"), "utf8");
    readDatabase(dataDir, (query) => {
      const tables = query<{ name: string }>(
        `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '_prisma_migrations'`,
      );
      expect(tables.map((table) => table.name).sort()).toEqual([...schema.keys()].sort());
      for (const [model, columns] of schema) {
        const actual = query<{ name: string; type: string; notnull: number }>(`PRAGMA table_info("${model}")`);
        expect(actual.map(({ name, type, notnull }) => ({ name, type, notNull: notnull === 1 }))).toEqual(columns);
      }
      const declared = [...text.matchAll(/@@index\(\[([^\]]+)\]\)/g)].length;
      const made = query<{ name: string }>(`SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE '%_idx'`);
      expect(made).toHaveLength(declared);
    });
  });

  it("applies a migration once, in the form that Prisma's own table has", async () => {
    const first = await open();
    expect(first.migrationsApplied).toEqual(["20261122000000_first"]);
    await first.close();
    const second = await open();
    expect(second.migrationsApplied).toEqual([]);
    await second.close();
    const rows = readDatabase(dataDir, (query) =>
      query<Record<string, unknown>>(
        `SELECT migration_name, applied_steps_count, rolled_back_at FROM "_prisma_migrations"`,
      ),
    );
    expect(rows).toEqual([{ migration_name: "20261122000000_first", applied_steps_count: 1, rolled_back_at: null }]);
  });

  it("refuses a database that is newer than the program, and leaves it as it is", async () => {
    const newer = join(dataDir, "migrations");
    cpSync(MIGRATIONS, newer, { recursive: true });
    mkdirSync(join(newer, "29990101000000_later"));
    writeFileSync(join(newer, "29990101000000_later", "migration.sql"), `CREATE TABLE "Later" ("id" TEXT);`);
    await (await open(newer)).close();
    await expect(open()).rejects.toThrow(/newer than this Banwatch.*29990101000000_later/);
  });

  it("refuses migrations that were changed after they were applied", async () => {
    const folder = join(dataDir, "migrations");
    cpSync(MIGRATIONS, folder, { recursive: true });
    await (await open(folder)).close();
    writeFileSync(join(folder, "20261122000000_first", "migration.sql"), "SELECT 1;");
    await expect(open(folder)).rejects.toThrow(/was changed after it was applied/);
  });

  it("applies a migration whole or not at all", async () => {
    const folder = join(dataDir, "migrations");
    cpSync(MIGRATIONS, folder, { recursive: true });
    mkdirSync(join(folder, "29990101000000_broken"));
    writeFileSync(join(folder, "29990101000000_broken", "migration.sql"), `CREATE TABLE "Half" ("id" TEXT); NONSENSE;`);
    await expect(open(folder)).rejects.toThrow(/NONSENSE/);
    rmSync(join(folder, "29990101000000_broken"), { recursive: true });
    const store = await open(folder);
    expect(store.migrationsApplied).toEqual(["20261122000000_first"]);
    await store.close();
  });

  it("says in one line that a file is no database", async () => {
    writeFileSync(databasePath, "this is a text, and a long enough one to be looked at as a header of a database");
    await expect(open()).rejects.toThrow(/is not a SQLite database/);
  });

  it("reads a database that a crash left with a WAL", async () => {
    const store = await open();
    await store.recording.commit({ errors: [makeError()], cooldowns: [], successes: [] }, { waitMs: 100 });
    const copy = join(dataDir, "copy");
    mkdirSync(copy);
    for (const suffix of ["", "-wal"]) copyFileSync(`${databasePath}${suffix}`, join(copy, `banwatch.db${suffix}`));
    await store.close();
    databasePath = join(copy, "banwatch.db");
    const again = await open();
    expect(await again.errorEvents.list({}, 10)).toHaveLength(1);
    await again.close();
  });

  it("runs with synchronous commits, references and a WAL", async () => {
    const store = await open();
    const database = new Database(databasePath);
    expect(database.pragma("journal_mode", { simple: true })).toBe("wal");
    database.close();
    await expect(
      store.balanceSamples.add({ id: "1", accountId: "nobody", atMs: 1, balance: "1", source: "poll" }),
    ).rejects.toThrow(/foreign key/i);
    await store.close();
  });

  it("pages through errors of the same millisecond without losing or repeating one", async () => {
    const store = await open();
    const errors = Array.from({ length: 25 }, () => makeError({ atMs: 1_000 }));
    await store.recording.commit({ errors, cooldowns: [], successes: [] }, { waitMs: 100 });
    const seen: string[] = [];
    for (let after: { atMs: number; id: string } | undefined; ; ) {
      const page = await store.errorEvents.list({}, 10, after);
      seen.push(...page.map((error) => error.id));
      after = page.at(-1);
      if (page.length < 10) break;
    }
    expect(new Set(seen).size).toBe(25);
    expect(seen).toHaveLength(25);
    await store.close();
  });

  it("deletes what is past its time, and the oldest beyond the limit of rows", async () => {
    const store = await open();
    const nowMs = Date.now();
    const DAY_MS = 86_400_000;
    const errors = [0, 1, 2, 40, 100].map((days) => makeError({ atMs: nowMs - days * DAY_MS }));
    await store.recording.commit({ errors, cooldowns: [], successes: [] }, { waitMs: 100 });
    await store.retention.prune(nowMs, { errorDays: 90, maxErrors: 1_000 });
    expect(await store.errorEvents.list({}, 10)).toHaveLength(4);
    await store.retention.prune(nowMs, { errorDays: 90, maxErrors: 2 });
    const kept = await store.errorEvents.list({}, 10);
    expect(kept.map((error) => error.id)).toEqual(errors.slice(0, 2).map((error) => error.id));
    await store.close();
  });
});
