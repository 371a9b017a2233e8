import { describe, expect, it } from "vitest";
import { RULE_KINDS } from "@/lib/domain/alert-rules/kinds";
import { createMeasurer } from "@/lib/server/alerts/measure/measurer";
import type { SeenCode } from "@/lib/server/alerts/measure/seen-codes";
import type { Snapshot } from "@/lib/server/alerts/measure/snapshot";
import type { CooldownRecord } from "@/lib/server/store/cooldowns";
import { MAIN, OTHER, ruleOf, totalOf } from "../../../support/alert-sources";

const NOW_MS = Date.UTC(2026, 10, 1, 12);
const MINUTE_MS = 60_000;

const banOf = (changes: Partial<CooldownRecord> = {}): CooldownRecord => ({
  id: "cooldown-1",
  scope: "egress",
  scopeKey: `direct@${MAIN.providerHost}`,
  provider: MAIN.provider,
  providerHost: MAIN.providerHost,
  accountId: null,
  code: "ERROR_IP_BANNED",
  description: "banned for 10 minutes",
  isDrill: false,
  state: "cooling",
  startedAtMs: NOW_MS,
  waitingSinceMs: NOW_MS,
  untilMs: NOW_MS + 600_000,
  nextProbeAtMs: NOW_MS + 600_000,
  failedProbes: 0,
  endedAtMs: null,
  endedHow: null,
  endedBy: null,
  endReason: null,
  lastErrorAtMs: NOW_MS,
  errors: 2,
  heldCalls: 5,
  observedCalls: 1,
  callers: [],
  revision: 1,
  ...changes,
});
const accountBan = (code: string, changes: Partial<CooldownRecord> = {}) =>
  banOf({ scope: "account", scopeKey: MAIN.id, accountId: MAIN.id, code, untilMs: null, ...changes });

interface Known {
  running?: CooldownRecord[];
  balances?: Record<string, string>;
  low?: string | null;
  critical?: string | null;
  errorsOfHost?: number;
  codes?: SeenCode[];
  refusal?: { atMs: number; reason: string } | null;
  degraded?: { reason: string | null };
}

const measurerOf = (known: Known = {}) =>
  createMeasurer({
    listAccounts: () => [MAIN, OTHER],
    thresholdsOf: () => ({ lowBalance: known.low ?? null, criticalBalance: known.critical ?? null, unit: "points" }),
    balanceOf: (id) => known.balances?.[id] ?? null,
    keeper: { listRunning: () => known.running ?? [] },
    risks: {
      list: () => [
        {
          providerHost: MAIN.providerHost,
          provider: MAIN.provider,
          errors: known.errorsOfHost ?? 0,
          limit: 300,
          level: "calm",
          left: 300,
          shedding: "none",
          shed: 0,
          leader: null,
        },
      ],
    },
    recorder: { health: () => ({ reason: known.degraded?.reason ?? null, waiting: 0, dropped: 0, rejected: 0 }) },
    listChannels: () => [{ id: "channel-1", name: "ops", refusal: known.refusal ?? null }],
    seenCodes: { list: () => known.codes ?? [] },
    readSnapshot: () => Promise.reject(new Error("not asked for")),
  });

const snapshotOf = (changes: Partial<Snapshot> = {}): Snapshot => ({
  windows: new Map(),
  lastCalls: new Map(),
  hoursLeft: new Map(),
  waiting: new Map(),
  unread: [],
  ...changes,
});

const readingsOf = (measured: readonly { subjectId: string; reading: { kind: string } }[]) =>
  Object.fromEntries(measured.map(({ subjectId, reading }) => [subjectId, reading.kind]));

describe("the measurer", () => {
  it("measures every kind for its subjects when nothing at all is known, without alerting anybody", () => {
    for (const when of RULE_KINDS) {
      const measured = measurerOf().measure(ruleOf(when), snapshotOf(), NOW_MS);
      expect(
        measured.map(({ reading }) => reading.kind),
        when,
      ).not.toContain("breach");
      if (when !== "new-code") expect(measured.length, when).toBeGreaterThan(0);
    }
  });

  it("tells an address ban of the address alone, with the calls that it holds", () => {
    const measured = measurerOf({ running: [banOf()] }).measure(ruleOf("ip-ban"), null, NOW_MS);
    expect(readingsOf(measured)).toEqual({ [MAIN.providerHost]: "breach", [OTHER.providerHost]: "clear" });
    expect(measured[0]?.facts).toMatchObject({
      providerName: "EZ-Captcha",
      code: "ERROR_IP_BANNED",
      cooldownId: "cooldown-1",
      untilMs: NOW_MS + 600_000,
      heldCalls: 5,
      observedCalls: 1,
      errors: 2,
    });
  });

  it.each([
    ["key-ban", "ERROR_KEY_BANNED"],
    ["key-ban", "ERROR_KEY_TEMP_BLOCKED"],
    ["wrong-key", "ERROR_KEY_DOES_NOT_EXIST"],
    ["zero-balance", "ERROR_ZERO_BALANCE"],
  ] as const)("tells %s by the code %s, and no other kind", (when, code) => {
    const measurer = measurerOf({ running: [accountBan(code)] });
    for (const other of ["key-ban", "wrong-key", "zero-balance"] as const) {
      const expected = { [MAIN.id]: other === when ? "breach" : "clear", [OTHER.id]: "clear" };
      expect(readingsOf(measurer.measure(ruleOf(other), null, NOW_MS)), other).toEqual(expected);
    }
  });

  it("finds an account empty by its balance as well as by the provider's refusal", () => {
    const measured = measurerOf({ balances: { [MAIN.id]: "0", [OTHER.id]: "0.0001" } });
    expect(readingsOf(measured.measure(ruleOf("zero-balance"), null, NOW_MS))).toEqual({
      [MAIN.id]: "breach",
      [OTHER.id]: "clear",
    });
  });

  it("compares balances as decimals: a threshold reached exactly is low, one digit above it is not", () => {
    const measurer = measurerOf({
      balances: { [MAIN.id]: "0.30000000000000000000", [OTHER.id]: "0.30000000000000000001" },
      low: "0.3",
    });
    const measured = measurer.measure(ruleOf("low-balance"), null, NOW_MS);
    expect(readingsOf(measured)).toEqual({ [MAIN.id]: "breach", [OTHER.id]: "clear" });
    expect(measured[0]?.facts).toMatchObject({ balance: "0.30000000000000000000", unit: "points", threshold: 0.3 });
  });

  it("takes the account's own critical threshold where the rule says so, and stays calm where there is none", () => {
    const measurer = measurerOf({ balances: { [MAIN.id]: "500", [OTHER.id]: "500" }, low: "1000" });
    const low = measurer.measure(ruleOf("low-balance"), null, NOW_MS);
    const critical = measurer.measure(ruleOf("low-balance", { accountLevel: "critical" }), null, NOW_MS);
    expect(readingsOf(low)).toMatchObject({ [MAIN.id]: "breach" });
    expect(readingsOf(critical)).toMatchObject({ [MAIN.id]: "clear" });
  });

  it("holds a balance between its threshold and where it is over, and has no data without one", () => {
    const measurer = measurerOf({ balances: { [MAIN.id]: "120" } });
    const rule = ruleOf("low-balance", { threshold: 100, accountLevel: null, clearAt: 150 });
    expect(readingsOf(measurer.measure(rule, null, NOW_MS))).toEqual({ [MAIN.id]: "between", [OTHER.id]: "no-data" });
  });

  it("reads nearness to a ban as a share of the limit", () => {
    const rule = ruleOf("ban-risk");
    expect(measurerOf({ errorsOfHost: 151 }).measure(rule, null, NOW_MS)[0]?.reading.kind).toBe("breach");
    expect(measurerOf({ errorsOfHost: 150 }).measure(rule, null, NOW_MS)[0]?.reading.kind).toBe("between");
    expect(measurerOf({ errorsOfHost: 75 }).measure(rule, null, NOW_MS)[0]).toMatchObject({
      reading: { kind: "clear" },
      facts: { value: 0.25, errors: 75 },
    });
  });

  it("counts the provider's errors among its answers, and leaves out what it never answered", () => {
    const window = new Map([
      [
        MAIN.id,
        [
          totalOf(15),
          totalOf(5, { code: "ERROR_NO_SLOT_AVAILABLE" }),
          totalOf(80, { origin: "held", code: "ERROR_IP_BANNED" }),
          totalOf(50, { origin: "transport", code: "ERROR_SERVICE_UNAVALIABLE" }),
        ],
      ],
    ]);
    const snapshot = snapshotOf({ windows: new Map([[5, window]]) });
    const measured = measurerOf().measure(ruleOf("error-rate"), snapshot, NOW_MS);
    expect(readingsOf(measured)).toEqual({ [MAIN.id]: "breach", [OTHER.id]: "no-data" });
    expect(measured[0]?.facts).toMatchObject({
      value: 0.25,
      calls: 20,
      errors: 5,
      code: "ERROR_NO_SLOT_AVAILABLE",
    });
    const few = ruleOf("error-rate", { minCalls: 21 });
    expect(measurerOf().measure(few, snapshot, NOW_MS)[0]?.reading.kind).toBe("no-data");
  });

  it("narrows a rate to codes and to proxy keys", () => {
    const window = new Map([
      [
        MAIN.id,
        [
          totalOf(60, { proxyKeyId: "key-a" }),
          totalOf(40, { proxyKeyId: "key-a", code: "A" }),
          totalOf(100, { proxyKeyId: "key-b", code: "B" }),
        ],
      ],
    ]);
    const snapshot = snapshotOf({ windows: new Map([[5, window]]) });
    const shareOf = (scope: object) => {
      const rule = ruleOf("error-rate", {
        scope: { accountIds: [], providers: [], codes: [], proxyKeyIds: [], ...scope },
      });
      return measurerOf().measure(rule, snapshot, NOW_MS)[0]?.facts.value;
    };
    expect(shareOf({})).toBe(0.7);
    expect(shareOf({ codes: ["A"] })).toBe(0.2);
    expect(shareOf({ proxyKeyIds: ["key-a"] })).toBe(0.4);
    expect(shareOf({ codes: ["B"], proxyKeyIds: ["key-a"] })).toBe(0);
  });

  it("counts nothing of a rehearsal, neither as a call nor as an error", () => {
    const drilled = [
      totalOf(90, { source: "drill", code: "A" }),
      totalOf(90, { source: "drill" }),
      totalOf(90, { source: "drill", origin: "transport", code: "ERROR_SERVICE_UNAVALIABLE" }),
    ];
    const measure = (when: "error-rate" | "provider-unavailable", totals: typeof drilled) => {
      const rule = ruleOf(when);
      const windows = new Map([[rule.settings.windowMinutes ?? 0, new Map([[MAIN.id, totals]])]]);
      return measurerOf().measure(rule, snapshotOf({ windows }), NOW_MS)[0];
    };
    for (const when of ["error-rate", "provider-unavailable"] as const) {
      expect(measure(when, drilled)).toMatchObject({ reading: { kind: "no-data" }, facts: { calls: 0, errors: 0 } });
      const mixed = [...drilled, totalOf(40)];
      expect(measure(when, mixed)).toMatchObject({ reading: { kind: "clear" }, facts: { calls: 40, errors: 0 } });
    }
    const ban = measurerOf({ running: [banOf({ isDrill: true })] }).measure(ruleOf("ip-ban"), null, NOW_MS);
    expect(ban[0]).toMatchObject({ reading: { kind: "breach" }, facts: { isDrill: true } });
  });

  it("calls a provider unavailable by calls without an answer of use, over all accounts of the address", () => {
    const twin = { ...OTHER, providerHost: MAIN.providerHost, provider: MAIN.provider };
    const window = new Map([
      [MAIN.id, [totalOf(3, { origin: "transport", code: "ERROR_SERVICE_UNAVALIABLE" })]],
      [twin.id, [totalOf(2, { code: "BANWATCH_UNREADABLE_REPLY" }), totalOf(90, { origin: "held", code: "X" })]],
    ]);
    const measurer = createMeasurer({
      ...{ thresholdsOf: () => ({ lowBalance: null, criticalBalance: null, unit: null }), balanceOf: () => null },
      listAccounts: () => [MAIN, twin],
      keeper: { listRunning: () => [] },
      risks: { list: () => [] },
      recorder: { health: () => ({ reason: null, waiting: 0, dropped: 0, rejected: 0 }) },
      listChannels: () => [],
      seenCodes: { list: () => [] },
      readSnapshot: () => Promise.reject(new Error("not asked for")),
    });
    const snapshot = snapshotOf({ windows: new Map([[3, window]]) });
    const measured = measurer.measure(ruleOf("provider-unavailable"), snapshot, NOW_MS);
    expect(measured).toHaveLength(1);
    expect(measured[0]).toMatchObject({ reading: { kind: "breach" }, facts: { value: 1, calls: 5, errors: 5 } });
  });

  it("needs traffic before a silence to call it one, and the first call afterwards ends it whatever there was", () => {
    const readingOf = (sinceMinutes: number, calls: number) => {
      const lastCalls = new Map([[MAIN.id, { atMs: NOW_MS - sinceMinutes * MINUTE_MS, calls }]]);
      return measurerOf().measure(ruleOf("no-traffic"), snapshotOf({ lastCalls }), NOW_MS)[0]?.reading.kind;
    };
    expect(readingOf(121, 100)).toBe("breach");
    expect(readingOf(121, 99)).toBe("no-data");
    expect(readingOf(120, 100)).toBe("clear");
    expect(readingOf(0, 1)).toBe("clear");
  });

  it("forecasts by what the snapshot says, and says no data for the rest", () => {
    const measured = measurerOf().measure(
      ruleOf("time-to-empty"),
      snapshotOf({ hoursLeft: new Map([[MAIN.id, 23.5]]) }),
      NOW_MS,
    );
    expect(readingsOf(measured)).toEqual({ [MAIN.id]: "breach", [OTHER.id]: "no-data" });
  });

  it("tells of a code for as long as its window, then that it is over, then nothing", () => {
    const code: SeenCode = {
      code: "ERROR_NEW",
      description: "what is this",
      providerHost: MAIN.providerHost,
      accountId: MAIN.id,
      firstSeenAtMs: NOW_MS,
      cameAgainAtMs: null,
    };
    const measure = (minutes: number) =>
      measurerOf({ codes: [code] }).measure(ruleOf("new-code"), null, NOW_MS + minutes * MINUTE_MS);
    expect(measure(59)[0]).toMatchObject({
      subjectId: "ERROR_NEW",
      reading: { kind: "breach" },
      facts: { code: "ERROR_NEW", description: "what is this", account: "main" },
    });
    expect(measure(60)[0]?.reading.kind).toBe("clear");
    expect(measure(120)).toEqual([]);
    const elsewhere = ruleOf("new-code", {
      scope: { accountIds: [], providers: ["capsolver"], codes: [], proxyKeyIds: [] },
    });
    expect(measurerOf({ codes: [code] }).measure(elsewhere, null, NOW_MS)).toEqual([]);
  });

  it("watches Banwatch itself: refused channels, messages that wait, recording that is behind", () => {
    const refused = measurerOf({ refusal: { atMs: NOW_MS, reason: "410 Gone" } });
    expect(refused.measure(ruleOf("channel-failing"), null, NOW_MS)[0]).toMatchObject({
      reading: { kind: "breach" },
      facts: { description: "410 Gone" },
    });
    const waiting = new Map([["channel-1", { waiting: 3, oldestAtMs: NOW_MS - 11 * MINUTE_MS }]]);
    const late = measurerOf().measure(ruleOf("deliveries-late"), snapshotOf({ waiting }), NOW_MS);
    expect(late[0]).toMatchObject({ reading: { kind: "breach" }, facts: { value: 11 } });

    const degraded = { reason: "full" as string | null };
    const behind = measurerOf({ degraded });
    const recording = ruleOf("recording-late");
    expect(behind.measure(recording, null, NOW_MS)[0]?.reading.kind).toBe("clear");
    expect(behind.measure(recording, null, NOW_MS + 61_000)[0]?.reading.kind).toBe("breach");
    degraded.reason = null;
    expect(behind.measure(recording, null, NOW_MS + 62_000)[0]?.reading.kind).toBe("clear");
  });

  it("narrows to accounts and providers, both at once", () => {
    const measure = (scope: object) =>
      measurerOf()
        .measure(
          ruleOf("key-ban", { scope: { accountIds: [], providers: [], codes: [], proxyKeyIds: [], ...scope } }),
          null,
          NOW_MS,
        )
        .map(({ subjectId }) => subjectId);
    expect(measure({ accountIds: [MAIN.id] })).toEqual([MAIN.id]);
    expect(measure({ providers: ["capsolver"] })).toEqual([OTHER.id]);
    expect(measure({ accountIds: [MAIN.id], providers: ["capsolver"] })).toEqual([]);
  });

  it("reads one cooldown for the rule of its kind alone, and as over once it ended", () => {
    const running = [accountBan("ERROR_KEY_BANNED")];
    const measurer = measurerOf({ running });
    const ended = { ...running[0], endedAtMs: NOW_MS, endedHow: "person" } as CooldownRecord;
    expect(measurer.measureCooldown(ruleOf("ip-ban"), ended, NOW_MS)).toBeNull();
    expect(measurer.measureCooldown(ruleOf("key-ban"), accountBan("ERROR_KEY_BANNED"), NOW_MS)?.reading.kind).toBe(
      "breach",
    );
    const over = measurer.measureCooldown(ruleOf("key-ban"), ended, NOW_MS);
    expect(over).toMatchObject({ reading: { kind: "clear" }, facts: { code: "ERROR_KEY_BANNED", heldCalls: 5 } });
    const narrowed = ruleOf("key-ban", {
      scope: { accountIds: [OTHER.id], providers: [], codes: [], proxyKeyIds: [] },
    });
    expect(measurer.measureCooldown(narrowed, ended, NOW_MS)).toBeNull();
  });

  it("does not call fine what another cooldown holds meanwhile, nor an account that still is empty", () => {
    const ended = accountBan("ERROR_KEY_BANNED", { endedAtMs: NOW_MS });
    const again = measurerOf({ running: [accountBan("ERROR_KEY_BANNED", { id: "cooldown-2" })] });
    expect(again.measureCooldown(ruleOf("key-ban"), ended, NOW_MS)).toMatchObject({
      reading: { kind: "breach" },
      facts: { cooldownId: "cooldown-2" },
    });
    const empty = measurerOf({ balances: { [MAIN.id]: "0" } });
    const resumed = accountBan("ERROR_ZERO_BALANCE", { endedAtMs: NOW_MS });
    expect(empty.measureCooldown(ruleOf("zero-balance"), resumed, NOW_MS)?.reading.kind).toBe("breach");
  });

  it("reads the end of a cooldown as fine although the next one has begun by then, which is told of by itself", () => {
    const ended = accountBan("ERROR_KEY_BANNED", { endedAtMs: NOW_MS });
    const next = accountBan("ERROR_KEY_BANNED", { id: "cooldown-2", startedAtMs: NOW_MS + 1 });
    const measurer = measurerOf({ running: [next] });
    expect(measurer.measureCooldown(ruleOf("key-ban"), ended, NOW_MS + 2)).toMatchObject({
      reading: { kind: "clear" },
      facts: { cooldownId: "cooldown-1" },
    });
    expect(measurer.measureCooldown(ruleOf("key-ban"), next, NOW_MS + 2)?.reading.kind).toBe("breach");
  });
});
