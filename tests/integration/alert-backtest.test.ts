import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RuleKind } from "@/lib/domain/alert-rules/kinds";
import type { RuleSettings } from "@/lib/domain/alert-rules/rule-settings";
import { type Backtest, createBacktest } from "@/lib/server/alerts/backtest/backtest";
import { createReadSeries } from "@/lib/server/alerts/backtest/read-series";
import type { SeenCode } from "@/lib/server/alerts/measure/seen-codes";
import type { CallTotal } from "@/lib/server/store/alerts/call-totals";
import type { IncidentRecord } from "@/lib/server/store/alerts/incidents";
import { openStore, type Store } from "@/lib/server/store/open-store";
import { tallyOf } from "@/lib/server/store/recording";
import type { TallyRow } from "@/lib/server/store/tallies";
import { MAIN, OTHER, settingsOf } from "../support/alert-sources";
import { makeFacts } from "../support/alert-stage";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 10, 30, 12, 0, 20);
const TO_MS = NOW_MS - 20_000;

describe("when a rule would have fired", () => {
  let dataDir: string;
  let store: Store;
  let backtest: Backtest;
  let codes: SeenCode[];
  let knownSinceMs: number;

  const rowOf = (atMs: number, calls: number, changes: Partial<CallTotal> = {}): TallyRow => {
    const key = { accountId: MAIN.id, proxyKeyId: "", source: "program", method: "createTask", origin: "upstream" };
    const call = { atMs, latencyMs: 10, code: "", ...key, ...changes };
    return { ...tallyOf(call as Parameters<typeof tallyOf>[0]), calls };
  };
  const commit = (tallies: TallyRow[]) =>
    store.recording.commit({ errors: [], cooldowns: [], tallies }, { waitMs: 5_000 });
  /** Ten calls in each minute, all good, or all but `errors` of them. */
  const minutes = (fromMs: number, length: number, errors: number, changes: Partial<CallTotal> = {}) =>
    Array.from({ length }, (_, index) => fromMs + index * MINUTE_MS).flatMap((atMs) => [
      rowOf(atMs, 10 - errors, changes),
      ...(errors === 0 ? [] : [rowOf(atMs, errors, { code: "ERROR_NO_SLOT_AVAILABLE", ...changes })]),
    ]);
  /** As retention leaves them. */
  const forgetOldMinutes = () => store.retention.prune(NOW_MS, { errorDays: 30, maxErrors: 1_000, auditDays: 400 });
  const look = (when: RuleKind, changes: Partial<RuleSettings> = {}) => backtest(settingsOf(when, changes));
  const addAccount = (id: string, name: string) =>
    store.accounts.save(
      {
        ...{ id, name, provider: "ez-captcha", baseUrl: null, keyCipher: "c", keyHmac: id, keyLast4: "1234" },
        ...{ lowBalance: "500", criticalBalance: null, unit: null, provisioned: false, proxyKeysOnly: false },
        ...{ guardMode: null, createdAtMs: 0, updatedAtMs: 0, archivedAtMs: null, firstCallAtMs: null },
      },
      [],
    );
  const addBalance = (atMs: number, balance: number) =>
    store.balanceSamples.add({
      id: `s${atMs}`,
      accountId: MAIN.id,
      atMs,
      balance: String(balance),
      source: "poll",
    });

  /** An address ban of one hour. */
  const addBan = (startedAtMs: number) =>
    store.cooldowns.save({
      ...{ id: "c1", scope: "egress", scopeKey: `direct@${MAIN.providerHost}`, provider: MAIN.provider },
      ...{ providerHost: MAIN.providerHost, accountId: null, code: "ERROR_IP_BANNED", description: "", isDrill: false },
      ...{ state: "cooling", startedAtMs, waitingSinceMs: startedAtMs, untilMs: startedAtMs + HOUR_MS },
      ...{ nextProbeAtMs: null, failedProbes: 0, endedAtMs: startedAtMs + HOUR_MS, endedHow: "time", endedBy: null },
      ...{ endReason: null, lastErrorAtMs: startedAtMs, errors: 1, heldCalls: 0, observedCalls: 0, callers: [] },
      revision: 1,
    });

  beforeEach(async () => {
    dataDir = makeDataDir();
    codes = [];
    knownSinceMs = NOW_MS - 100 * DAY_MS;
    store = await openStore({
      databasePath: join(dataDir, "banwatch.db"),
      migrationsFolder: join(process.cwd(), "prisma", "migrations"),
    });
    backtest = createBacktest({
      listAccounts: () => [MAIN, OTHER],
      thresholdsOf: () => ({ lowBalance: "500", criticalBalance: null }),
      calls: store.alerts.callTotals,
      cooldownSpans: store.alerts.cooldownSpans,
      samples: store.balanceSamples,
      warnings: store.riskWarnings,
      seenCodes: { list: () => codes },
      knownSinceMs: () => knownSinceMs,
      now: () => NOW_MS,
    });
    await addAccount(MAIN.id, MAIN.name);
    await addAccount(OTHER.id, OTHER.name);
  });
  afterEach(async () => {
    await store.close();
    removeDataDir(dataDir);
  });

  it("is found to the minute where minutes are known, by the rule's own window and waits", async () => {
    const stormMs = TO_MS - DAY_MS;
    await commit([
      ...minutes(stormMs - 30 * MINUTE_MS, 30, 0),
      ...minutes(stormMs, 10, 10),
      ...minutes(stormMs + 10 * MINUTE_MS, 30, 0),
    ]);
    const found = await look("error-rate");
    // Of the five minutes of the window two must be bad for more than a fifth; then it has to last two minutes.
    const fromMs = stormMs + 4 * MINUTE_MS;
    // Four bad minutes left, three, two, one: at a fifth it is between; without any it is fine, for five minutes.
    const toMs = stormMs + (15 + 5) * MINUTE_MS;
    expect(found.firings).toEqual([{ subject: MAIN.name, fromMs, toMs, peak: 1 }]);
    expect(found.total).toBe(1);
    expect(found.series.map(({ subject, points }) => [subject, points.length])).toEqual([[MAIN.name, 360]]);
    expect(Math.max(...(found.series[0]?.points ?? []).map(({ value }) => value ?? 0))).toBe(1);
  });

  it("is found by hours before minutes are known, and says since when it is exact", async () => {
    const stormMs = TO_MS - 20 * DAY_MS;
    await commit([...minutes(stormMs, 60, 5), ...minutes(stormMs + HOUR_MS, 60, 0)]);
    await forgetOldMinutes();
    const found = await look("error-rate");
    expect(found.firings).toMatchObject([
      { subject: MAIN.name, fromMs: stormMs + 2 * MINUTE_MS, toMs: stormMs + HOUR_MS + 5 * MINUTE_MS, peak: 0.5 },
    ]);
    expect(found.coarseBeforeMs).toBeGreaterThan(TO_MS - 4 * DAY_MS);
    expect(found.unknownBeforeMs).toBe(stormMs);
  });

  it("takes no notice of rehearsals", async () => {
    await commit(minutes(TO_MS - DAY_MS, 20, 10, { source: "drill" }));
    expect((await look("error-rate")).total).toBe(0);
    const gone = { source: "drill", origin: "transport", code: "ERROR_SERVICE_UNAVALIABLE" } as const;
    await commit(minutes(TO_MS - DAY_MS, 20, 10, gone));
    expect((await look("provider-unavailable")).total).toBe(0);
  });

  it("knows what came before the accounts were made, if anything is kept of it", async () => {
    knownSinceMs = TO_MS - HOUR_MS;
    const unknownBefore = async (when: RuleKind) => (await look(when)).unknownBeforeMs;
    expect(await unknownBefore("ip-ban")).toBe(knownSinceMs);
    expect(await unknownBefore("error-rate")).toBe(TO_MS);
    await addBalance(TO_MS - 2 * HOUR_MS, 900);
    expect(await unknownBefore("low-balance")).toBe(TO_MS - 2 * HOUR_MS);
    await commit([rowOf(TO_MS - 3 * HOUR_MS, 1)]);
    expect(await unknownBefore("low-balance")).toBe(TO_MS - 3 * HOUR_MS);
    expect(await unknownBefore("error-rate")).toBe(TO_MS - 3 * HOUR_MS);
    await addBan(TO_MS - 4 * HOUR_MS);
    expect(await unknownBefore("ip-ban")).toBe(TO_MS - 4 * HOUR_MS);
    expect(await unknownBefore("ban-risk")).toBe(TO_MS - 4 * HOUR_MS);
    expect(await unknownBefore("error-rate")).toBe(TO_MS - 3 * HOUR_MS);
    knownSinceMs = TO_MS - 40 * DAY_MS;
    expect(await unknownBefore("ip-ban")).toBeNull();
  });

  it("depends on threshold, scope and the least number of calls", async () => {
    await commit(minutes(TO_MS - DAY_MS, 20, 3));
    expect((await look("error-rate")).total).toBe(1);
    expect((await look("error-rate", { threshold: 0.4, clearAt: 0.3 })).total).toBe(0);
    expect((await look("error-rate", { minCalls: 1_000 })).total).toBe(0);
    const scope = { accountIds: [OTHER.id], providers: [], codes: [], proxyKeyIds: [] };
    expect((await look("error-rate", { scope })).total).toBe(0);
    expect((await look("error-rate", { scope: { ...scope, accountIds: [], codes: ["OTHER_CODE"] } })).total).toBe(0);
  });

  it("has a full window from the first of the minutes on", async () => {
    const fineFromMs = TO_MS - 3 * DAY_MS + HOUR_MS;
    // Good calls five minutes before, errors only in those after them.
    await commit([
      rowOf(fineFromMs - 5 * MINUTE_MS, 400),
      rowOf(fineFromMs - MINUTE_MS, 40, { code: "ERROR_NO_SLOT_AVAILABLE" }),
      rowOf(fineFromMs, 400),
    ]);
    expect((await look("error-rate", { forMinutes: 0 })).total).toBe(0);
  });

  it("says of what still is so that it would be firing now", async () => {
    await commit(minutes(TO_MS - 10 * MINUTE_MS, 10, 10));
    expect((await look("error-rate")).firings).toMatchObject([{ toMs: null, peak: 1 }]);
  });

  it("knows outages by calls that were not answered", async () => {
    const gone = { origin: "transport", code: "ERROR_SERVICE_UNAVALIABLE" };
    await commit(minutes(TO_MS - DAY_MS, 8, 10, gone));
    const found = await look("provider-unavailable");
    expect(found.firings).toMatchObject([{ subject: MAIN.providerHost, fromMs: TO_MS - DAY_MS + 3 * MINUTE_MS }]);
  });

  it("knows bans by their cooldowns, and none of another kind", async () => {
    const startedAtMs = TO_MS - 10 * DAY_MS;
    await addBan(startedAtMs);
    expect((await look("ip-ban")).firings).toEqual([
      { subject: MAIN.providerHost, fromMs: startedAtMs, toMs: startedAtMs + HOUR_MS, peak: null },
    ]);
    expect((await look("key-ban")).total).toBe(0);
  });

  it("knows balances that were low, and forecasts as they would have been made", async () => {
    for (let index = 0; index < 48; index += 1)
      await addBalance(TO_MS - 3 * DAY_MS + index * HOUR_MS, 1_000 - index * 20);
    await addBalance(TO_MS - DAY_MS + HOUR_MS, 5_000);
    const low = await look("low-balance");
    expect(low.firings).toEqual([
      {
        subject: MAIN.name,
        fromMs: TO_MS - 3 * DAY_MS + 25 * HOUR_MS,
        toMs: TO_MS - DAY_MS + HOUR_MS,
        peak: 60,
      },
    ]);
    const forecast = await look("time-to-empty");
    expect(forecast.total).toBe(1);
    // 20 an hour: a day is left at 480.
    const [first] = forecast.firings;
    expect(Math.abs((first?.fromMs ?? 0) - (TO_MS - 3 * DAY_MS + 26 * HOUR_MS))).toBeLessThan(2 * HOUR_MS);
  });

  it("knows silences after traffic, and not those of an account that hardly called", async () => {
    const lastMs = TO_MS - 2 * DAY_MS;
    await commit([...minutes(lastMs - 19 * MINUTE_MS, 20, 0), rowOf(lastMs + 5 * HOUR_MS, 1)]);
    await commit([rowOf(lastMs, 1, { accountId: OTHER.id })]);
    const found = await look("no-traffic");
    expect(found.firings).toMatchObject([
      { subject: MAIN.name, toMs: lastMs + 5 * HOUR_MS + MINUTE_MS, peak: 299 },
      { subject: MAIN.name, toMs: null },
    ]);
    expect((found.firings[0]?.fromMs ?? 0) - lastMs).toBeLessThan(122 * MINUTE_MS);
  });

  it("knows nearness to a ban by minutes, and by warnings before", async () => {
    await commit([
      rowOf(TO_MS - DAY_MS, 200, { code: "A" }),
      // A rehearsal brings no ban nearer.
      rowOf(TO_MS - 2 * DAY_MS, 200, { code: "A", source: "drill" }),
    ]);
    const atMs = TO_MS - 15 * DAY_MS;
    const where = { provider: MAIN.provider, providerHost: MAIN.providerHost };
    await store.riskWarnings.add({ id: "w1", atMs, ...where, errors: 150, errorsPerMinuteLimit: 300 });
    const found = await look("ban-risk");
    expect(found.firings.map(({ fromMs }) => fromMs)).toEqual([atMs, TO_MS - DAY_MS + MINUTE_MS]);
    expect((await look("ban-risk", { threshold: 0.8, clearAt: 0.4 })).unknownBeforeMs).toBeGreaterThan(atMs);
  });

  it("knows codes that were new, and of Banwatch's own troubles that nothing is known", async () => {
    const seen = { description: null, providerHost: MAIN.providerHost, accountId: MAIN.id };
    codes = [{ code: "ERROR_NEW", firstSeenAtMs: TO_MS - 5 * DAY_MS, cameAgainAtMs: null, ...seen }];
    expect((await look("new-code")).firings).toMatchObject([
      { subject: "ERROR_NEW", fromMs: TO_MS - 5 * DAY_MS, toMs: TO_MS - 5 * DAY_MS + HOUR_MS },
    ]);
    expect(await look("recording-late")).toMatchObject({ total: 0, unknownBeforeMs: TO_MS });
  });

  it("shows what was measured around an incident, by the same numbers", async () => {
    const openedAtMs = TO_MS - 30 * MINUTE_MS;
    await commit([...minutes(openedAtMs - 20 * MINUTE_MS, 20, 1), ...minutes(openedAtMs, 10, 5)]);
    const readSeries = createReadSeries({
      findRule: () => undefined,
      listAccounts: () => [MAIN, OTHER],
      calls: store.alerts.callTotals,
      samples: store.balanceSamples,
      now: () => NOW_MS,
    });
    const facts = makeFacts(MAIN.id, { accountId: MAIN.id, providerHost: MAIN.providerHost, threshold: 0.2 });
    const incidentOf = (kind: RuleKind) =>
      ({ kind, rule: "x", ruleId: null, subjectId: MAIN.id, facts, openedAtMs, resolvedAtMs: null }) as IncidentRecord;
    const rate = await readSeries(incidentOf("error-rate"));
    expect(rate).toMatchObject({ fromMs: openedAtMs - HOUR_MS, stepMs: MINUTE_MS, unit: "share", threshold: 0.2 });
    expect(rate?.points.find(({ atMs }) => atMs === openedAtMs - MINUTE_MS)?.value).toBe(0.1);
    expect(rate?.points.find(({ atMs }) => atMs === openedAtMs + 9 * MINUTE_MS)?.value).toBe(0.5);
    // Nothing was called for longer than the window: no measurement, and no zero either.
    expect(rate?.points.at(-1)?.atMs).toBeLessThan(openedAtMs + 15 * MINUTE_MS);
    const errors = await readSeries(incidentOf("key-ban"));
    expect(errors).toMatchObject({ unit: "errors" });
    expect(errors?.points.find(({ atMs }) => atMs === openedAtMs)?.value).toBe(5);
    expect(errors?.points.at(-1)?.value).toBe(0);
    const silence = await readSeries(incidentOf("no-traffic"));
    expect(silence?.points.at(-1)).toEqual({ atMs: TO_MS, value: 21 });
  });
});
