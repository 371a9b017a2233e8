import { describe, expect, it } from "vitest";
import { actOnAlert } from "@/lib/domain/alert-lifecycle/act";
import { evaluateAlert } from "@/lib/domain/alert-lifecycle/evaluate";
import {
  type AlertEffect,
  type AlertState,
  type AlertStep,
  type AlertTiming,
  CLOSED_FOR_MS,
  LONGEST_SNOOZE_MS,
  type Mute,
  OK,
  type OpenAlert,
  type PersonAction,
  REOPEN_WITHIN_MS,
  type Reading,
} from "@/lib/domain/alert-lifecycle/state";

const NOW_MS = 1_760_000_000_000;
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const TIMING: AlertTiming = {
  forMs: MINUTE_MS,
  clearForMs: 2 * MINUTE_MS,
  repeatMs: HOUR_MS,
  escalateAfterMs: 30 * MINUTE_MS,
  noDataEndMs: 15 * MINUTE_MS,
  notifyResolved: true,
};
const MAINTENANCE: Mute = { kind: "maintenance", by: "night" };

/** Told a minute ago; nothing is due. */
const FIRING: OpenAlert = {
  kind: "firing",
  incidentId: "known",
  sinceMs: NOW_MS - MINUTE_MS,
  clearSinceMs: null,
  noDataSinceMs: null,
  notifiedAtMs: NOW_MS - MINUTE_MS,
  awaitedSinceMs: NOW_MS - MINUTE_MS,
  escalatedAtMs: null,
  snoozedUntilMs: null,
  owesReminder: false,
  mute: null,
  reopened: 0,
};
const UNTOLD: OpenAlert = { ...FIRING, notifiedAtMs: null, awaitedSinceMs: null };
const ACKNOWLEDGED: OpenAlert = { ...FIRING, kind: "acknowledged", awaitedSinceMs: null };

const STATES: Readonly<Record<string, AlertState>> = {
  ok: OK,
  pending: { kind: "pending", sinceMs: NOW_MS - 30 * SECOND_MS },
  "pending, due": { kind: "pending", sinceMs: NOW_MS - MINUTE_MS },
  firing: FIRING,
  "firing, untold": UNTOLD,
  "firing, repeat due": { ...FIRING, notifiedAtMs: NOW_MS - HOUR_MS },
  "firing, escalation due": { ...FIRING, awaitedSinceMs: NOW_MS - 30 * MINUTE_MS },
  "firing, no data": { ...FIRING, noDataSinceMs: NOW_MS - SECOND_MS },
  "firing, long without data": { ...FIRING, noDataSinceMs: NOW_MS - 15 * MINUTE_MS },
  "untold, long without data": { ...UNTOLD, noDataSinceMs: NOW_MS - 15 * MINUTE_MS },
  "acknowledged, long without data": { ...ACKNOWLEDGED, noDataSinceMs: NOW_MS - 15 * MINUTE_MS },
  "firing, clearing": { ...FIRING, clearSinceMs: NOW_MS - MINUTE_MS },
  "firing, clear": { ...FIRING, clearSinceMs: NOW_MS - 2 * MINUTE_MS },
  "untold, clear": { ...UNTOLD, clearSinceMs: NOW_MS - 2 * MINUTE_MS },
  "firing, snoozed": { ...FIRING, snoozedUntilMs: NOW_MS + 1 },
  "firing, snooze over": { ...FIRING, snoozedUntilMs: NOW_MS },
  "untold, snooze over": { ...UNTOLD, snoozedUntilMs: NOW_MS },
  acknowledged: ACKNOWLEDGED,
  "acknowledged, old": { ...ACKNOWLEDGED, notifiedAtMs: NOW_MS - HOUR_MS },
  "acknowledged, clear": { ...ACKNOWLEDGED, clearSinceMs: NOW_MS - 2 * MINUTE_MS },
  "acknowledged, snooze over": { ...ACKNOWLEDGED, snoozedUntilMs: NOW_MS },
  closed: { kind: "closed", sinceMs: NOW_MS - MINUTE_MS, noDataSinceMs: null },
  "closed, no data": { kind: "closed", sinceMs: NOW_MS - HOUR_MS, noDataSinceMs: NOW_MS - 15 * MINUTE_MS + 1 },
  "closed, long without data": { kind: "closed", sinceMs: NOW_MS - HOUR_MS, noDataSinceMs: NOW_MS - 15 * MINUTE_MS },
  "closed, a day ago": { kind: "closed", sinceMs: NOW_MS - CLOSED_FOR_MS, noDataSinceMs: null },
  resolved: { kind: "resolved", incidentId: "known", atMs: NOW_MS - MINUTE_MS, reopened: 1, sinceMs: null },
  "resolved, due again": {
    kind: "resolved",
    incidentId: "known",
    atMs: NOW_MS - 2 * MINUTE_MS,
    reopened: 1,
    sinceMs: NOW_MS - MINUTE_MS,
  },
  "resolved, long ago": {
    kind: "resolved",
    incidentId: "known",
    atMs: NOW_MS - REOPEN_WITHIN_MS,
    reopened: 1,
    sinceMs: null,
  },
};
const stateOf = (name: string): AlertState => {
  const state = STATES[name];
  if (state === undefined) throw new Error(name);
  return state;
};

type Options = Partial<{ timing: AlertTiming; mute: Mute; paused: boolean; nowMs: number }>;
const evaluate = (state: AlertState, kind: Reading["kind"], options: Options = {}): AlertStep =>
  evaluateAlert({
    state,
    reading: { kind },
    timing: TIMING,
    mute: null,
    paused: false,
    nowMs: NOW_MS,
    newIncidentId: () => "new",
    ...options,
  });

const nameOf = (effect: AlertEffect): string => {
  if (effect.kind === "notify") return `!${effect.event}`;
  return effect.kind === "resolved" ? `resolved(${effect.how})` : effect.kind;
};
const effectsOf = ({ effects }: AlertStep): string => effects.map(nameOf).join(" ");
/** The state's kind, "-" for the very same state, and the effects; a message has an exclamation mark. */
const outcome = (name: string, kind: Reading["kind"], options?: Options): string => {
  const before = stateOf(name);
  const step = evaluate(before, kind, options);
  return `${step.state === before ? "-" : step.state.kind} ${effectsOf(step)}`.trim();
};
const READINGS: readonly Reading["kind"][] = ["breach", "between", "clear", "no-data", "gone"];

const FIRED = "firing opened !firing";
const GONE = "ok resolved(gone) !resolved";
const RECOVERED = "resolved resolved(recovered) !resolved";
const UNMEASURED = "resolved resolved(no-data) !resolved";

describe("the table of what a state makes of a reading", () => {
  it.each([
    // from                breach                         between            clear              no-data            gone
    ["ok", "pending", "-", "-", "-", "-"],
    ["pending", "-", "ok", "ok", "ok", "ok"],
    ["pending, due", FIRED, "ok", "ok", "ok", "ok"],
    ["firing", "-", "-", "firing", "firing no-data", GONE],
    ["firing, untold", "firing !firing", "-", "firing", "firing no-data", "ok resolved(gone)"],
    [
      "firing, repeat due",
      "firing !reminder",
      "firing !reminder",
      "firing",
      "firing no-data",
      "ok resolved(gone) !resolved",
    ],
    ["firing, escalation due", "firing !escalation", "firing !escalation", "firing", "firing no-data", GONE],
    ["firing, no data", "firing data", "firing data", "firing data", "-", GONE],
    ["firing, long without data", "firing data", "firing data", "firing data", UNMEASURED, GONE],
    [
      "untold, long without data",
      "firing data !firing",
      "firing data",
      "firing data",
      "resolved resolved(no-data)",
      "ok resolved(gone)",
    ],
    [
      "acknowledged, long without data",
      "acknowledged data",
      "acknowledged data",
      "acknowledged data",
      UNMEASURED,
      GONE,
    ],
    ["firing, clearing", "firing", "-", "-", "firing no-data", GONE],
    ["firing, clear", "firing", RECOVERED, RECOVERED, "firing no-data", GONE],
    [
      "untold, clear",
      "firing !firing",
      "resolved resolved(recovered)",
      "resolved resolved(recovered)",
      "firing no-data",
      "ok resolved(gone)",
    ],
    ["firing, snoozed", "-", "-", "firing", "firing no-data", GONE],
    [
      "firing, snooze over",
      "firing unsnoozed !reminder",
      "firing unsnoozed !reminder",
      "firing unsnoozed",
      "firing no-data unsnoozed",
      GONE,
    ],
    [
      "untold, snooze over",
      "firing unsnoozed !firing",
      "firing unsnoozed",
      "firing unsnoozed",
      "firing no-data unsnoozed",
      "ok resolved(gone)",
    ],
    ["acknowledged", "-", "-", "acknowledged", "acknowledged no-data", GONE],
    ["acknowledged, old", "-", "-", "acknowledged", "acknowledged no-data", GONE],
    ["acknowledged, clear", "acknowledged", RECOVERED, RECOVERED, "acknowledged no-data", GONE],
    [
      "acknowledged, snooze over",
      "acknowledged unsnoozed",
      "acknowledged unsnoozed",
      "acknowledged unsnoozed",
      "acknowledged no-data unsnoozed",
      GONE,
    ],
    ["closed", "-", "-", "ok", "closed", "ok"],
    ["closed, no data", "closed", "closed", "ok", "-", "ok"],
    ["closed, long without data", "closed", "closed", "ok", "ok", "ok"],
    ["closed, a day ago", "pending", "ok", "ok", "ok", "ok"],
    ["resolved", "resolved", "-", "-", "-", "ok"],
    ["resolved, due again", "firing reopened !firing", "resolved", "resolved", "resolved", "ok"],
    ["resolved, long ago", "pending", "ok", "ok", "ok", "ok"],
  ])("%s", (from, ...expected) => {
    expect(READINGS.map((reading) => outcome(from, reading))).toEqual(expected);
  });

  it.each([
    // During a maintenance nothing is said but the end of what was told of.
    ["ok", "pending", "-", "-", "-", "-"],
    ["pending, due", "firing opened muted", "ok", "ok", "ok", "ok"],
    ["firing", "firing muted", "firing muted", "firing muted", "firing no-data muted", GONE],
    ["firing, untold", "firing muted", "firing muted", "firing muted", "firing no-data muted", "ok resolved(gone)"],
    ["firing, repeat due", "firing muted", "firing muted", "firing muted", "firing no-data muted", GONE],
    ["firing, escalation due", "firing muted", "firing muted", "firing muted", "firing no-data muted", GONE],
    ["firing, clear", "firing muted", RECOVERED, RECOVERED, "firing no-data muted", GONE],
    [
      "firing, snooze over",
      "firing muted unsnoozed",
      "firing muted unsnoozed",
      "firing muted unsnoozed",
      "firing no-data muted unsnoozed",
      GONE,
    ],
    [
      "acknowledged",
      "acknowledged muted",
      "acknowledged muted",
      "acknowledged muted",
      "acknowledged no-data muted",
      GONE,
    ],
    ["firing, long without data", "firing data muted", "firing data muted", "firing data muted", UNMEASURED, GONE],
    ["closed", "-", "-", "ok", "closed", "ok"],
    ["resolved, due again", "firing reopened muted", "resolved", "resolved", "resolved", "ok"],
  ])("muted: %s", (from, ...expected) => {
    expect(READINGS.map((reading) => outcome(from, reading, { mute: MAINTENANCE }))).toEqual(expected);
  });

  it.each(Object.keys(STATES))("paused: %s ends, and whoever was told hears so", (from) => {
    const state = stateOf(from);
    const isOpen = state.kind === "firing" || state.kind === "acknowledged";
    const end = isOpen && state.notifiedAtMs !== null ? "resolved(rule-off) !resolved" : "resolved(rule-off)";
    const expected = from === "ok" ? "-" : isOpen ? `ok ${end}` : "ok";
    expect(READINGS.map((reading) => outcome(from, reading, { paused: true }))).toEqual(READINGS.map(() => expected));
  });
});

describe("the table of what a state makes of a person's action", () => {
  const ACTIONS: readonly PersonAction[] = [
    { kind: "acknowledge" },
    { kind: "unacknowledge" },
    { kind: "snooze", untilMs: NOW_MS + HOUR_MS },
    { kind: "unsnooze" },
    { kind: "resolve" },
  ];
  const CLOSED = "closed resolved(person) !resolved";
  it.each([
    // from       acknowledge                  unacknowledge           snooze                  unsnooze               resolve
    ["ok", "-", "-", "-", "-", "-"],
    ["pending", "-", "-", "-", "-", "-"],
    ["firing", "acknowledged acknowledged", "-", "firing snoozed", "-", CLOSED],
    ["firing, untold", "acknowledged acknowledged", "-", "firing snoozed", "-", "closed resolved(person)"],
    [
      "firing, clearing",
      "acknowledged acknowledged",
      "-",
      "firing snoozed",
      "-",
      "resolved resolved(person) !resolved",
    ],
    ["firing, snoozed", "acknowledged acknowledged", "-", "firing snoozed", "firing unsnoozed", CLOSED],
    ["acknowledged", "-", "firing unacknowledged", "acknowledged snoozed", "-", CLOSED],
    ["closed", "-", "-", "-", "-", "-"],
    ["resolved", "-", "-", "-", "-", "-"],
  ])("%s", (from, ...expected) => {
    const before = stateOf(from);
    const outcomes = ACTIONS.map((action) => {
      const step = actOnAlert(before, action, TIMING, NOW_MS);
      return `${step.state === before ? "-" : step.state.kind} ${effectsOf(step)}`.trim();
    });
    expect(outcomes).toEqual(expected);
  });

  it.each([NOW_MS, NOW_MS - 1, Number.NaN, Number.POSITIVE_INFINITY])(
    "a snooze until %s changes nothing",
    (untilMs) => {
      expect(actOnAlert(FIRING, { kind: "snooze", untilMs }, TIMING, NOW_MS)).toEqual({ state: FIRING, effects: [] });
    },
  );
});

describe("an incident", () => {
  it("opens with an id of its own, since the instant that it fires", () => {
    const { state } = evaluate(stateOf("pending, due"), "breach");
    expect(state).toMatchObject({ incidentId: "new", sinceMs: NOW_MS, notifiedAtMs: NOW_MS, reopened: 0 });
  });

  it("fires at once when it need not last", () => {
    expect(effectsOf(evaluate(OK, "breach", { timing: { ...TIMING, forMs: 0 } }))).toBe("opened !firing");
  });

  it("that comes back within five minutes is the same one", () => {
    const { state } = evaluate(stateOf("resolved, due again"), "breach");
    expect(state).toMatchObject({ kind: "firing", incidentId: "known", reopened: 2 });
  });

  it("is the same one by when it came back, however long it has to last before it fires", () => {
    const timing = { ...TIMING, forMs: HOUR_MS };
    const again = evaluate(stateOf("resolved"), "breach", { timing });
    const fired = evaluate(again.state, "breach", { timing, nowMs: NOW_MS + HOUR_MS });
    expect(fired.state).toMatchObject({ kind: "firing", incidentId: "known" });
  });

  it("of five minutes later is a new one", () => {
    const timing = { ...TIMING, forMs: 0 };
    expect(evaluate(stateOf("resolved, long ago"), "breach", { timing }).state).toMatchObject({
      incidentId: "new",
      reopened: 0,
    });
  });

  it("that was acknowledged is firing again when it comes back, and may be escalated again", () => {
    const { state } = evaluate({ ...ACKNOWLEDGED, escalatedAtMs: NOW_MS }, "clear", {
      timing: { ...TIMING, clearForMs: 0 },
    });
    const again = evaluate(state, "breach", { timing: { ...TIMING, forMs: 0 } });
    expect(again.state).toMatchObject({ kind: "firing", incidentId: "known", escalatedAtMs: null });
  });

  it("says nothing at its end where its rule does not", () => {
    const step = evaluate(stateOf("firing, clear"), "clear", { timing: { ...TIMING, notifyResolved: false } });
    expect(effectsOf(step)).toBe("resolved(recovered)");
  });

  it("does not recover without data, however long it was fine before", () => {
    const { state } = evaluate(stateOf("firing, clear"), "no-data", { nowMs: NOW_MS + HOUR_MS });
    expect(state.kind).toBe("firing");
    expect(evaluate(state, "clear", { nowMs: NOW_MS + HOUR_MS }).state.kind).toBe("resolved");
  });

  it("begins to wait anew after a breach in the middle of the wait", () => {
    const breached = evaluate(stateOf("firing, clearing"), "breach").state;
    const cleared = evaluate(breached, "clear").state;
    expect(evaluate(cleared, "clear", { nowMs: NOW_MS + 2 * MINUTE_MS - 1 }).state.kind).toBe("firing");
    expect(evaluate(cleared, "clear", { nowMs: NOW_MS + 2 * MINUTE_MS }).state.kind).toBe("resolved");
  });

  it("that was muted from its beginning is told of when that is over", () => {
    const { state } = evaluate(stateOf("pending, due"), "breach", { mute: MAINTENANCE });
    expect(effectsOf(evaluate(state, "breach", { nowMs: NOW_MS + HOUR_MS }))).toBe("unmuted !firing");
  });

  it("that a ban explained is not told of when nothing is measured any more after it, and ends unheard", () => {
    const timing = { ...TIMING, forMs: 0, escalateAfterMs: 0 };
    const inhibited: Mute = { kind: "inhibited", by: "#12" };
    const opened = evaluate(OK, "breach", { timing, mute: inhibited });
    const silent = evaluate(opened.state, "no-data", { timing, nowMs: NOW_MS + 5 * MINUTE_MS });
    expect(effectsOf(silent)).toBe("no-data unmuted");
    const fading = evaluate(silent.state, "between", { timing, nowMs: NOW_MS + 6 * MINUTE_MS });
    expect(effectsOf(fading)).toBe("data");
    const again = evaluate(fading.state, "no-data", { timing, nowMs: NOW_MS + 7 * MINUTE_MS });
    const after = evaluate(again.state, "no-data", { timing, nowMs: NOW_MS + 22 * MINUTE_MS });
    expect(effectsOf(after)).toBe("resolved(no-data)");
  });

  it("without data is neither repeated nor escalated; what was due then is said when it is measured again", () => {
    const timing = { ...TIMING, noDataEndMs: null };
    const { state } = evaluate(FIRING, "no-data", { timing });
    const waiting = evaluate(state, "no-data", { timing, nowMs: NOW_MS + 24 * HOUR_MS });
    expect(waiting).toEqual({ state, effects: [] });
    const measured = evaluate(state, "between", { timing, nowMs: NOW_MS + 24 * HOUR_MS });
    expect(effectsOf(measured)).toBe("data !reminder !escalation");
  });

  it("without data waits anew for its end after every measurement", () => {
    const measured = evaluate(stateOf("firing, long without data"), "between").state;
    const without = evaluate(measured, "no-data").state;
    expect(evaluate(without, "no-data", { nowMs: NOW_MS + 15 * MINUTE_MS - 1 }).state).toBe(without);
    expect(effectsOf(evaluate(without, "no-data", { nowMs: NOW_MS + 15 * MINUTE_MS }))).toBe(
      "resolved(no-data) !resolved",
    );
  });

  it("that ended without data is the same one when it is so again within five minutes", () => {
    const ended = evaluate(stateOf("firing, long without data"), "no-data").state;
    const again = evaluate(ended, "breach", { timing: { ...TIMING, forMs: 0 }, nowMs: NOW_MS + MINUTE_MS });
    expect(again.state).toMatchObject({ kind: "firing", incidentId: "known", reopened: 1 });
  });

  it("says so when another reason takes the place of a mute", () => {
    const { state } = evaluate(FIRING, "breach", { mute: MAINTENANCE });
    const inhibited: Mute = { kind: "inhibited", by: "#12" };
    expect(evaluate(state, "breach", { mute: inhibited }).effects).toEqual([{ kind: "muted", mute: inhibited }]);
    const other: Mute = { kind: "maintenance", by: "morning" };
    expect(evaluate(state, "breach", { mute: other }).effects).toEqual([{ kind: "muted", mute: other }]);
    expect(evaluate(state, "breach", { mute: { ...MAINTENANCE } }).state).toBe(state);
  });

  it("is recalled at the end of a snooze although its rule never repeats, also when it was just clearing then", () => {
    const timing = { ...TIMING, repeatMs: null };
    const clearing = evaluate(stateOf("firing, snooze over"), "clear", { timing });
    expect(effectsOf(clearing)).toBe("unsnoozed");
    expect(effectsOf(evaluate(clearing.state, "breach", { timing }))).toBe("!reminder");
  });

  it("is not recalled any more once somebody took it on", () => {
    const owed = evaluate(stateOf("firing, snooze over"), "clear").state;
    const taken = actOnAlert(owed, { kind: "acknowledge" }, TIMING, NOW_MS).state;
    const back = actOnAlert(taken, { kind: "unacknowledge" }, TIMING, NOW_MS).state;
    expect(effectsOf(evaluate(back, "breach"))).toBe("");
  });

  it("closed by a person stays closed until it has been fine once", () => {
    const { state } = actOnAlert(FIRING, { kind: "resolve" }, TIMING, NOW_MS);
    const later = evaluate(state, "breach", { nowMs: NOW_MS + 23 * HOUR_MS });
    expect(later).toEqual({ state, effects: [] });
    const fine = evaluate(later.state, "clear", { nowMs: NOW_MS + 23 * HOUR_MS });
    expect(evaluate(fine.state, "breach", { nowMs: NOW_MS + 23 * HOUR_MS }).state.kind).toBe("pending");
  });

  it.each(["breach", "between", "no-data"] as const)("closed by a person is not silent for ever: %s", (kind) => {
    const timing = { ...TIMING, forMs: 0, noDataEndMs: null };
    const { state } = actOnAlert(FIRING, { kind: "resolve" }, timing, NOW_MS);
    const before = evaluate(state, kind, { timing, nowMs: NOW_MS + CLOSED_FOR_MS - 1 }).state;
    expect(before.kind).toBe("closed");
    const after = evaluate(before, kind, { timing, nowMs: NOW_MS + CLOSED_FOR_MS });
    expect(`${after.state.kind} ${effectsOf(after)}`.trim()).toBe(kind === "breach" ? FIRED : "ok");
  });

  it("closed by a person while it had no data is forgotten when that was so for long enough", () => {
    const { state } = actOnAlert(stateOf("firing, no data"), { kind: "resolve" }, TIMING, NOW_MS);
    const overMs = NOW_MS - SECOND_MS + 15 * MINUTE_MS;
    expect(evaluate(state, "no-data", { nowMs: overMs - 1 }).state).toBe(state);
    expect(evaluate(state, "no-data", { nowMs: overMs }).state).toEqual(OK);
  });
});

describe("an escalation", () => {
  const escalated = (state: AlertState, nowMs: number) => effectsOf(evaluate(state, "breach", { nowMs }));
  const timing = { ...TIMING, repeatMs: 10 * MINUTE_MS };

  it("is not put off by reminders", () => {
    let state: AlertState = { ...FIRING, notifiedAtMs: NOW_MS, awaitedSinceMs: NOW_MS };
    const said: string[] = [];
    for (let minutes = 10; minutes <= 50; minutes += 10) {
      const step = evaluate(state, "breach", { timing, nowMs: NOW_MS + minutes * MINUTE_MS });
      said.push(effectsOf(step));
      state = step.state;
    }
    expect(said).toEqual(["!reminder", "!reminder", "!reminder !escalation", "!reminder", "!reminder"]);
  });

  it("waits anew after a maintenance, in which nobody was bothered", () => {
    const muted = evaluate(FIRING, "breach", { mute: MAINTENANCE }).state;
    const after = evaluate(muted, "breach", { nowMs: NOW_MS + 29 * MINUTE_MS });
    expect(effectsOf(after)).toBe("unmuted");
    expect(escalated(after.state, NOW_MS + 58 * MINUTE_MS)).toBe("");
    expect(escalated(after.state, NOW_MS + 59 * MINUTE_MS)).toBe("!reminder !escalation");
  });

  it("waits anew after somebody gave it back", () => {
    const back = actOnAlert(ACKNOWLEDGED, { kind: "unacknowledge" }, TIMING, NOW_MS).state;
    expect(escalated(back, NOW_MS + 30 * MINUTE_MS - 1)).toBe("");
    expect(escalated(back, NOW_MS + 30 * MINUTE_MS)).toBe("!escalation");
  });

  it("waits anew after somebody ended its snooze", () => {
    const snoozed = stateOf("firing, snoozed");
    const back = actOnAlert(snoozed, { kind: "unsnooze" }, TIMING, NOW_MS).state;
    expect(escalated(back, NOW_MS + 30 * MINUTE_MS - 1)).toBe("");
    expect(escalated(back, NOW_MS + 30 * MINUTE_MS)).toBe("!escalation");
  });
});

describe("a clock that was set back", () => {
  const EARLIER_MS = NOW_MS - 365 * 24 * HOUR_MS;
  it("makes a pending alert wait again, and no longer", () => {
    const { state } = evaluate(stateOf("pending"), "breach", { nowMs: EARLIER_MS });
    expect(state).toEqual({ kind: "pending", sinceMs: EARLIER_MS });
    expect(evaluate(state, "breach", { nowMs: EARLIER_MS + MINUTE_MS }).state.kind).toBe("firing");
  });

  it("makes repeats, escalations and the wait for the end begin again", () => {
    const { state } = evaluate(FIRING, "breach", { nowMs: EARLIER_MS });
    expect(effectsOf(evaluate(state, "breach", { nowMs: EARLIER_MS + HOUR_MS }))).toBe("!reminder !escalation");
    const clearing = evaluate(stateOf("firing, clearing"), "clear", { nowMs: EARLIER_MS }).state;
    expect(evaluate(clearing, "clear", { nowMs: EARLIER_MS + 2 * MINUTE_MS }).state.kind).toBe("resolved");
  });

  it("makes the wait without data, and what a person's closing keeps silent, begin again", () => {
    for (const name of ["firing, no data", "closed, no data"]) {
      const { state } = evaluate(stateOf(name), "no-data", { nowMs: EARLIER_MS });
      expect(evaluate(state, "no-data", { nowMs: EARLIER_MS + 15 * MINUTE_MS }).state.kind).not.toBe(state.kind);
    }
    const { state } = evaluate(stateOf("closed"), "between", { nowMs: EARLIER_MS });
    expect(evaluate(state, "between", { nowMs: EARLIER_MS + CLOSED_FOR_MS }).state).toEqual(OK);
  });

  it("never keeps a snooze for longer than the longest one", () => {
    const { state } = evaluate(stateOf("firing, snoozed"), "breach", { nowMs: EARLIER_MS });
    expect(state).toMatchObject({ snoozedUntilMs: EARLIER_MS + LONGEST_SNOOZE_MS });
  });

  it("does not open an incident of long ago again for ever", () => {
    const { state } = evaluate(stateOf("resolved"), "clear", { nowMs: EARLIER_MS });
    expect(evaluate(state, "clear", { nowMs: EARLIER_MS + REOPEN_WITHIN_MS }).state).toEqual(OK);
  });
});
