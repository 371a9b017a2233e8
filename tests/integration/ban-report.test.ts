import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cooldownHistoryResponse, cooldownReport } from "@/lib/contracts/cooldowns";
import { createToCooldown } from "@/lib/server/guard/to-cooldown";
import { createReportService, type ReportServiceParts } from "@/lib/server/report/report-service";
import type { CooldownRecord } from "@/lib/server/store/cooldowns";
import type { ErrorRecord } from "@/lib/server/store/error-events";
import { openStore, type Store } from "@/lib/server/store/open-store";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { makeCooldown, makeError } from "../support/error-records";

const NOW_MS = Date.UTC(2026, 2, 14, 15, 9, 26);
const MINUTE_MS = 60_000;
const HOST = "provider.test";

const NAMES: Readonly<Record<string, string>> = { a: "main", b: "spare", other: "elsewhere" };
const LABELS: Readonly<Record<string, string>> = { k1: "scraper-1", k2: "scraper-2" };

describe("the report of a ban", () => {
  let dataDir: string;
  let store: Store;
  let live: CooldownRecord[];
  let isWell: boolean;
  let nowMs: number;
  /** Each test has a stretch of time of its own. */
  let startMs = NOW_MS - 300 * 24 * 60 * MINUTE_MS;

  const makeService = (changes: Partial<ReportServiceParts> = {}) => {
    const nameOfAccount = (id: string) => NAMES[id] ?? null;
    const labelOfProxyKey = (id: string) => LABELS[id] ?? null;
    return createReportService({
      cooldowns: store.cooldowns,
      report: store.banReport,
      findLive: (id) => live.find((record) => record.id === id) ?? null,
      listLive: () => live,
      toCooldown: createToCooldown({ nameOfAccount, labelOfProxyKey }),
      nameOfAccount,
      labelOfProxyKey,
      unitOfAccount: () => "points",
      listAccountIdsAt: (host) => (host === HOST ? ["a", "b"] : []),
      origin: "https://banwatch.example",
      isRecordingWell: () => isWell,
      now: () => nowMs,
      onSaveFailed: (error) => {
        throw error;
      },
      ...changes,
    });
  };

  const record = (errors: readonly ErrorRecord[], cooldowns: readonly CooldownRecord[] = []) =>
    store.recording.commit({ errors: [...errors], cooldowns: [...cooldowns], tallies: [] }, { waitMs: 1_000 });

  const times = (count: number, overrides: Partial<ErrorRecord>) =>
    Array.from({ length: count }, (_, index) =>
      makeError({ atMs: startMs - 1_000 - index, accountId: "a", ...overrides }),
    );

  /** A ban that the account "a" was told of, with its reply. */
  const ban = async (overrides: Partial<CooldownRecord> = {}): Promise<CooldownRecord> => {
    const cooldown = makeCooldown({ startedAtMs: startMs, accountId: "a", providerHost: HOST, ...overrides });
    const reply = { atMs: startMs, accountId: "a", proxyKeyId: "k2", code: cooldown.code };
    await record([makeError({ ...reply, description: cooldown.description })], [cooldown]);
    return cooldown;
  };

  beforeAll(async () => {
    dataDir = makeDataDir();
    store = await openStore({ databasePath: `${dataDir}/banwatch.db`, migrationsFolder: "prisma/migrations" });
    for (const id of ["a", "b", "other"]) {
      await store.accounts.save(
        {
          id,
          name: NAMES[id] ?? id,
          provider: "custom",
          baseUrl: "http://127.0.0.1:1",
          keyCipher: "",
          keyHmac: id,
          keyLast4: "",
          lowBalance: null,
          criticalBalance: null,
          unit: null,
          provisioned: false,
          createdAtMs: 0,
          updatedAtMs: 0,
          archivedAtMs: null,
          firstCallAtMs: null,
          proxyKeysOnly: false,
          guardMode: null,
        },
        [],
      );
    }
  });
  afterAll(async () => {
    await store.close();
    removeDataDir(dataDir);
  });
  beforeEach(() => {
    startMs += 3 * 24 * 60 * MINUTE_MS;
    nowMs = startMs + 5 * MINUTE_MS;
    live = [];
    isWell = true;
  });

  it("tells the cause with its leading program, and breaks the ten minutes before down in four ways", async () => {
    await record([
      ...times(93, { proxyKeyId: "k2", code: "ERROR_ZERO_BALANCE", taskType: "T1", targetHost: "shop.example" }),
      ...times(7, { proxyKeyId: "k1", code: "ERROR_ZERO_BALANCE", taskType: "T1" }),
      ...times(20, { accountId: "b", code: "ERROR_NO_SLOT_AVAILABLE", taskType: null }),
    ]);
    const { id } = await ban();
    const report = cooldownReport.parse(await makeService().get(id));
    expect(report.cause).toEqual({
      kind: "empty-balance",
      errors: 100,
      ofErrors: 120,
      within: "last-minute",
      leader: { accountId: "a", account: "main", proxyKeyId: "k2", proxyKey: "scraper-2", errors: 93 },
    });
    expect(report.before).toMatchObject({
      errors: 121,
      byCode: [
        { name: "ERROR_ZERO_BALANCE", errors: 100 },
        { name: "ERROR_NO_SLOT_AVAILABLE", errors: 20 },
        { name: "ERROR_IP_BANNED", errors: 1 },
      ],
      byProgram: [
        { account: "main", proxyKey: "scraper-2", errors: 94 },
        { account: "spare", proxyKeyId: null, errors: 20 },
        { account: "main", proxyKey: "scraper-1", errors: 7 },
      ],
      byTaskType: [
        { name: "T1", errors: 100 },
        { name: "", errors: 20 },
        { name: "ImageToTextTask", errors: 1 },
      ],
      byTargetHost: [
        { name: "shop.example", errors: 93 },
        { name: "", errors: 28 },
      ],
      first: { atMs: startMs - 1_092, account: "main", proxyKey: "scraper-2" },
      last: { atMs: startMs, code: "ERROR_IP_BANNED" },
    });
  });

  it("counts exactly the provider's errors of the address's accounts in the ten minutes, both ends included", async () => {
    await record([
      makeError({ atMs: startMs - 10 * MINUTE_MS, accountId: "a", code: "AT_THE_EDGE" }),
      makeError({ atMs: startMs - 10 * MINUTE_MS - 1, accountId: "a", code: "TOO_EARLY" }),
      makeError({ atMs: startMs + 1, accountId: "a", code: "TOO_LATE" }),
      makeError({ atMs: startMs - 5, accountId: "other", code: "OTHER_ADDRESS" }),
      makeError({ atMs: startMs - 5, accountId: null, code: "NO_ACCOUNT" }),
      makeError({ atMs: startMs - 5, accountId: "a", code: "HELD", origin: "held" }),
      makeError({ atMs: startMs - 5, accountId: "a", code: "LOCAL", origin: "local" }),
    ]);
    const { id } = await ban();
    const { before } = await makeService().get(id);
    expect(before.byCode.map(({ name }) => name)).toEqual(["AT_THE_EDGE", "ERROR_IP_BANNED", "NO_ACCOUNT"]);
    expect(before.errors).toBe(3);
  });

  it("tells the cause from the minute that led to the ban, and breaks down all ten", async () => {
    await record([
      ...times(130, { atMs: startMs - 8 * MINUTE_MS, code: "ERROR_A", proxyKeyId: "k1" }),
      ...times(1, { atMs: startMs - MINUTE_MS, code: "ERROR_A" }),
      ...times(60, { atMs: startMs - MINUTE_MS + 1, code: "ERROR_B", proxyKeyId: "k2" }),
    ]);
    const { id } = await ban();
    const { cause, before } = await makeService().get(id);
    expect(cause).toMatchObject({ code: "ERROR_B", errors: 60, ofErrors: 60, within: "last-minute" });
    expect(before).toMatchObject({ errors: 192, fromMs: startMs - 10 * MINUTE_MS });
    expect(before.byCode[0]).toEqual({ name: "ERROR_A", errors: 131 });
  });

  it("leaves what came before the end of the previous cooldown of the same scope to that one", async () => {
    const endedAtMs = startMs - 2 * MINUTE_MS;
    const past = { startedAtMs: startMs - 9 * MINUTE_MS, endedAtMs, endedHow: "probe" as const };
    await record(
      [
        ...times(300, { atMs: endedAtMs - 1, code: "EARLIER" }),
        ...times(5, { atMs: endedAtMs, code: "AFTER_ITS_END" }),
      ],
      [
        makeCooldown(past),
        makeCooldown({ ...past, scope: "account", scopeKey: "a", endedAtMs: startMs - MINUTE_MS }),
        makeCooldown({ ...past, scopeKey: "direct@other.test", endedAtMs: startMs - MINUTE_MS }),
      ],
    );
    const { id } = await ban();
    const { cause, before } = await makeService().get(id);
    expect(before).toMatchObject({ errors: 6, fromMs: endedAtMs, toMs: startMs });
    expect(cause).toMatchObject({ code: "AFTER_ITS_END", errors: 5, within: "window" });
  });

  it.each([
    [true, "REHEARSED"],
    [false, "REAL"],
  ])("keeps rehearsals and real errors apart (drill: %s)", async (isDrill, code) => {
    await record([...times(20, { source: "drill", code: "REHEARSED" }), ...times(30, { code: "REAL" })]);
    await record(times(5, { source: "banwatch", code: "REAL" }));
    const { id } = await ban({ isDrill });
    const { cause, before } = await makeService().get(id);
    expect(cause).toMatchObject({ code, ofErrors: isDrill ? 20 : 35 });
    // The reply that began it came from a program.
    expect(before.errors).toBe(isDrill ? 20 : 36);
  });

  it("counts only the account's own errors when the account is what is held", async () => {
    await record([...times(2, { code: "MINE" }), ...times(9, { accountId: "b", code: "NOT_MINE" })]);
    const { id } = await ban({ scope: "account", scopeKey: "a", code: "ERROR_KEY_BANNED" });
    const { before, cause } = await makeService().get(id);
    expect(before.byCode.map(({ name }) => name)).toEqual(["MINE", "ERROR_KEY_BANNED"]);
    expect(cause).toMatchObject({ kind: "one-code", code: "MINE", errors: 2, ofErrors: 2 });
  });

  it("still tells what was counted when the rows are gone", async () => {
    await record(times(5, { code: "ERROR_ZERO_BALANCE" }));
    const cooldown = await ban();
    const service = makeService();
    await service.keepBefore(cooldown);
    const before = await service.get(cooldown.id);
    await store.retention.prune(startMs + 200 * 24 * 60 * MINUTE_MS, {
      errorDays: 90,
      maxErrors: 1_000_000,
      auditDays: 400,
    });
    const after = await service.get(cooldown.id);
    expect(after.before).toEqual({ ...before.before, first: null, last: null });
    expect(after.cause).toEqual(before.cause);
    expect(before.before.first).not.toBeNull();
  });

  it.each(["", "{", "null", '{"errors":-1}', '{"errors":1,"byCode":[]}'])(
    "counts again when %j was kept",
    async (damaged) => {
      await record(times(2, { code: "ERROR_A" }));
      const { id } = await ban();
      await store.cooldowns.saveBefore(id, damaged);
      const report = await makeService().get(id);
      expect(report.before.errors).toBe(3);
      expect(JSON.parse((await store.cooldowns.findBefore(id)) ?? "")).toMatchObject({ errors: 3 });
    },
  );

  it("keeps nothing while errors may still be on their way", async () => {
    const cooldown = await ban();
    nowMs = startMs + 500;
    await makeService().keepBefore(cooldown);
    expect(await store.cooldowns.findBefore(cooldown.id)).toBeNull();
    nowMs = startMs + 5_000;
    isWell = false;
    await makeService().keepBefore(cooldown);
    expect(await store.cooldowns.findBefore(cooldown.id)).toBeNull();
    isWell = true;
    await makeService().keepBefore(cooldown);
    expect(await store.cooldowns.findBefore(cooldown.id)).not.toBeNull();
  });

  it("keeps nothing of a ban whose own reply is not there yet", async () => {
    const cooldown = makeCooldown({ startedAtMs: startMs });
    await store.cooldowns.save(cooldown);
    const service = makeService();
    expect((await service.get(cooldown.id)).cause).toEqual({ kind: "none" });
    expect(await store.cooldowns.findBefore(cooldown.id)).toBeNull();
  });

  it("reckons what the held tasks would have cost from the price of the day before", async () => {
    for (const [index, balance] of ["1000", "990", "5000", "4970"].entries()) {
      const atMs = startMs - (60 - index * 5) * MINUTE_MS;
      await store.balanceSamples.add({ id: `${startMs}-${index}`, accountId: "a", atMs, balance, source: "poll" });
    }
    const tally = (minutesBefore: number, calls: number) => ({
      minuteMs: Math.floor((startMs - minutesBefore * MINUTE_MS) / MINUTE_MS) * MINUTE_MS,
      accountId: "a",
      proxyKeyId: "",
      source: "program" as const,
      method: "createTask",
      code: "",
      origin: "upstream",
      calls,
      latencySumMs: 0,
      latencyClasses: new Array(10).fill(0),
    });
    // The 500 lie between the two readings that a top-up stands between.
    const tallies = [tally(57, 2), tally(52, 500), tally(47, 6)];
    await store.recording.commit({ errors: [], cooldowns: [], tallies }, { waitMs: 1_000 });
    const { id } = await ban({
      heldCalls: 42,
      callers: [
        { accountId: "a", proxyKeyId: "k1", method: "createTask", held: 30, observed: 0 },
        { accountId: "a", proxyKeyId: "k2", method: "createTask", held: 1, observed: 4 },
        { accountId: "a", proxyKeyId: "k1", method: "getTaskResult", held: 9, observed: 0 },
        { accountId: "b", proxyKeyId: null, method: "createTask", held: 2, observed: 0 },
      ],
    });
    const { risked, cooldown } = await makeService().get(id);
    expect(risked).toEqual([
      { accountId: "a", account: "main", unit: "points", heldTasks: 31, pricePerTask: "5", amount: "155" },
      { accountId: "b", account: "spare", unit: "points", heldTasks: 2, pricePerTask: null, amount: null },
    ]);
    expect(cooldown.callers.map(({ proxyKey, held }) => [proxyKey, held])[0]).toEqual(["scraper-1", 30]);
    expect(cooldown.callers).toHaveLength(4);
  });

  it("lists the probes with whom they asked, the oldest first", async () => {
    const cooldown = await ban();
    const probe = { cooldownId: cooldown.id, accountId: "a", latencyMs: 12, code: null, description: null };
    await store.cooldowns.save(cooldown, { ...probe, id: `${startMs}-2`, atMs: startMs + 2, verdict: null });
    await store.cooldowns.save(cooldown, { ...probe, id: `${startMs}-1`, atMs: startMs + 1, verdict: "banned" });
    const { probes } = await makeService().get(cooldown.id);
    expect(probes.map(({ atMs, account, verdict }) => [atMs - startMs, account, verdict])).toEqual([
      [1, "main", "banned"],
      [2, "main", null],
    ]);
  });

  it("lists the first three and the newest of very many probes, with how many there were", async () => {
    const cooldown = await ban();
    const probe = { cooldownId: cooldown.id, accountId: "a", verdict: "unknown" as const, latencyMs: 1 };
    for (let index = 0; index < 505; index += 1) {
      const id = `${startMs}-${String(index).padStart(3, "0")}`;
      await store.cooldowns.save(cooldown, { ...probe, id, atMs: startMs + index, code: null, description: null });
    }
    const { probes, probesTotal } = cooldownReport.parse(await makeService().get(cooldown.id));
    expect(probesTotal).toBe(505);
    expect(probes).toHaveLength(500);
    expect(probes.map(({ atMs }) => atMs - startMs).slice(0, 5)).toEqual([0, 1, 2, 8, 9]);
    expect(probes.at(-1)?.atMs).toBe(startMs + 504);
  });

  it("shows a running ban as the memory has it, and an ended one as ended", async () => {
    const running = await ban();
    live = [{ ...running, heldCalls: 99, revision: 7 }];
    expect((await makeService().get(running.id)).cooldown.heldCalls).toBe(99);
    await store.cooldowns.end({ ...running, endedAtMs: startMs + 1, endedHow: "person", revision: 8 }, null);
    expect((await makeService().get(running.id)).cooldown.endedAtMs).toBe(startMs + 1);
    const history = await makeService().getHistory({ period: "24h" });
    expect(history.cooldowns.find(({ id }) => id === running.id)?.endedAtMs).toBe(startMs + 1);
  });

  it("refuses an id that no ban has", async () => {
    await expect(makeService().get("nobody")).rejects.toMatchObject({ status: 404, name: "RequestError" });
    await expect(makeService().export("nobody", "json")).rejects.toMatchObject({ status: 404 });
  });

  it("lists the newest 500 that ran in the period, those only in memory included, and says that there were more", async () => {
    for (const earlier of await store.cooldowns.listRunning()) {
      await store.cooldowns.end({ ...earlier, endedAtMs: earlier.startedAtMs + 1, endedHow: "time" }, null);
    }
    const many = Array.from({ length: 501 }, (_, index) =>
      makeCooldown({ startedAtMs: startMs + index, endedAtMs: startMs + index + 1, endedHow: "probe" }),
    );
    const before = makeCooldown({
      startedAtMs: startMs - 60 * MINUTE_MS * 30,
      endedAtMs: startMs - 25 * 60 * MINUTE_MS,
    });
    await record([], [...many.slice(0, 498), before]);
    live = [makeCooldown({ startedAtMs: startMs + 1_000, heldCalls: 3 })];
    const service = makeService();
    const some = cooldownHistoryResponse.parse(await service.getHistory({ period: "24h" }));
    expect(some.truncated).toBe(false);
    expect(some.cooldowns).toHaveLength(499);
    expect(some.cooldowns[0]).toMatchObject({ id: live[0]?.id, heldCalls: 3 });
    await record([], many.slice(498));
    const all = await service.getHistory({ period: "24h" });
    expect(all).toMatchObject({ truncated: true });
    expect(all.cooldowns).toHaveLength(500);
    const starts = all.cooldowns.map(({ startedAtMs }) => startedAtMs);
    expect(starts).toEqual([...starts].sort((a, b) => b - a));
  });

  it("exports what it shows, under a name that says when", async () => {
    const { id } = await ban({ description: "banned | for\nten <b>minutes</b>" });
    const service = makeService();
    const json = await service.export(id, "json");
    const day = new Date(startMs).toISOString().slice(0, 10);
    expect(json.filename).toBe(`banwatch-ban-${day}-${id.replaceAll("-", "").slice(0, 8)}.json`);
    expect(cooldownReport.parse(JSON.parse(json.text))).toEqual(await service.get(id));
    const markdown = await service.export(id, "markdown");
    expect(markdown.filename).toMatch(/\.md$/);
    expect(markdown.text).toContain(`](https://banwatch.example/cooldowns/${id})`);
    expect(markdown.text).toContain("> banned \\| for ten &lt;b&gt;minutes&lt;/b&gt;");
  });
});
