import { describe, expect, it } from "vitest";
import { generateHistory } from "@/lib/cli/demo/history/generate-history";
import { createSeededRandom } from "@/lib/cli/demo/seeded-random";
import { compareDecimal, parseDecimal } from "@/lib/domain/balance";
import { readBanSeconds } from "@/lib/domain/ban-length";
import { DOCUMENTED_CODES, describeCode } from "@/lib/domain/catalogue";
import { periodWindow } from "@/lib/domain/period";
import { DEMO_ACCOUNTS } from "./demo-accounts";

const NOW_MS = Date.UTC(2026, 10, 22, 15, 7, 31);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const generate = (nowMs = NOW_MS, seed = 7) =>
  generateHistory({ nowMs, accounts: DEMO_ACCOUNTS, random: createSeededRandom(seed) });

const history = generate();

describe("the demo's month", () => {
  it("is the same month for the same instant and seed, and another for another seed", () => {
    expect(generate()).toEqual(history);
    expect(generate(NOW_MS, 8).errors).not.toEqual(history.errors);
  }, 60_000);

  // Any hour of any day of the week: the storms are counted back from now.
  it.each([0, 2, 5])("holds nothing of the future, nor from before it begins (day %i)", (day) => {
    const nowMs = NOW_MS + day * (DAY_MS + 5 * HOUR_MS + 1_234);
    const { fromMs, errors, successes, samples, cooldowns } = generate(nowMs);
    expect(fromMs).toBe(periodWindow("30d", nowMs).fromMs);
    for (const times of [
      errors.map(({ atMs }) => atMs),
      samples.map(({ atMs }) => atMs),
      successes.map(({ minuteMs }) => minuteMs),
      cooldowns.flatMap(({ startedAtMs, lastErrorAtMs, endedAtMs }) => [
        startedAtMs,
        lastErrorAtMs,
        endedAtMs ?? fromMs,
      ]),
    ]) {
      expect(times.length).toBeGreaterThan(0);
      expect(Math.min(...times)).toBeGreaterThanOrEqual(fromMs);
      expect(Math.max(...times)).toBeLessThan(nowMs);
    }
  });

  it("has every documented code and an undocumented one", () => {
    const codes = new Set(history.errors.map(({ code }) => code));
    for (const code of DOCUMENTED_CODES) expect(codes).toContain(code);
    expect([...codes].some((code) => !describeCode(code).documented && code.startsWith("ERROR_"))).toBe(true);
  });

  it("stays small enough to be stored in seconds, and large enough to fill the charts", () => {
    expect(history.errors.length).toBeGreaterThan(20_000);
    expect(history.errors.length).toBeLessThanOrEqual(40_000);
    expect(history.successes.length).toBeLessThan(80_000);
    expect(history.samples.length).toBeLessThan(3_000);
  });

  it("has no two rows with one id", () => {
    const ids = [...history.errors, ...history.samples, ...history.cooldowns].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(ids.filter((id) => !shape.test(id))).toEqual([]);
  });

  it("has a base error rate of 1 to 4 % and is quieter at night than by day", () => {
    const calls = history.successes.reduce((sum, row) => sum + row.calls, 0) + history.errors.length;
    expect(history.errors.length / calls).toBeGreaterThan(0.01);
    expect(history.errors.length / calls).toBeLessThan(0.04);
    const callsAt = (hour: number) =>
      history.successes
        .filter(({ minuteMs }) => Math.floor(minuteMs / HOUR_MS) % 24 === hour)
        .reduce((sum, row) => sum + row.calls, 0);
    expect(callsAt(14)).toBeGreaterThan(2 * callsAt(2));
  });

  it("counts each success in exactly one latency class", () => {
    const wrong = history.successes.filter(
      ({ calls, latencyClasses }) =>
        latencyClasses.length !== 10 ||
        Math.min(...latencyClasses) < 0 ||
        latencyClasses.reduce((sum, count) => sum + count, 0) !== calls,
    );
    expect(wrong).toEqual([]);
  });

  it("attributes errors and successes to each program's key, and those of a legacy program to none", () => {
    const known = DEMO_ACCOUNTS.flatMap(({ id, programs }) => programs.map(({ proxyKeyId }) => `${id} ${proxyKeyId}`));
    const seen = new Set([
      ...history.errors.map(({ accountId, proxyKeyId }) => `${accountId} ${proxyKeyId}`),
      ...history.successes.map(({ accountId, proxyKeyId }) => `${accountId} ${proxyKeyId === "" ? null : proxyKeyId}`),
    ]);
    expect([...seen].sort()).toEqual(known.sort());
  });

  it("never lets a program call what its key may not", () => {
    const isForeign = ({ proxyKeyId, method }: { proxyKeyId: string | null; method: string }) =>
      proxyKeyId === "key-of-balance-board" && method !== "getBalance";
    expect(history.errors.filter(isForeign)).toEqual([]);
    expect(history.successes.filter(isForeign)).toEqual([]);
  });

  it("has one bad neighbour: few of its account's calls, most of the errors of the last day and of the month", () => {
    const [{ id }] = DEMO_ACCOUNTS as [(typeof DEMO_ACCOUNTS)[number]];
    for (const fromMs of [NOW_MS - DAY_MS, history.fromMs]) {
      const errors = history.errors.filter(({ accountId, atMs }) => accountId === id && atMs >= fromMs);
      const successes = history.successes.filter(({ accountId, minuteMs }) => accountId === id && minuteMs >= fromMs);
      const sumCalls = (rows: typeof successes) => rows.reduce((sum, { calls }) => sum + calls, 0);
      const isBad = ({ proxyKeyId }: { proxyKeyId: string | null }) => proxyKeyId === "key-of-outlet-crawler";
      expect(errors.filter(isBad).length / errors.length).toBeGreaterThan(0.5);
      expect(sumCalls(successes.filter(isBad)) / sumCalls(successes)).toBeLessThan(0.2);
    }
  });

  it("has calls that Banwatch refused, only of the program whose key has a limit", () => {
    const refused = history.errors.filter(({ origin }) => origin === "local");
    expect(refused.length).toBeGreaterThan(100);
    expect(new Set(refused.map(({ proxyKeyId }) => proxyKeyId))).toEqual(new Set(["key-of-ci-nightly"]));
    for (const { description, taskId, targetHost } of refused) {
      expect(description).toMatch(/this proxy key may make 18 calls a minute/);
      expect([taskId, targetHost]).toEqual([null, null]);
    }
  });

  it("has no ban that still runs, and each is told of in the errors that it counts", () => {
    for (const cooldown of history.cooldowns) {
      const { code, scope, accountId, startedAtMs, lastErrorAtMs, endedAtMs, endedHow } = cooldown;
      expect(endedAtMs).toBeGreaterThan(lastErrorAtMs);
      expect(endedAtMs).toBeLessThan(NOW_MS);
      expect(endedHow).not.toBeNull();
      const told = history.errors.filter(
        (error) =>
          error.code === code &&
          (scope === "egress" || error.accountId === accountId) &&
          error.atMs >= startedAtMs &&
          error.atMs <= lastErrorAtMs,
      );
      expect(told).toHaveLength(cooldown.errors);
    }
  });

  it("has a dozen bans in several lanes, of the address and of accounts, some held and some only observed", () => {
    expect(history.cooldowns.length).toBeGreaterThanOrEqual(12);
    expect(new Set(history.cooldowns.map(({ scopeKey }) => scopeKey)).size).toBeGreaterThanOrEqual(7);
    const kinds = history.cooldowns.map(({ state, endedHow }) => `${state} ${endedHow}`);
    expect(new Set(kinds)).toEqual(
      new Set(["probing probe", "empty balance", "blocked person", "blocked key-replaced"]),
    );
    expect(history.cooldowns.filter(({ heldCalls }) => heldCalls > 0).length).toBeGreaterThanOrEqual(5);
    expect(history.cooldowns.filter(({ observedCalls }) => observedCalls > 0).length).toBeGreaterThanOrEqual(4);
    for (const { heldCalls, observedCalls, callers } of history.cooldowns) {
      expect(heldCalls === 0 || observedCalls === 0).toBe(true);
      expect(callers.reduce((sum, { held }) => sum + held, 0)).toBe(heldCalls);
      expect(callers.reduce((sum, { observed }) => sum + observed, 0)).toBe(observedCalls);
    }
  });

  it("lets a timed ban wait as long as the provider said, twice as long after each probe in vain, and end by a probe", () => {
    for (const { id, untilMs, waitingSinceMs, description, failedProbes, endedAtMs } of history.cooldowns) {
      if (untilMs === null) continue;
      expect(((untilMs - waitingSinceMs) / 1_000) * 0.5 ** failedProbes).toBe(readBanSeconds(description));
      const probes = history.probes.filter(({ cooldownId }) => cooldownId === id);
      const verdicts = [...Array.from({ length: failedProbes }, () => "banned"), "over"];
      expect(probes.map(({ verdict }) => verdict)).toEqual(verdicts);
      const last = probes.at(-1);
      expect(endedAtMs).toBe((last?.atMs ?? 0) + (last?.latencyMs ?? 0));
    }
    expect(history.cooldowns.some(({ failedProbes }) => failedProbes > 0)).toBe(true);
  });

  it("marks what a rehearsal did, and gives it to no program", () => {
    const drills = history.cooldowns.filter(({ isDrill }) => isDrill);
    expect(drills.length).toBeGreaterThanOrEqual(2);
    const calls = history.errors.filter(({ source }) => source === "drill");
    expect(calls.length).toBeGreaterThan(60);
    for (const { proxyKeyId, callerAddress } of calls) expect([proxyKeyId, callerAddress]).toEqual([null, null]);
    for (const { providerHost, accountId } of drills) {
      expect(providerHost).toBe("sandbox.test");
      expect(new Set(calls.map((call) => call.accountId))).toEqual(new Set([accountId]));
    }
  });

  it("has a run on an empty balance that ends in a ban of the address, which the other account there shares", () => {
    const empty = history.errors.filter(({ code }) => code === "ERROR_ZERO_BALANCE");
    const [{ accountId }] = empty as [(typeof empty)[number]];
    const last = Math.max(...empty.filter((error) => error.accountId === accountId).map(({ atMs }) => atMs));
    const ban = history.cooldowns.find(({ startedAtMs }) => startedAtMs >= last && startedAtMs - last < HOUR_MS);
    expect(ban?.scope).toBe("egress");
    const banned = history.errors.filter(
      (error) =>
        error.code === "ERROR_IP_BANNED" &&
        error.atMs >= (ban?.startedAtMs ?? 0) &&
        error.atMs <= (ban?.lastErrorAtMs ?? 0),
    );
    expect(new Set(banned.map(({ accountId }) => accountId)).size).toBe(2);
  });

  it("ends each balance at what the simulated provider begins with, and tops up without ever falling below zero", () => {
    for (const { id, member } of DEMO_ACCOUNTS) {
      const balances = history.samples.filter(({ accountId }) => accountId === id).map(({ balance }) => balance);
      expect(Number(balances.at(-1))).toBe(member.closingBalance);
      for (const balance of balances) {
        expect(parseDecimal(balance)).toBe(balance);
        expect(compareDecimal(balance, "0")).toBeGreaterThanOrEqual(0);
        expect(Number(balance)).toBeLessThanOrEqual(member.fullBalance);
      }
      const rises = balances.filter((balance, index) => Number(balance) > Number(balances[index - 1] ?? Infinity));
      expect(rises.length).toBeGreaterThanOrEqual(1);
    }
  });

  it("leaves exactly one account low", () => {
    const low = DEMO_ACCOUNTS.filter(
      ({ member }) => member.lowBalance !== undefined && member.closingBalance <= Number(member.lowBalance),
    );
    expect(low.map(({ member }) => member.name)).toEqual(["checkout-bot"]);
  });
});
