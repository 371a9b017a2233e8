import { appendFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRecorder, type Recorder } from "@/lib/server/recorder/recorder";
import { openSpool, type Spool } from "@/lib/server/recorder/spool";
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

  const start = async (parts: { spool?: Spool } = {}) => {
    store = await openStore({ databasePath: join(dataDir, "banwatch.db"), migrationsFolder: MIGRATIONS });
    spool = parts.spool ?? (await openSpool(join(dataDir, "spool")));
    commits = 0;
    const counted = {
      commit: (...parameters: Parameters<Store["recording"]["commit"]>) => {
        commits += 1;
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
    const rows = await store.cooldowns.listRunning(Date.now());
    expect(rows).toEqual([{ ...cooldown, untilMs: (cooldown.untilMs ?? 0) + 1_000, errors: 2 }]);
  });

  it("lets no reply wait longer than 250 ms while another process holds the lock, and closes the ledger afterwards", async () => {
    await recorder.recordError(makeError(), null);
    const { released } = await holdWriteLock(join(dataDir, "banwatch.db"), 3_000);
    const waitsMs: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      const startedMs = performance.now();
      await recorder.recordError(makeError(), makeCooldown({ id: "one", errors: round + 1 }));
      waitsMs.push(performance.now() - startedMs);
      recorder.countSuccess({
        atMs: Date.now(),
        latencyMs: 5,
        accountId: "",
        proxyKeyId: "",
        source: "program",
        method: "getBalance",
        origin: "upstream",
      });
    }
    expect(Math.max(...waitsMs)).toBeLessThan(REPLY_WAIT_MS + SCHEDULING_MS);
    expect(recorder.health()).toMatchObject({ waiting: 20, dropped: 0 });
    expect(recorder.health().reason).toContain("lock");
    await released;
    await until("the recorder is well again", () => recorder.health().reason === null);
    expect(recorder.health().waiting).toBe(0);
    expect(readLedger(dataDir)).toEqual({ errorRows: 21, errorTallies: 21, calls: 41 });
    expect((await store.cooldowns.listRunning(Date.now()))[0]?.errors).toBe(20);
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
    expect(recorder.health()).toEqual({ reason: null, waiting: 0, dropped: 0 });
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
});
