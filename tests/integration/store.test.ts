import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DOCUMENTED_CODES } from "@/lib/domain/catalogue";
import { createLog } from "@/lib/server/log";
import { startRetention } from "@/lib/server/retention";
import { openStore } from "@/lib/server/store/open-store";
import { PRUNE_STATEMENTS } from "@/lib/server/store/sqlite/prune-statements";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { makeCooldown, makeError } from "../support/error-records";
import { readDatabase } from "../support/read-database";

const MIGRATIONS = join(process.cwd(), "prisma", "migrations");

const MIGRATION_NAMES = [
  "20261122000000_first",
  "20261122180000_team",
  "20261122210000_guard",
  "20261123000000_alerts",
];

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
  DateTime: "DATETIME",
  Boolean: "BOOLEAN",
  Float: "REAL",
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
      const made = query<{ name: string }>(
        // The schema has no words for an index of a part of the rows.
        `SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE '%_idx' AND sql NOT LIKE '% WHERE %'`,
      );
      expect(made).toHaveLength(declared);
    });
  });

  it("applies a migration once, in the form that Prisma's own table has", async () => {
    const first = await open();
    expect(first.migrationsApplied).toEqual(MIGRATION_NAMES);
    await first.close();
    const second = await open();
    expect(second.migrationsApplied).toEqual([]);
    await second.close();
    const rows = readDatabase(dataDir, (query) =>
      query<Record<string, unknown>>(
        `SELECT migration_name, applied_steps_count, rolled_back_at FROM "_prisma_migrations"`,
      ),
    );
    expect(rows).toEqual(
      MIGRATION_NAMES.map((name) => ({ migration_name: name, applied_steps_count: 1, rolled_back_at: null })),
    );
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
    expect(store.migrationsApplied).toEqual(MIGRATION_NAMES);
    await store.close();
  });

  it("says in one line that a file is no database", async () => {
    writeFileSync(databasePath, "this is a text, and a long enough one to be looked at as a header of a database");
    await expect(open()).rejects.toThrow(/is not a SQLite database/);
  });

  it("reads a database that a crash left with a WAL", async () => {
    const store = await open();
    await store.recording.commit({ errors: [makeError()], cooldowns: [], tallies: [] }, { waitMs: 100 });
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
    await store.recording.commit({ errors, cooldowns: [], tallies: [] }, { waitMs: 100 });
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
    await store.recording.commit({ errors, cooldowns: [], tallies: [] }, { waitMs: 100 });
    await store.retention.prune(nowMs, { errorDays: 90, maxErrors: 1_000, auditDays: 365 });
    expect(await store.errorEvents.list({}, 10)).toHaveLength(4);
    await store.retention.prune(nowMs, { errorDays: 90, maxErrors: 2, auditDays: 365 });
    const kept = await store.errorEvents.list({}, 10);
    expect(kept.map((error) => error.id)).toEqual(errors.slice(0, 2).map((error) => error.id));
    await store.close();
  });

  it("stores the end of a cooldown although a later error was counted meanwhile", async () => {
    const store = await open();
    const cooldown = makeCooldown({ errors: 2 });
    await store.cooldowns.save({ ...cooldown, errors: 5, lastErrorAtMs: cooldown.lastErrorAtMs + 9 });
    await store.cooldowns.save(cooldown);
    expect((await store.cooldowns.listRunning())[0]?.errors).toBe(5);
    await store.cooldowns.save({ ...cooldown, errors: 3, endedAtMs: 7, endedBy: "a person", endReason: "resumed" });
    await store.cooldowns.save({ ...cooldown, errors: 9 });
    expect(await store.cooldowns.listRunning()).toEqual([]);
    const [row] = readDatabase(dataDir, (query) =>
      query(`SELECT "endedAtMs", "endedBy", "errors", "lastErrorAtMs" FROM "Cooldown"`),
    );
    expect(row).toEqual({ endedAtMs: 7, endedBy: "a person", errors: 5, lastErrorAtMs: cooldown.lastErrorAtMs + 9 });
    await store.close();
  });

  it("counts no documented code or method as other, whatever names strangers and providers make up", async () => {
    const store = await open();
    const known = [...DOCUMENTED_CODES, "BANWATCH_UNREADABLE_REPLY", "BANWATCH_NO_CODE", "ERROR_IP_BLOCKED_5MIN"];
    const methods = ["createTask", "getTaskResult", "getBalance", "getSoftID"];
    const commit = (errors: ReturnType<typeof makeError>[]) =>
      store.recording.commit({ errors, cooldowns: [], tallies: [] }, { waitMs: 100 });
    const list = (column: string) =>
      readDatabase(dataDir, (query) =>
        query<{ name: string }>(`SELECT DISTINCT "${column}" AS name FROM "Tally"`).map(({ name }) => name),
      );
    await commit(Array.from({ length: 300 }, (_, index) => makeError({ method: `stranger${index}` })));
    expect(list("method")).toEqual(["(other)"]);
    await commit([makeError({ accountId: "a", method: "reportBad" })]);
    expect(list("method").sort()).toEqual(["(other)", "reportBad"]);

    await commit(
      Array.from({ length: 600 }, (_, index) =>
        makeError({ accountId: "a", method: `odd${index}`, code: `ODD_${index}` }),
      ),
    );
    await commit(known.map((code) => makeError({ code })));
    await commit(methods.map((method) => makeError({ method })));
    await commit(methods.map((method) => makeError({ method, accountId: "a" })));
    expect(list("code")).toEqual(expect.arrayContaining(known));
    expect(list("method")).toEqual(expect.arrayContaining(methods));
    expect(list("method")).toHaveLength(200 + methods.length + 1);
    expect(list("code")).toHaveLength(500 + known.length + 1);
    await store.close();
  });

  it("deletes cooldowns that are over for more than 400 days, and no other", async () => {
    const store = await open();
    const nowMs = Date.now();
    const DAY_MS = 86_400_000;
    const daysAgo = (days: number) => nowMs - days * DAY_MS;
    const kept = {
      "ended lately": { startedAtMs: daysAgo(500), untilMs: daysAgo(450), endedAtMs: daysAgo(399) },
      "without an end": { startedAtMs: daysAgo(900), untilMs: null },
      "not yet asked about": { startedAtMs: daysAgo(900), untilMs: daysAgo(401) },
      running: { startedAtMs: daysAgo(900), untilMs: nowMs + DAY_MS },
    };
    const gone = {
      "ended long ago": { startedAtMs: daysAgo(900), untilMs: null, endedAtMs: daysAgo(401) },
    };
    for (const [id, times] of Object.entries({ ...kept, ...gone })) {
      await store.cooldowns.save(makeCooldown({ id, ...times }));
    }
    expect(await store.retention.prune(nowMs, { errorDays: 90, maxErrors: 1_000, auditDays: 365 })).toBe(1);
    const rows = readDatabase(dataDir, (query) => query<{ id: string }>(`SELECT "id" FROM "Cooldown"`));
    expect(rows.map((row) => row.id).sort()).toEqual(Object.keys(kept).sort());
    await store.close();
  });

  it.each(Object.entries(PRUNE_STATEMENTS))("finds the %s that are due by an index", async (_, statement) => {
    await (await open()).close();
    const plan = readDatabase(dataDir, (query) =>
      query<{ detail: string }>(`EXPLAIN QUERY PLAN ${statement}`, 1, 1).map(({ detail }) => detail),
    );
    expect(plan.join("\n")).toMatch(/SEARCH \S+ USING (COVERING )?INDEX \w+ \([^)]*<\?\)/);
    // Accounts are few; nothing else may be read through from end to end.
    expect(plan.filter((detail) => /^SCAN (?!a )/.test(detail))).toEqual([]);
  });

  it("prunes every ten minutes, and not again before it is done", async () => {
    vi.useFakeTimers();
    try {
      let finish = () => {};
      const prune = vi.fn(() => new Promise<number>((resolve) => (finish = () => resolve(0))));
      const retention = startRetention({
        store: { prune },
        sessions: { deleteExpired: async () => 0 },
        env: { retentionDays: 90, maxErrors: 10, auditDays: 365 },
        now: Date.now,
        log: createLog("silent"),
      });
      await vi.advanceTimersByTimeAsync(120_000);
      expect(prune).toHaveBeenCalledTimes(1);
      await vi.advanceTimersByTimeAsync(3_600_000);
      expect(prune).toHaveBeenCalledTimes(1);
      finish();
      await vi.advanceTimersByTimeAsync(600_000);
      expect(prune).toHaveBeenCalledTimes(2);
      retention.close();
      finish();
      await vi.advanceTimersByTimeAsync(3_600_000);
      expect(prune).toHaveBeenCalledTimes(2);
    } finally {
      vi.useRealTimers();
    }
  });
});
