import { fitToClock } from "./clock";
import { giveMessages } from "./messages";
import { noDataOverMs } from "./no-data";
import { endOf } from "./resolve";
import { keepIfSame } from "./same-state";
import {
  type AlertEffect,
  type AlertEnd,
  type AlertState,
  type AlertStep,
  type AlertTiming,
  CLOSED_FOR_MS,
  type EpochMs,
  isOpen,
  isQuiet,
  type Mute,
  OK,
  type OpenAlert,
  REOPEN_WITHIN_MS,
  type Reading,
} from "./state";

export interface Evaluation {
  readonly state: AlertState;
  readonly reading: Reading;
  readonly timing: AlertTiming;
  /** Why nobody is to be told now; null when people are. */
  readonly mute: Mute;
  /** The rule is off: an open incident of it ends. */
  readonly paused: boolean;
  readonly nowMs: EpochMs;
  /** Asked for a new incident's id, once, when one opens. */
  readonly newIncidentId: () => string;
}

type StateOf<K extends AlertState["kind"]> = Extract<AlertState, { kind: K }>;
type Waiting = StateOf<"ok"> | StateOf<"pending"> | StateOf<"resolved">;

const sameMute = (a: Mute, b: Mute): boolean => a?.kind === b?.kind && a?.by === b?.by;

function muteEffects(before: Mute, after: Mute): AlertEffect[] {
  if (sameMute(before, after)) return [];
  return [after === null ? { kind: "unmuted" } : { kind: "muted", mute: after }];
}

function open(known: StateOf<"resolved"> | null, input: Evaluation): AlertStep {
  const { reading, mute, timing, nowMs, newIncidentId } = input;
  const opened: OpenAlert = {
    kind: "firing",
    incidentId: known?.incidentId ?? newIncidentId(),
    sinceMs: nowMs,
    clearSinceMs: null,
    noDataSinceMs: null,
    notifiedAtMs: null,
    awaitedSinceMs: null,
    escalatedAtMs: null,
    snoozedUntilMs: null,
    owesReminder: false,
    mute,
    reopened: known === null ? 0 : known.reopened + 1,
  };
  const { alert, effects } = giveMessages(opened, reading, timing, nowMs);
  return {
    state: alert,
    effects: [{ kind: known === null ? "opened" : "reopened" }, ...muteEffects(null, mute), ...effects],
  };
}

function evaluateWaiting(state: Waiting, input: Evaluation): AlertStep {
  const { reading, timing, nowMs } = input;
  const isBreach = reading.kind === "breach";
  const sinceMs = (state.kind === "ok" ? null : state.sinceMs) ?? nowMs;
  // What counts is when it began: with a long `forMs` it would never be soon enough otherwise.
  const known =
    state.kind === "resolved" && (isBreach ? sinceMs : nowMs) - state.atMs < REOPEN_WITHIN_MS ? state : null;

  if (isBreach && nowMs - sinceMs >= timing.forMs) return open(known, input);
  if (known !== null) {
    return { state: { ...known, sinceMs: isBreach ? sinceMs : null }, effects: [] };
  }
  return { state: isBreach ? { kind: "pending", sinceMs } : OK, effects: [] };
}

const readNoData = (known: { noDataSinceMs: EpochMs | null }, reading: Reading, nowMs: EpochMs): EpochMs | null =>
  reading.kind === "no-data" ? (known.noDataSinceMs ?? nowMs) : null;

const isNoDataOver = (sinceMs: EpochMs | null, timing: AlertTiming, nowMs: EpochMs): boolean =>
  nowMs >= (noDataOverMs(sinceMs, timing) ?? Number.POSITIVE_INFINITY);

/** What is silent because a person closed it, until there is a reason to speak again. */
function evaluateClosed(state: StateOf<"closed">, input: Evaluation): AlertStep {
  const { reading, timing, nowMs } = input;
  const noDataSinceMs = readNoData(state, reading, nowMs);
  const isForgotten = nowMs - state.sinceMs >= CLOSED_FOR_MS || isNoDataOver(noDataSinceMs, timing, nowMs);
  if (isForgotten || reading.kind === "clear") return evaluateWaiting({ kind: "ok" }, input);
  return { state: { ...state, noDataSinceMs }, effects: [] };
}

/** Once it was on the calm side only the threshold itself ends the wait: "between" and "no-data" leave it as it is. */
function readInto(alert: OpenAlert, reading: Reading, nowMs: EpochMs): OpenAlert {
  const noDataSinceMs = readNoData(alert, reading, nowMs);
  if (reading.kind === "breach") return { ...alert, noDataSinceMs, clearSinceMs: null };
  if (reading.kind === "clear") return { ...alert, noDataSinceMs, clearSinceMs: alert.clearSinceMs ?? nowMs };
  return { ...alert, noDataSinceMs };
}

function dataEffects(before: OpenAlert, after: OpenAlert): AlertEffect[] {
  if ((before.noDataSinceMs === null) === (after.noDataSinceMs === null)) return [];
  return [{ kind: after.noDataSinceMs === null ? "data" : "no-data" }];
}

/** Mutes and snoozes as they are now. After them the wait for those who were told starts again. */
function quieten(alert: OpenAlert, mute: Mute, nowMs: EpochMs): OpenAlert {
  const isSnoozeOver = alert.snoozedUntilMs !== null && alert.snoozedUntilMs <= nowMs;
  const isTold = alert.kind === "firing" && alert.notifiedAtMs !== null;
  const next: OpenAlert = {
    ...alert,
    mute: sameMute(alert.mute, mute) ? alert.mute : mute,
    snoozedUntilMs: isSnoozeOver ? null : alert.snoozedUntilMs,
    owesReminder: alert.owesReminder || (isSnoozeOver && isTold),
  };
  return isTold && isQuiet(alert) && !isQuiet(next) ? { ...next, awaitedSinceMs: nowMs } : next;
}

/** How it is over by what is measured, or not any more; null while it goes on. */
function endByReading(alert: OpenAlert, reading: Reading, timing: AlertTiming, nowMs: EpochMs): AlertEnd | null {
  if (isNoDataOver(alert.noDataSinceMs, timing, nowMs)) return "no-data";
  const isFine = alert.clearSinceMs !== null && reading.kind !== "no-data";
  return isFine && nowMs - (alert.clearSinceMs ?? nowMs) >= timing.clearForMs ? "recovered" : null;
}

function evaluateOpen(alert: OpenAlert, { reading, timing, mute, nowMs }: Evaluation): AlertStep {
  const read = readInto(alert, reading, nowMs);
  const data = dataEffects(alert, read);
  const end = endByReading(read, reading, timing, nowMs);
  if (end !== null) {
    const { incidentId, reopened } = read;
    return {
      state: { kind: "resolved", incidentId, atMs: nowMs, reopened, sinceMs: null },
      effects: [...data, ...endOf(read, end, timing)],
    };
  }

  const quietened = quieten(read, mute, nowMs);
  const unsnoozed: AlertEffect[] = read.snoozedUntilMs !== quietened.snoozedUntilMs ? [{ kind: "unsnoozed" }] : [];
  const { alert: state, effects } = giveMessages(quietened, reading, timing, nowMs);
  return { state, effects: [...data, ...muteEffects(read.mute, mute), ...unsnoozed, ...effects] };
}

/**
 * The state after a measurement, and what happened (DESIGN §5). Total: defined for every state and every reading, and
 * the same measurement at the same instant again has no effects.
 *
 * - It fires once it was so for `forMs` without a break; any other reading, "between" and "no-data" too, is one.
 * - It is resolved once it was fine for `clearForMs`. Only a breach breaks that; without data nothing recovers.
 * - What begins within `REOPEN_WITHIN_MS` of that opens the same incident again, which is firing whatever it was before.
 * - Without data an open incident stays as it is and nothing is said of it, until it is over after `noDataEndMs` of it.
 *   Without its subject it is over at once, and forgotten.
 * - Opened while muted, nobody is told; when that is over, it is told of as firing at the next breach.
 * - A snooze belongs to its incident and ends with it. When it runs out there is a reminder, also where none repeats.
 * - What a person closed is silent until a reading is "clear", or there was no data for `noDataEndMs`, and for
 *   `CLOSED_FOR_MS` at most. What is so after that is a new incident.
 * - A clock that was set back makes waits begin again, and never longer (`fitToClock`).
 *
 * @returns `input.state` itself as the state when nothing changed
 */
export function evaluateAlert(input: Evaluation): AlertStep {
  const { state, effects } = step({ ...input, state: fitToClock(input.state, input.nowMs) });
  return { state: keepIfSame(input.state, state), effects };
}

function step(input: Evaluation): AlertStep {
  const { state, reading, timing, paused } = input;
  if (paused || reading.kind === "gone") {
    return { state: OK, effects: isOpen(state) ? endOf(state, paused ? "rule-off" : "gone", timing) : [] };
  }
  if (isOpen(state)) return evaluateOpen(state, input);
  if (state.kind === "closed") return evaluateClosed(state, input);
  return evaluateWaiting(state, input);
}
