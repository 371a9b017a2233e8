import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { actOnAlert } from "@/lib/domain/alert-lifecycle/act";
import { evaluateAlert } from "@/lib/domain/alert-lifecycle/evaluate";
import { nextDueMs } from "@/lib/domain/alert-lifecycle/next-due";
import {
  type AlertEffect,
  type AlertState,
  type AlertStep,
  type AlertTiming,
  isOpen,
  isQuiet,
  LONGEST_SNOOZE_MS,
  type Mute,
  OK,
  type OpenAlert,
  type PersonAction,
  REOPEN_WITHIN_MS,
  type Reading,
} from "@/lib/domain/alert-lifecycle/state";

const START_MS = 1_760_000_000_000;
const MINUTE_MS = 60_000;

interface Move {
  readonly waitMs: number;
  readonly reading: Reading;
  readonly mute: Mute;
  readonly paused: boolean;
  readonly action: "acknowledge" | "unacknowledge" | "snooze" | "unsnooze" | "resolve" | null;
}

const minutes = (max: number) => fc.integer({ min: 0, max }).map((count) => count * MINUTE_MS);
const timings: fc.Arbitrary<AlertTiming> = fc.record({
  forMs: minutes(3),
  clearForMs: minutes(3),
  repeatMs: fc.option(minutes(9).map((ms) => ms + MINUTE_MS)),
  escalateAfterMs: fc.option(minutes(15)),
  noDataEndMs: fc.option(minutes(9).map((ms) => ms + MINUTE_MS)),
  notifyResolved: fc.boolean(),
});
const readings: fc.Arbitrary<Reading> = fc
  .oneof(
    { weight: 12, arbitrary: fc.constant("breach" as const) },
    { weight: 5, arbitrary: fc.constantFrom("clear" as const, "between" as const) },
    { weight: 2, arbitrary: fc.constant("no-data" as const) },
    { weight: 1, arbitrary: fc.constant("gone" as const) },
  )
  .map((kind) => ({ kind }));
const mutes: fc.Arbitrary<Mute> = fc.oneof(
  { weight: 8, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constant({ kind: "maintenance" as const, by: "night" }) },
  { weight: 1, arbitrary: fc.constant({ kind: "inhibited" as const, by: "#12" }) },
);
const moves = (waits: fc.Arbitrary<number>): fc.Arbitrary<Move[]> =>
  fc.array(
    fc.record({
      waitMs: waits,
      reading: readings,
      mute: mutes,
      paused: fc.integer({ min: 0, max: 24 }).map((number) => number === 0),
      action: fc.oneof(
        { weight: 4, arbitrary: fc.constant(null) },
        {
          weight: 1,
          arbitrary: fc.constantFrom(
            "acknowledge" as const,
            "unacknowledge" as const,
            "snooze" as const,
            "unsnooze" as const,
            "resolve" as const,
          ),
        },
      ),
    }),
    { minLength: 10, maxLength: 40, size: "max" },
  );
const FORWARD = moves(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400_000 })));
const BOTH_WAYS = moves(fc.integer({ min: -4_000_000, max: 4_000_000 }));

const actionOf = (name: NonNullable<Move["action"]>, nowMs: number): PersonAction =>
  name === "snooze" ? { kind: name, untilMs: nowMs + 7 * MINUTE_MS } : { kind: name };

interface Moment {
  readonly before: AlertState;
  readonly state: AlertState;
  readonly effects: readonly AlertEffect[];
  readonly nowMs: number;
  /** Null for a person's action. */
  readonly move: Move | null;
}

/** Everything that happens to one subject: before some of the evaluations a person does something. */
function live(timing: AlertTiming, path: readonly Move[]): Moment[] {
  const moments: Moment[] = [];
  let state: AlertState = OK;
  let nowMs = START_MS;
  let ids = 0;
  const take = (step: AlertStep, move: Move | null) => {
    moments.push({ before: state, ...step, nowMs, move });
    state = step.state;
  };
  for (const move of path) {
    nowMs += move.waitMs;
    if (move.action !== null) take(actOnAlert(state, actionOf(move.action, nowMs), timing, nowMs), null);
    const { reading, mute, paused } = move;
    const newIncidentId = () => `incident ${++ids}`;
    take(evaluateAlert({ state, reading, timing, mute, paused, nowMs, newIncidentId }), move);
  }
  return moments;
}

/** Checks every life, and that some of them came to what is checked: a property that is never put to the test proves nothing. */
function everyLife(paths: fc.Arbitrary<Move[]>, check: (moments: Moment[], timing: AlertTiming) => number): void {
  let checked = 0;
  fc.assert(
    fc.property(timings, paths, (timing, path) => {
      checked += check(live(timing, path), timing);
    }),
    { numRuns: 200 },
  );
  expect(checked).toBeGreaterThan(10);
}

const messagesOf = ({ effects }: Moment): string[] =>
  effects.flatMap((effect) => (effect.kind === "notify" ? [effect.event] : []));
const has = ({ effects }: Moment, kind: AlertEffect["kind"]): boolean => effects.some((effect) => effect.kind === kind);
const again = ({ state, move, nowMs }: Moment, timing: AlertTiming, laterMs = 0): AlertStep =>
  evaluateAlert({
    state,
    reading: move?.reading ?? { kind: "no-data" },
    timing,
    mute: move?.mute ?? null,
    paused: move?.paused ?? false,
    nowMs: nowMs + laterMs,
    newIncidentId: () => "again",
  });

describe("whatever happens to an alert", () => {
  it("everybody is told of what fires at a breach, unless it is quiet", () => {
    everyLife(FORWARD, (moments) => {
      const firing = moments.filter(({ state, move }) => {
        const isLoud = state.kind === "firing" && !isQuiet(state);
        return isLoud && move?.reading.kind === "breach";
      });
      for (const { state } of firing) expect((state as OpenAlert).notifiedAtMs).not.toBeNull();
      return firing.length;
    });
  });

  it("a beginning is told of at a breach only, and nothing but an end without data", () => {
    everyLife(FORWARD, (moments) => {
      const others = moments.filter(({ move }) => move !== null && move.reading.kind !== "breach");
      for (const moment of others) {
        expect(messagesOf(moment)).not.toContain("firing");
        if (moment.move?.reading.kind === "no-data")
          expect(messagesOf(moment).filter((it) => it !== "resolved")).toEqual([]);
      }
      return others.filter(({ state }) => isOpen(state)).length;
    });
  });

  it("no beginning is told of twice, and no end of what nobody was told of", () => {
    everyLife(FORWARD, (moments) => {
      let isTold = false;
      let ends = 0;
      for (const moment of moments) {
        const messages = messagesOf(moment);
        if (messages.includes("firing")) {
          expect(isTold).toBe(false);
          isTold = true;
        }
        if (messages.includes("reminder") || messages.includes("escalation")) expect(isTold).toBe(true);
        if (messages.includes("resolved")) {
          expect(isTold).toBe(true);
          ends++;
        }
        if (has(moment, "resolved")) isTold = false;
      }
      return ends;
    });
  });

  it("who was told hears of the end, but where the rule says nothing then", () => {
    everyLife(FORWARD, (moments, timing) => {
      const ended = moments.filter((moment) => has(moment, "resolved"));
      for (const moment of ended) {
        const wasTold = isOpen(moment.before) && moment.before.notifiedAtMs !== null;
        const isSaid = wasTold && timing.notifyResolved;
        expect(messagesOf(moment)).toEqual(isSaid ? ["resolved"] : []);
      }
      return ended.length;
    });
  });

  it("nothing but its end is said while it is acknowledged, muted or snoozed", () => {
    everyLife(FORWARD, (moments) => {
      const quiet = moments.filter(({ state }) => isOpen(state) && (state.kind === "acknowledged" || isQuiet(state)));
      for (const moment of quiet) expect(messagesOf(moment)).toEqual([]);
      return quiet.length;
    });
  });

  it("reminders are the repeat interval apart from the message before, but after a snooze", () => {
    everyLife(FORWARD, (moments, { repeatMs }) => {
      let reminders = 0;
      let lastMs = 0;
      let isRecalled = false;
      for (const moment of moments) {
        isRecalled ||= has(moment, "unsnoozed");
        const messages = messagesOf(moment);
        if (messages.includes("reminder") && !isRecalled) {
          expect(moment.nowMs - lastMs).toBeGreaterThanOrEqual(repeatMs ?? Number.POSITIVE_INFINITY);
          reminders++;
        }
        if (messages.length === 0) continue;
        lastMs = moment.nowMs;
        isRecalled = false;
      }
      return reminders;
    });
  });

  it("it is escalated once at most, and not before those who were told had their time", () => {
    everyLife(FORWARD, (moments, { escalateAfterMs }) => {
      let escalations = 0;
      let awaitedMs: number | null = null;
      let isEscalated = false;
      for (const moment of moments) {
        const messages = messagesOf(moment);
        if (messages.includes("firing")) awaitedMs = moment.nowMs;
        if (messages.includes("escalation")) {
          expect(isEscalated).toBe(false);
          expect(moment.nowMs - (awaitedMs ?? moment.nowMs)).toBeGreaterThanOrEqual(escalateAfterMs ?? 1);
          isEscalated = true;
          escalations++;
        }
        if (has(moment, "acknowledged") || has(moment, "snoozed") || has(moment, "muted")) awaitedMs = moment.nowMs;
        if (has(moment, "resolved")) isEscalated = false;
      }
      return escalations;
    });
  });

  it("the transitions tell the same story as the states", () => {
    everyLife(FORWARD, (moments) => {
      const story = { isOpen: false, isMuted: false, isSnoozed: false, isAcknowledged: false, hasData: true };
      const none = { isMuted: false, isSnoozed: false, isAcknowledged: false, hasData: true };
      let transitions = 0;
      for (const { effects, state } of moments) {
        for (const { kind } of effects) {
          if (kind === "opened" || kind === "reopened") Object.assign(story, none, { isOpen: true });
          if (kind === "resolved") Object.assign(story, none, { isOpen: false });
          if (kind === "muted" || kind === "unmuted") story.isMuted = kind === "muted";
          if (kind === "snoozed" || kind === "unsnoozed") story.isSnoozed = kind === "snoozed";
          if (kind === "acknowledged" || kind === "unacknowledged") story.isAcknowledged = kind === "acknowledged";
          if (kind === "data" || kind === "no-data") story.hasData = kind === "data";
          transitions++;
        }
        expect(story).toEqual({
          isOpen: isOpen(state),
          isMuted: isOpen(state) && state.mute !== null,
          isSnoozed: isOpen(state) && state.snoozedUntilMs !== null,
          isAcknowledged: state.kind === "acknowledged",
          hasData: !isOpen(state) || state.noDataSinceMs === null,
        });
      }
      return transitions;
    });
  });

  it("the same measurement at the same instant again does nothing", () => {
    everyLife(BOTH_WAYS, (moments, timing) => {
      const evaluated = moments.filter(({ move }) => move !== null);
      for (const moment of evaluated) {
        const step = again(moment, timing);
        expect(step.effects).toEqual([]);
        expect(step.state).toBe(moment.state);
      }
      return evaluated.length;
    });
  });

  it("a state is the same after it was written as JSON", () => {
    everyLife(BOTH_WAYS, (moments) => {
      for (const { state } of moments) expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      return moments.length;
    });
  });

  it("no instant of a state is in the future, but for the end of a snooze", () => {
    everyLife(BOTH_WAYS, (moments) => {
      const evaluated = moments.filter(({ move }) => move !== null);
      for (const { state, nowMs } of evaluated) {
        for (const [key, value] of Object.entries(state)) {
          const latestMs = key === "snoozedUntilMs" ? nowMs + LONGEST_SNOOZE_MS : nowMs;
          if (typeof value === "number") expect(value, key).toBeLessThanOrEqual(latestMs);
        }
      }
      return evaluated.length;
    });
  });
});

describe("however an alert came to where it is", () => {
  const steady = (state: AlertState, kind: Reading["kind"], timing: AlertTiming, fromMs: number) => {
    const waitMs = Math.max(timing.forMs, timing.clearForMs);
    const at = (nowMs: number, before: AlertState) =>
      evaluateAlert({
        state: before,
        reading: { kind },
        timing,
        mute: null,
        paused: false,
        nowMs,
        newIncidentId: () => "later",
      }).state;
    return at(fromMs + waitMs, at(fromMs, state));
  };

  it("it is over once it has been fine for long enough", () => {
    everyLife(BOTH_WAYS, (moments, timing) => {
      for (const { state, nowMs } of moments) expect(isOpen(steady(state, "clear", timing, nowMs))).toBe(false);
      return moments.filter(({ state }) => isOpen(state)).length;
    });
  });

  it("it is over without data for long enough, also what a person closed", () => {
    everyLife(BOTH_WAYS, (moments, timing) => {
      const { noDataEndMs } = timing;
      if (noDataEndMs === null) return 0;
      const read = (state: AlertState, nowMs: number) =>
        evaluateAlert({
          ...{ state, reading: { kind: "no-data" as const }, timing, mute: null, paused: false, nowMs },
          newIncidentId: () => "later",
        }).state;
      const others = moments.filter(({ state }) => isOpen(state) || state.kind === "closed");
      for (const { state, nowMs } of others) {
        expect(["ok", "resolved"]).toContain(read(read(state, nowMs), nowMs + noDataEndMs).kind);
      }
      return others.length;
    });
  });

  it("it is open once it has been so for long enough, unless a person closed it", () => {
    everyLife(BOTH_WAYS, (moments, timing) => {
      const others = moments.filter(({ state }) => state.kind !== "closed");
      for (const { state, nowMs } of others) expect(isOpen(steady(state, "breach", timing, nowMs))).toBe(true);
      return others.length;
    });
  });
});

describe("the next instant at which something is due", () => {
  const isStill = (moment: Moment, timing: AlertTiming, laterMs: number): boolean => {
    const { state, effects } = again(moment, timing, laterMs);
    return state === moment.state && effects.length === 0;
  };
  const evaluatedOf = (moments: Moment[]) => moments.filter(({ move }) => move !== null && !move.paused);
  const FAR_MS = [1, MINUTE_MS, REOPEN_WITHIN_MS, 86_400_000, 2 * LONGEST_SNOOZE_MS];

  it("is not a moment too late: nothing happens before it", () => {
    everyLife(FORWARD, (moments, timing) => {
      const evaluated = evaluatedOf(moments);
      for (const moment of evaluated) {
        const dueMs = nextDueMs(moment.state, moment.move?.reading ?? { kind: "no-data" }, timing);
        const waitMs = dueMs === null ? Number.POSITIVE_INFINITY : dueMs - moment.nowMs;
        const earlier = [...FAR_MS, Math.floor(waitMs / 2), waitMs - 1].filter((ms) => ms > 0 && ms < waitMs);
        for (const laterMs of earlier.filter(Number.isFinite)) expect(isStill(moment, timing, laterMs)).toBe(true);
      }
      return evaluated.length;
    });
  });

  it("is not too early: something happens at it", () => {
    everyLife(FORWARD, (moments, timing) => {
      let due = 0;
      for (const moment of evaluatedOf(moments)) {
        const dueMs = nextDueMs(moment.state, moment.move?.reading ?? { kind: "no-data" }, timing);
        if (dueMs === null) continue;
        expect(isStill(moment, timing, dueMs - moment.nowMs)).toBe(false);
        due++;
      }
      return due;
    });
  });

  it("is now for what a person's action made due", () => {
    const untold: OpenAlert = {
      kind: "firing",
      incidentId: "known",
      sinceMs: START_MS,
      clearSinceMs: null,
      noDataSinceMs: null,
      notifiedAtMs: null,
      awaitedSinceMs: null,
      escalatedAtMs: null,
      snoozedUntilMs: START_MS + MINUTE_MS,
      owesReminder: false,
      mute: null,
      reopened: 0,
    };
    const never = { repeatMs: null, escalateAfterMs: null, noDataEndMs: null };
    const timing = { forMs: 0, clearForMs: 0, ...never, notifyResolved: true };
    const { state } = actOnAlert(untold, { kind: "unsnooze" }, timing, START_MS + 1);
    expect(nextDueMs(state, { kind: "breach" }, timing)).toBeLessThanOrEqual(START_MS + 1);
    expect(nextDueMs(state, { kind: "between" }, timing)).toBeNull();
  });
});
