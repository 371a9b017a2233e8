import { appendFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createHealthService } from "@/lib/server/health/health-service";
import { createRecorder, type Recorder } from "@/lib/server/recorder/recorder";
import { openSpool, type Spool } from "@/lib/server/recorder/spool";
import type { SpoolEntry } from "@/lib/server/recorder/spool-entry";
import { openStore, type Store } from "@/lib/server/store/open-store";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { makeCooldown, makeError } from "../support/error-records";
import { holdWriteLock } from "../support/hold-lock";
import { readDatabase, readLedger } from "../support/read-database";
import { until } from "../support/until";

const MIGRATIONS = join(process.cwd(), "prisma", "migrations");
/** The promise is 250 ms; what comes on top is the test's own scheduling on a busy machine. */
const REPLY_WAIT_MS = 250;
const SCHEDULING_MS = 100;

describe("the recorder", () => {
  let dataDir: string;
  let store: Store;
  let spool: Spool;
  let recorder: Recorder;
  let commits: number;

  const start = async (parts: { spool?: Spool; isLocked?: () => boolean } = {}) => {
    store = await openStore({ databasePath: join(dataDir, "banwatch.db"), migrationsFolder: MIGRATIONS });
    spool = parts.spool ?? (await openSpool(join(dataDir, "spool")));
    commits = 0;
    const counted = {
      commit: (...parameters: Parameters<Store["recording"]["commit"]>) => {
        commits += 1;
        if (parts.isLocked?.()) return Promise.reject(new Error("locked"));
        return store.recording.commit(...parameters);
      },
    };
    recorder = createRecorder(counted, spool, { onStored: () => {}, onHealthChange: () => {} });
  };

  beforeEach(async () => {
    dataDir = makeDataDir();
    await start();
  });
  afterEach(async () => {
    await recorder.close();
    await store.close();
    removeDataDir(dataDir);
  });

  it("has an error in the database when it says so", async () => {
    const error = makeError({ code: "ERROR_ODD ' \"; DROP TABLE", description: "缺少字段 💥\n\tx" });
    await recorder.recordError(error, null);
    const [row] = readDatabase(dataDir, (query) => query<typeof error>(`SELECT * FROM "ErrorEvent"`));
    expect(row).toEqual(error);
  });

  it("puts errors that arrive together into few commits", async () => {
    await Promise.all(Array.from({ length: 1_000 }, () => recorder.recordError(makeError(), null)));
    expect(commits).toBeLessThan(10);
    expect(readLedger(dataDir)).toEqual({ errorRows: 1_000, errorTallies: 1_000, calls: 1_000 });
  });

  it("keeps the newest state of a cooldown in the commit of its error", async () => {
    const cooldown = makeCooldown();
    await Promise.all([
      recorder.recordError(makeError(), cooldown),
      recorder.recordError(makeError(), { ...cooldown, untilMs: (cooldown.untilMs ?? 0) + 1_000, errors: 2 }),
    ]);
    const rows = await store.cooldowns.listRunning();
    expect(rows).toEqual([{ ...cooldown, untilMs: (cooldown.untilMs ?? 0) + 1_000, errors: 2 }]);
  });

  it("lets no reply wait longer than 250 ms while another process holds the lock, and closes the ledger afterwards", async () => {
    await recorder.recordError(makeError(), null);
    const { released } = await holdWriteLock(join(dataDir, "banwatch.db"), 3_000);
    const waitsMs: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      const startedMs = performance.now();
      await recorder.recordError(makeError(), makeCooldown({ id: "one", errors: round + 1, revision: round + 1 }));
      waitsMs.push(performance.now() - startedMs);
      recorder.countCall({
        atMs: Date.now(),
        latencyMs: 5,
        accountId: "",
        proxyKeyId: "",
        source: "program",
        method: "getBalance",
        origin: "upstream",
        code: "",
      });
    }
    expect(Math.max(...waitsMs)).toBeLessThan(REPLY_WAIT_MS + SCHEDULING_MS);
    expect(recorder.health()).toMatchObject({ waiting: 20, dropped: 0 });
    expect(recorder.health().reason).toContain("lock");
    await released;
    await until("the recorder is well again", () => recorder.health().reason === null);
    expect(recorder.health().waiting).toBe(0);
    expect(readLedger(dataDir)).toEqual({ errorRows: 21, errorTallies: 21, calls: 41 });
    expect((await store.cooldowns.listRunning())[0]?.errors).toBe(20);
  });

  it("replays after a crash what only the spool had, without doubling what the database had too", async () => {
    const inBoth = makeError();
    const onlySpooled = makeError();
    await recorder.recordError(inBoth, null);
    await recorder.close();
    await store.close();
    const ofTheCrashed = await openSpool(join(dataDir, "spool"));
    await ofTheCrashed.append([
      { error: inBoth, cooldown: null },
      { error: onlySpooled, cooldown: null },
    ]);
    appendFileSync(join(dataDir, "spool", "errors.ndjson"), '{"error":{"id":"cut sho');
    await start();
    expect(recorder.health().waiting).toBe(2);
    await recorder.flush();
    expect(recorder.health()).toEqual({ reason: null, waiting: 0, dropped: 0, rejected: 0 });
    expect(readLedger(dataDir)).toEqual({ errorRows: 2, errorTallies: 2, calls: 2 });
    expect(readdirSync(join(dataDir, "spool"))).toEqual([]);
  });

  it("still keeps what is spooled behind a line that a full disk cut short", async () => {
    appendFileSync(join(dataDir, "spool", "errors.ndjson"), '{"error":{"id":"cut sho');
    await spool.append([{ error: makeError(), cooldown: null }]);
    await recorder.flush();
    expect(readLedger(dataDir).errorRows).toBe(1);
  });

  it("keeps errors in memory when neither database nor spool take them, and says so", async () => {
    await recorder.close();
    await store.close();
    let full = true;
    const folder = join(dataDir, "spool");
    const real = await openSpool(folder);
    await start({
      spool: {
        ...real,
        append: (entries) => (full ? Promise.reject(new Error("ENOSPC: no space left")) : real.append(entries)),
      },
    });
    const { released } = await holdWriteLock(join(dataDir, "banwatch.db"), 800);
    await Promise.all(Array.from({ length: 50 }, () => recorder.recordError(makeError(), null)));
    expect(recorder.health().reason).toContain("ENOSPC");
    expect(recorder.health().waiting).toBe(50);
    full = false;
    await released;
    await until("the recorder is well again", () => recorder.health().reason === null);
    expect(readLedger(dataDir)).toEqual({ errorRows: 50, errorTallies: 50, calls: 50 });
  });

  const readRejected = () =>
    readFileSync(join(dataDir, "spool", "rejected.ndjson"), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as { why: string; line: string });
  /** The database has no place for an error without a code. */
  const makePoison = () => makeError({ code: null as never, description: "poison" });

  it("sets a spooled line aside that is no entry, and replays the others", async () => {
    await recorder.close();
    await store.close();
    const odd = { error: { ...makeError(), latencyMs: "soon" }, cooldown: null };
    const strange = ["null", "{}", "[]", '{"error":null,"cooldown":null}', '{"broken"}', JSON.stringify(odd)];
    for (const line of strange) {
      appendFileSync(join(dataDir, "spool", "errors.ndjson"), `${line}\n`);
    }
    appendFileSync(
      join(dataDir, "spool", "errors.ndjson"),
      `${JSON.stringify({ error: makeError(), cooldown: null })}\n`,
    );
    await start();
    await recorder.flush();
    expect(recorder.health()).toEqual({ reason: null, waiting: 0, dropped: 0, rejected: strange.length });
    expect(readRejected().map(({ line }) => line)).toEqual(strange);
    expect(readRejected().at(-1)?.why).toContain("error.latencyMs");
    expect(readLedger(dataDir).errorRows).toBe(1);
  });

  it("keeps an error whose text holds a line separator of Unicode", async () => {
    const error = makeError({ description: "one\u2028two\u2029three" });
    await spool.append([{ error, cooldown: null }]);
    await recorder.flush();
    const rows = readDatabase(dataDir, (query) => query<typeof error>(`SELECT * FROM "ErrorEvent"`));
    expect(rows).toEqual([error]);
  });

  it("sets only the entry aside that the database refuses, says where, and is well again", async () => {
    const poison = makePoison();
    const good = Array.from({ length: 40 }, () => makeError());
    await Promise.all(
      [...good.slice(0, 20), poison, ...good.slice(20)].map((error) => recorder.recordError(error, null)),
    );
    await until("the recorder is well again", () => recorder.health().reason === null);
    await recorder.flush();
    expect(recorder.health()).toEqual({ reason: null, waiting: 0, dropped: 0, rejected: 1 });
    expect(readLedger(dataDir)).toEqual({ errorRows: 40, errorTallies: 40, calls: 40 });
    expect(readRejected()).toHaveLength(1);
    expect(readRejected()[0]?.line).toContain(poison.id);
    const { degraded, reasons } = createHealthService({ recorder, alertTroubles: () => [], now: Date.now }).get();
    expect(degraded).toBe(true);
    expect(reasons).toEqual([{ code: "rejected", message: expect.stringContaining("spool/rejected.ndjson") }]);

    const commitsBefore = commits;
    await recorder.recordError(makeError(), null);
    expect(commits).toBe(commitsBefore + 1);
    expect(readLedger(dataDir).errorRows).toBe(41);
  });

  it("finds the entry that the database refuses when it could only be kept in memory", async () => {
    await recorder.close();
    await store.close();
    const real = await openSpool(join(dataDir, "spool"));
    await start({ spool: { ...real, append: () => Promise.reject(new Error("ENOSPC: no space left")) } });
    await Promise.all([makeError(), makePoison(), makeError()].map((error) => recorder.recordError(error, null)));
    await until("the recorder is well again", () => recorder.health().reason === null);
    expect(recorder.health()).toMatchObject({ waiting: 0, dropped: 0, rejected: 1 });
    expect(readLedger(dataDir).errorRows).toBe(2);
  });

  it("rejects nothing while the database is only locked", async () => {
    await spool.append([{ error: makeError(), cooldown: null }]);
    const { released } = await holdWriteLock(join(dataDir, "banwatch.db"), 600);
    await recorder.flush();
    expect(recorder.health()).toMatchObject({ waiting: 1, rejected: 0 });
    await released;
    await recorder.flush();
    expect(recorder.health()).toMatchObject({ waiting: 0, rejected: 0 });
    expect(readLedger(dataDir).errorRows).toBe(1);
  });

  it("keeps a bounded number of rejected entries, and counts the others as dropped", async () => {
    const bounded = await openSpool(join(dataDir, "bounded"), { maxRejectedBytes: 1_000 });
    for (let round = 0; round < 10; round += 1) await bounded.reject({ error: makeError(), cooldown: null }, "no");
    const { kept, lost } = bounded.rejections();
    expect(kept).toBeGreaterThan(0);
    expect(lost).toBe(10 - kept);
    expect(readFileSync(join(dataDir, "bounded", "rejected.ndjson")).length).toBeLessThanOrEqual(1_000);
  });

  it("keeps the ban of an account that does not exist, without the account", async () => {
    const cooldown = makeCooldown({ scope: "account", scopeKey: "nobody", accountId: "nobody" });
    await recorder.recordError(makeError(), cooldown);
    expect(recorder.health()).toMatchObject({ reason: null, rejected: 0 });
    expect(await store.cooldowns.listRunning()).toEqual([{ ...cooldown, accountId: null }]);
  });

  it("limits all files of the spool together, however often a replay fails", async () => {
    const MAX_BYTES = 20_000;
    const small = await openSpool(join(dataDir, "small"), { maxBytes: MAX_BYTES });
    const fill = async () => {
      for (let round = 0; round < 100; round += 1) await small.append([{ error: makeError(), cooldown: null }]);
    };
    const refuse = () => Promise.reject(new Error("locked"));
    for (let round = 0; round < 3; round += 1) {
      await expect(fill()).rejects.toThrow(`${MAX_BYTES} bytes`);
      await expect(small.replay(refuse)).rejects.toThrow("locked");
    }
    const sizes = readdirSync(join(dataDir, "small")).map((name) => readFileSync(join(dataDir, "small", name)).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MAX_BYTES);
    await small.replay(async () => {});
    expect(small.size()).toBe(0);
    await small.append([{ error: makeError(), cooldown: null }]);
  });

  it("loses nothing when replays fail at one instant, nor to a file of an earlier process", async () => {
    vi.spyOn(Date, "now").mockReturnValue(5);
    try {
      const folder = join(dataDir, "instant");
      const errors = Array.from({ length: 3 }, () => makeError());
      for (const error of errors) {
        const reopened = await openSpool(folder);
        await reopened.append([{ error, cooldown: null }]);
        await expect(reopened.replay(() => Promise.reject(new Error("locked")))).rejects.toThrow("locked");
      }
      expect(readdirSync(folder).sort()).toEqual(["errors.ndjson", "replay-1.ndjson"]);
      const replayed: SpoolEntry[] = [];
      const last = await openSpool(folder);
      expect(last.size()).toBe(3);
      await last.replay(async (entries) => void replayed.push(...entries));
      expect(replayed.map((entry) => entry.error)).toEqual(errors);
    } finally {
      vi.restoreAllMocks();
    }
  });

  it("begins again where a replay failed, so that a rejected entry is not rejected twice", async () => {
    const resumed = await openSpool(join(dataDir, "resumed"));
    appendFileSync(join(dataDir, "resumed", "errors.ndjson"), "null\n");
    await resumed.append(Array.from({ length: 600 }, () => ({ error: makeError(), cooldown: null })));
    const handed: number[] = [];
    const commit = async (entries: readonly SpoolEntry[]) => {
      handed.push(entries.length);
      if (handed.length === 2) throw new Error("locked");
    };
    await expect(resumed.replay(commit)).rejects.toThrow("locked");
    await resumed.replay(commit);
    expect(handed).toEqual([499, 101, 101]);
    expect(resumed.rejections().kept).toBe(1);
    expect(resumed.size()).toBe(0);
  });

  it("brings each error in memory back once, however many flushes are asked for at once", async () => {
    await recorder.close();
    await store.close();
    const real = await openSpool(join(dataDir, "spool"));
    let locked = true;
    const append = () => Promise.reject(new Error("ENOSPC: no space left"));
    await start({ spool: { ...real, append }, isLocked: () => locked });
    await Promise.all(Array.from({ length: 5_000 }, () => recorder.recordError(makeError(), null)));
    expect(recorder.health().waiting).toBe(5_000);
    locked = false;
    const commitsBefore = commits;
    await Promise.all([recorder.flush(), recorder.flush(), recorder.flush()]);
    expect(recorder.health()).toMatchObject({ reason: null, waiting: 0, dropped: 0 });
    expect(readLedger(dataDir).errorRows).toBe(5_000);
    // One to see that the database takes writes again, and three batches.
    expect(commits - commitsBefore).toBe(4);
  });
});
