import type { CooldownState, EpochMs } from "./state";
import { LOOK_UP_EVERY_MS } from "./waits";

/** What is stored of a state. */
export interface StoredCooldown {
  readonly state: Exclude<CooldownState["kind"], "open">;
  readonly waitingSinceMs: EpochMs;
  readonly untilMs: EpochMs | null;
  readonly nextProbeAtMs: EpochMs | null;
  readonly failedProbes: number;
}

/**
 * A question that a stop cut off is asked again, but not at once: a process that restarts every second must not ask
 * every second.
 */
const AFTER_LOST_PROBE_MS = 5_000;

/**
 * The state that a stopped process was in (DESIGN §3: a restart in the middle of a ban changes nothing). What is left of
 * a wait is never longer than the whole wait was, should the clock have been wrong when it began.
 *
 * @param nowMs the present time
 */
export function restoreCooldown(stored: StoredCooldown, nowMs: EpochMs): CooldownState {
  const { state, waitingSinceMs, untilMs, nextProbeAtMs, failedProbes } = stored;
  if (state === "blocked" || (untilMs === null && state !== "empty")) return { kind: "blocked", epoch: 0 };
  if (state === "empty") {
    const plannedMs = nextProbeAtMs ?? nowMs + AFTER_LOST_PROBE_MS;
    return { kind: "empty", epoch: 0, nextLookUpMs: Math.min(plannedMs, nowMs + LOOK_UP_EVERY_MS), relapses: 0 };
  }
  const endMs = untilMs ?? nowMs;
  const waitMs = Math.max(0, endMs - waitingSinceMs);
  const earliestMs = state === "probing" ? Math.max(endMs, nowMs + AFTER_LOST_PROBE_MS) : endMs;
  return {
    kind: "cooling",
    epoch: 0,
    untilMs: Math.min(earliestMs, nowMs + Math.max(waitMs, AFTER_LOST_PROBE_MS)),
    waitMs,
    failedProbes,
  };
}
