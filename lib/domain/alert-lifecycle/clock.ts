import { keepIfSame } from "./same-state";
import { type AlertState, type EpochMs, isOpen, LONGEST_SNOOZE_MS, type OpenAlert } from "./state";

function past<T extends EpochMs | null>(atMs: T, nowMs: EpochMs): T | EpochMs {
  return atMs !== null && atMs > nowMs ? nowMs : atMs;
}

function tameOpen(alert: OpenAlert, nowMs: EpochMs): OpenAlert {
  const snoozedMs = alert.snoozedUntilMs;
  return {
    ...alert,
    sinceMs: past(alert.sinceMs, nowMs),
    clearSinceMs: past(alert.clearSinceMs, nowMs),
    noDataSinceMs: past(alert.noDataSinceMs, nowMs),
    notifiedAtMs: past(alert.notifiedAtMs, nowMs),
    awaitedSinceMs: past(alert.awaitedSinceMs, nowMs),
    escalatedAtMs: past(alert.escalatedAtMs, nowMs),
    snoozedUntilMs: snoozedMs === null ? null : Math.min(snoozedMs, nowMs + LONGEST_SNOOZE_MS),
  };
}

function tame(state: AlertState, nowMs: EpochMs): AlertState {
  if (isOpen(state)) return tameOpen(state, nowMs);
  switch (state.kind) {
    case "ok":
      return state;
    case "pending":
      return { ...state, sinceMs: past(state.sinceMs, nowMs) };
    case "closed":
      return { ...state, sinceMs: past(state.sinceMs, nowMs), noDataSinceMs: past(state.noDataSinceMs, nowMs) };
    case "resolved":
      return { ...state, atMs: past(state.atMs, nowMs), sinceMs: past(state.sinceMs, nowMs) };
  }
}

/**
 * The state as it can be at `nowMs`: what seems to have been in the future was before the clock was set back, and counts
 * as having been now. So a wait starts again at most; it never lasts for as long as the clock was set back.
 *
 * @returns `state` itself when there is nothing to correct
 */
export function fitToClock(state: AlertState, nowMs: EpochMs): AlertState {
  return keepIfSame(state, tame(state, nowMs));
}
