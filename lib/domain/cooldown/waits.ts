const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** How often an empty account's balance is asked for (DESIGN §3). */
export const LOOK_UP_EVERY_MS = MINUTE_MS;

const LONGEST_LOOK_UP_WAIT_MS = 10 * MINUTE_MS;

/**
 * The wait before the next look-up. A balance that is above zero and below the price of a task ends a hold that the next
 * task begins again: each such relapse doubles the wait, up to ten minutes.
 */
export function lookUpWait(relapses: number): number {
  return Math.min(LOOK_UP_EVERY_MS * 2 ** Math.min(relapses, 10), LONGEST_LOOK_UP_WAIT_MS);
}

/** What a ban that still stands at its end is waited for longer, at most, unless the provider itself names more. */
export const LONGEST_LONGER_WAIT_MS = 60 * MINUTE_MS;

const LEAST_WAIT_MS = SECOND_MS;
const FIRST_UNKNOWN_WAIT_MS = 15 * SECOND_MS;
const LONGEST_UNKNOWN_WAIT_MS = 5 * MINUTE_MS;

/**
 * The wait after a probe that found the ban still standing: twice the one before, at most an hour, and never less than
 * the provider said. A ban that outlasts its announced end is one that something prolongs (PROTOCOL §3: it is lifted
 * only if the rule-breaking stops).
 *
 * @param waitMs the wait that was in vain
 * @param saidMs what the provider's answer to the probe named; null when it named nothing
 */
export function waitAfterBannedProbe(waitMs: number, saidMs: number | null): number {
  return Math.max(saidMs ?? 0, Math.min(2 * waitMs, LONGEST_LONGER_WAIT_MS), LEAST_WAIT_MS);
}

/**
 * The wait after a probe without an answer that tells: nothing says that the ban stands, so it is asked again soon.
 *
 * @param failedProbes probes in a row before this one that did not find it over
 */
export function waitAfterUnknownProbe(failedProbes: number): number {
  return Math.min(FIRST_UNKNOWN_WAIT_MS * 2 ** Math.min(failedProbes, 10), LONGEST_UNKNOWN_WAIT_MS);
}
