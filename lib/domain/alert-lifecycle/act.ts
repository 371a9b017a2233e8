import { fitToClock } from "./clock";
import { endOf } from "./resolve";
import {
  type AlertState,
  type AlertStep,
  type AlertTiming,
  type EpochMs,
  isOpen,
  isQuiet,
  type OpenAlert,
  type PersonAction,
} from "./state";

const nothing = (state: AlertState): AlertStep => ({ state, effects: [] });

function unacknowledge(alert: OpenAlert, nowMs: EpochMs): AlertStep {
  const isTold = alert.notifiedAtMs !== null;
  const state: OpenAlert = { ...alert, kind: "firing", awaitedSinceMs: isTold ? nowMs : null };
  return { state, effects: [{ kind: "unacknowledged" }] };
}

function snooze(alert: OpenAlert, untilMs: EpochMs, nowMs: EpochMs): AlertStep {
  const isSnooze = Number.isFinite(untilMs) && untilMs > nowMs && untilMs !== alert.snoozedUntilMs;
  if (!isSnooze) return nothing(alert);
  return {
    state: { ...alert, snoozedUntilMs: untilMs, owesReminder: false },
    effects: [{ kind: "snoozed", untilMs }],
  };
}

function unsnooze(alert: OpenAlert, nowMs: EpochMs): AlertStep {
  if (alert.snoozedUntilMs === null) return nothing(alert);
  const next: OpenAlert = { ...alert, snoozedUntilMs: null };
  const isAwaited = next.kind === "firing" && next.notifiedAtMs !== null && !isQuiet(next);
  return { state: isAwaited ? { ...next, awaitedSinceMs: nowMs } : next, effects: [{ kind: "unsnoozed" }] };
}

/** What already was fine may open the same incident again; what was not stays silent (`evaluateAlert`). */
function resolve(alert: OpenAlert, timing: AlertTiming, nowMs: EpochMs): AlertStep {
  const { incidentId, reopened, clearSinceMs, noDataSinceMs } = alert;
  return {
    state:
      clearSinceMs === null
        ? { kind: "closed", sinceMs: nowMs, noDataSinceMs }
        : { kind: "resolved", incidentId, atMs: nowMs, reopened, sinceMs: null },
    effects: endOf(alert, "person", timing),
  };
}

/**
 * The state after what a person did to it. What means nothing to a state (there is no open incident, it is acknowledged
 * already, a snooze until an instant of the past) returns `state` itself and has no effects.
 *
 * Messages that become due by it, such as the first one after a snooze was ended, are given by the next evaluation.
 */
export function actOnAlert(state: AlertState, action: PersonAction, timing: AlertTiming, nowMs: EpochMs): AlertStep {
  const alert = fitToClock(state, nowMs);
  if (!isOpen(alert)) return nothing(state);
  const step = act(alert, action, timing, nowMs);
  return step.effects.length === 0 ? nothing(state) : step;
}

function act(alert: OpenAlert, action: PersonAction, timing: AlertTiming, nowMs: EpochMs): AlertStep {
  switch (action.kind) {
    case "acknowledge":
      if (alert.kind === "acknowledged") return nothing(alert);
      return {
        state: { ...alert, kind: "acknowledged", awaitedSinceMs: null, owesReminder: false },
        effects: [{ kind: "acknowledged" }],
      };
    case "unacknowledge":
      return alert.kind === "firing" ? nothing(alert) : unacknowledge(alert, nowMs);
    case "snooze":
      return snooze(alert, action.untilMs, nowMs);
    case "unsnooze":
      return unsnooze(alert, nowMs);
    case "resolve":
      return resolve(alert, timing, nowMs);
  }
}
