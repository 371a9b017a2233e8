import { nextMessageMs } from "./messages";
import { noDataOverMs } from "./no-data";
import {
  type AlertState,
  type AlertTiming,
  CLOSED_FOR_MS,
  type EpochMs,
  isOpen,
  type OpenAlert,
  REOPEN_WITHIN_MS,
  type Reading,
} from "./state";

function nextOfOpen(alert: OpenAlert, reading: Reading, timing: AlertTiming): EpochMs | null {
  const isOver = alert.clearSinceMs !== null && reading.kind !== "no-data";
  const due = [
    isOver ? (alert.clearSinceMs ?? 0) + timing.clearForMs : null,
    noDataOverMs(alert.noDataSinceMs, timing),
    alert.snoozedUntilMs,
    nextMessageMs(alert, reading, timing),
  ].filter((atMs) => atMs !== null);
  return due.length === 0 ? null : Math.min(...due);
}

/**
 * When evaluating again does something by time alone, if every measurement until then is like `reading`: it has been so,
 * or fine, or without data, for long enough; a snooze runs out; a reminder or an escalation is due; what was resolved or
 * closed is forgotten. Before that neither effects nor changes come. An instant of the past means at once.
 *
 * @param state as `evaluateAlert` left it after that reading, or as a person's action did since
 * @returns null when nothing comes by time; the end of a mute is its maintenance's to know
 */
export function nextDueMs(state: AlertState, reading: Reading, timing: AlertTiming): EpochMs | null {
  if (isOpen(state)) return nextOfOpen(state, reading, timing);
  if (state.kind === "closed") {
    return Math.min(
      state.sinceMs + CLOSED_FOR_MS,
      noDataOverMs(state.noDataSinceMs, timing) ?? Number.POSITIVE_INFINITY,
    );
  }
  if (state.kind !== "pending" && state.kind !== "resolved") return null;
  if (state.sinceMs !== null) return state.sinceMs + timing.forMs;
  return state.kind === "resolved" ? state.atMs + REOPEN_WITHIN_MS : null;
}
