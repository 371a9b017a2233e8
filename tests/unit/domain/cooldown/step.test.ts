import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findHoldRule, type HoldRule } from "@/lib/domain/cooldown/hold-rules";
import { type CooldownState, dueAtMs, holds, OPEN } from "@/lib/domain/cooldown/state";
import { type CooldownEvent, type ProbeFinding, stepCooldown } from "@/lib/domain/cooldown/step";
import { LONGEST_LONGER_WAIT_MS, LOOK_UP_EVERY_MS } from "@/lib/domain/cooldown/waits";

const NOW_MS = 1_760_000_000_000;
const MINUTE_MS = 60_000;

const ruleOf = (code: string): HoldRule => {
  const rule = findHoldRule(code);
  if (rule === null) throw new Error(`${code} has no rule`);
  return rule;
};
const IP_BAN = ruleOf("ERROR_IP_BANNED");
const KEY_BAN = ruleOf("ERROR_KEY_BANNED");
const WRONG_KEY = ruleOf("ERROR_KEY_DOES_NOT_EXIST");
const ZERO = ruleOf("ERROR_ZERO_BALANCE");

const refused = (state: CooldownState, rule: HoldRule, durationMs = 10 * MINUTE_MS): CooldownEvent => ({
  type: "refused",
  epoch: state.epoch,
  rule,
  durationMs,
});
const probed = (state: CooldownState, finding: ProbeFinding): CooldownEvent => ({
  type: "probed",
  epoch: state.epoch,
  finding,
});
const TICK: CooldownEvent = { type: "tick" };

/** The state after a row of events, each made from the state that it meets. */
const stateAfter = (...events: ((state: CooldownState) => CooldownEvent)[]): CooldownState =>
  events.reduce((state, event) => stepCooldown(state, event(state), NOW_MS), OPEN);

const COOLING = stateAfter((state) => refused(state, IP_BAN));
const PROBING = stepCooldown(COOLING, TICK, NOW_MS + 10 * MINUTE_MS);
const EMPTY = stateAfter((state) => refused(state, ZERO));
const ASKING = stepCooldown(EMPTY, TICK, NOW_MS + LOOK_UP_EVERY_MS);
const BLOCKED = stateAfter((state) => refused(state, KEY_BAN));

const STATES: Readonly<Record<string, CooldownState>> = {
  open: OPEN,
  cooling: COOLING,
  probing: PROBING,
  empty: EMPTY,
  asking: ASKING,
  blocked: BLOCKED,
};

describe("the table of what a state makes of an event", () => {
  const at = NOW_MS + 20 * MINUTE_MS;
  const EVENTS: Readonly<Record<string, (state: CooldownState) => CooldownEvent>> = {
    "address ban": (state) => refused(state, IP_BAN),
    "key ban": (state) => refused(state, KEY_BAN),
    "no balance": (state) => refused(state, ZERO),
    "wrong key": (state) => refused(state, WRONG_KEY),
    answered: ({ epoch }) => ({ type: "answered", epoch }),
    funded: ({ epoch }) => ({ type: "funded", epoch }),
    tick: () => TICK,
    "probe: over": (state) => probed(state, { kind: "over" }),
    "probe: banned": (state) => probed(state, { kind: "banned", saidMs: null }),
    "probe: unknown": (state) => probed(state, { kind: "unknown" }),
    "look-up wanted": () => ({ type: "look-up-wanted" }),
    lifted: () => ({ type: "lifted" }),
    "clock stepped": () => ({ type: "clock-stepped", byMs: 1_000 }),
  };
  const kindAfter = (state: CooldownState, name: string) => {
    const event = EVENTS[name];
    if (event === undefined) throw new Error(name);
    const next = stepCooldown(state, event(state), at);
    const isAsking = next.kind === "empty" && next.nextLookUpMs === null;
    return next === state ? "-" : isAsking ? "asking" : next.kind;
  };

  it.each([
    // from       open       cooling    probing    empty      asking     blocked
    ["address ban", "cooling", "cooling", "cooling", "cooling", "cooling", "-"],
    ["key ban", "blocked", "blocked", "blocked", "blocked", "blocked", "-"],
    ["no balance", "empty", "-", "-", "-", "-", "-"],
    ["wrong key", "open", "-", "-", "-", "-", "-"],
    ["answered", "-", "-", "-", "-", "-", "-"],
    ["funded", "-", "-", "-", "open", "open", "-"],
    ["tick", "-", "probing", "-", "asking", "-", "-"],
    ["probe: over", "-", "-", "open", "-", "open", "-"],
    ["probe: banned", "-", "-", "cooling", "-", "empty", "-"],
    ["probe: unknown", "-", "-", "cooling", "-", "empty", "-"],
    ["look-up wanted", "-", "-", "-", "empty", "-", "-"],
    ["lifted", "open", "open", "open", "open", "open", "open"],
    ["clock stepped", "-", "cooling", "probing", "empty", "-", "-"],
  ])("%s", (event, ...expected) => {
    expect(Object.values(STATES).map((state) => kindAfter(state, event))).toEqual(expected);
  });

  it("covers every event", () => {
    expect(new Set(Object.values(EVENTS).map((event) => event(OPEN).type))).toEqual(
      new Set([
        "refused",
        "answered",
        "funded",
        "tick",
        "probed",
        "look-up-wanted",
        "lifted",
        "clock-stepped",
      ] satisfies CooldownEvent["type"][]),
    );
  });
});

describe("what is held", () => {
  it.each([
    ["open", "createTask", false],
    ["cooling", "getBalance", true],
    ["probing", "getTaskResult", true],
    ["blocked", "createTask", true],
    ["empty", "createTask", true],
    ["empty", "getTaskResult", false],
    ["empty", "getBalance", false],
    ["asking", "createTask", true],
  ])("%s: %s held %s", (name, method, held) => {
    expect(holds(STATES[name] ?? OPEN, method)).toBe(held);
  });
});

describe("a wrong key", () => {
  const wrong = (state: CooldownState) => refused(state, WRONG_KEY);
  it("is held from the third reply in a row on", () => {
    expect(stateAfter(wrong, wrong).kind).toBe("open");
    expect(stateAfter(wrong, wrong, wrong).kind).toBe("blocked");
  });

  it("is not, when the provider knew the key in between", () => {
    const answered = ({ epoch }: CooldownState): CooldownEvent => ({ type: "answered", epoch });
    expect(stateAfter(wrong, wrong, answered, wrong, wrong).kind).toBe("open");
  });
});

describe("a probe", () => {
  it("that found the ban standing waits longer each time, up to an hour, and never less than the provider says", () => {
    let state = PROBING;
    const waits: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const nowMs = dueAtMs(state) ?? NOW_MS;
      state = stepCooldown(state, probed(state, { kind: "banned", saidMs: 5_000 }), nowMs);
      waits.push(((dueAtMs(state) ?? 0) - nowMs) / MINUTE_MS);
      state = stepCooldown(state, TICK, dueAtMs(state) ?? 0);
    }
    expect(waits).toEqual([20, 40, 60, 60, 60]);
    const said = stepCooldown(state, probed(state, { kind: "banned", saidMs: 3 * LONGEST_LONGER_WAIT_MS }), NOW_MS);
    expect(dueAtMs(said)).toBe(NOW_MS + 3 * LONGEST_LONGER_WAIT_MS);
  });

  it("without an answer is repeated soon, and less and less often", () => {
    let state = PROBING;
    const waits: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      state = stepCooldown(state, probed(state, { kind: "unknown" }), NOW_MS);
      waits.push(((dueAtMs(state) ?? 0) - NOW_MS) / 1_000);
      state = stepCooldown(state, TICK, dueAtMs(state) ?? 0);
    }
    expect(waits).toEqual([15, 30, 60, 120, 240, 300, 300]);
  });
});

it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("refuses the length %d", (durationMs) => {
  expect(() => stepCooldown(OPEN, refused(OPEN, IP_BAN, durationMs), NOW_MS)).toThrow(RangeError);
});

const anyRule = fc.constantFrom(IP_BAN, KEY_BAN, WRONG_KEY, ZERO);
const anyFinding: fc.Arbitrary<ProbeFinding> = fc.oneof(
  fc.constant<ProbeFinding>({ kind: "over" }),
  fc.record({ kind: fc.constant("banned" as const), saidMs: fc.option(fc.nat(MINUTE_MS * 60)) }),
  fc.constant<ProbeFinding>({ kind: "unknown" }),
);
const anyEvent = (epoch: fc.Arbitrary<number>): fc.Arbitrary<CooldownEvent> =>
  fc.oneof(
    fc.record({ type: fc.constant("refused" as const), epoch, rule: anyRule, durationMs: fc.nat(60 * MINUTE_MS) }),
    fc.record({ type: fc.constantFrom("answered" as const, "funded" as const), epoch }),
    fc.record({ type: fc.constant("probed" as const), epoch, finding: anyFinding }),
    fc.constantFrom<CooldownEvent>(TICK, { type: "look-up-wanted" }, { type: "lifted" }),
    fc.record({
      type: fc.constant("clock-stepped" as const),
      byMs: fc.integer({ min: -60 * MINUTE_MS, max: 60 * MINUTE_MS }),
    }),
  );

/** Any state that some history leads to. */
const anyState = fc
  .array(fc.tuple(anyEvent(fc.constant(-1)), fc.nat(20 * MINUTE_MS)), { maxLength: 30 })
  .map((history) => {
    let nowMs = NOW_MS;
    return history.reduce<CooldownState>((state, [event, laterMs]) => {
      nowMs += laterMs;
      // The epoch of a call that was just sent.
      return stepCooldown(state, "epoch" in event ? { ...event, epoch: state.epoch } : event, nowMs);
    }, OPEN);
  });

describe("whatever happens", () => {
  it("a reply that belongs to another time than the present one changes nothing", () => {
    fc.assert(
      fc.property(anyState, anyEvent(fc.constant(-1)), fc.nat(), (state, event, older) => {
        if (!("epoch" in event)) return;
        const epoch = state.epoch - 1 - (older % 100);
        expect(stepCooldown(state, { ...event, epoch }, NOW_MS)).toBe(state);
      }),
    );
  });

  it("no epoch is used twice: it never falls, and rises with every way out of a hold and every probe", () => {
    fc.assert(
      fc.property(anyState, anyEvent(fc.nat(20)), fc.nat(60 * MINUTE_MS), (state, event, laterMs) => {
        const next = stepCooldown(state, event, NOW_MS + laterMs);
        expect(next.epoch).toBeGreaterThanOrEqual(state.epoch);
        const leaves = state.kind !== "open" && next.kind === "open";
        const asks = state.kind === "cooling" && next.kind === "probing";
        if (leaves || asks) expect(next.epoch).toBe(state.epoch + 1);
      }),
    );
  });

  it("what only a person ends is ended by a person only", () => {
    fc.assert(
      fc.property(anyEvent(fc.constant(BLOCKED.epoch)), fc.nat(), (event, laterMs) => {
        const next = stepCooldown(BLOCKED, event, NOW_MS + laterMs);
        expect(next.kind).toBe(event.type === "lifted" ? "open" : "blocked");
      }),
    );
  });

  it("a clock that is set leaves what is left of a wait as it is", () => {
    fc.assert(
      fc.property(anyState, fc.integer({ min: -60 * MINUTE_MS, max: 60 * MINUTE_MS }), (state, byMs) => {
        const stepped = stepCooldown(state, { type: "clock-stepped", byMs }, NOW_MS + byMs);
        const dueMs = dueAtMs(state);
        expect(dueAtMs(stepped)).toBe(dueMs === null ? null : dueMs + byMs);
        expect(stepped.kind).toBe(state.kind);
      }),
    );
  });
});
