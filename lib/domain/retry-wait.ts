const BASE_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 900_000;
const SHORTEST_WAIT_MS = 500;
/** A service that asks for more is asked again all the same: it may have meant something else. Nothing waits longer. */
export const LONGEST_RETRY_AFTER_MS = 3_600_000;

/** How long a message is tried for. Who is told of a ban a day late is not helped by it. */
export const GIVE_UP_AFTER_MS = 86_400_000;

/**
 * Nothing is given up before it was tried so often, however old it looks: a clock that jumps a day ahead, or a process
 * that was off for a day, has tried nothing. A service that names an hour each time is asked more often in a day.
 */
export const LEAST_ATTEMPTS = 20;

/**
 * When a delivery that failed is tried again: exponential backoff with full jitter (AWS Architecture Blog, "Exponential
 * Backoff and Jitter"), from 2 s doubling up to 15 min, at least 500 ms, and never before the service's `Retry-After`, of
 * which an hour counts at most.
 *
 * @param attempts how often it was tried, the failed attempt included
 * @param random a number in [0, 1)
 * @param createdAtMs one that is still to come counts as now
 * @returns an instant in whole milliseconds; null when that would be later than 24 h after it was created, and it was
 *   tried `LEAST_ATTEMPTS` times
 */
export function nextAttemptMs({
  attempts,
  createdAtMs,
  nowMs,
  retryAfterMs,
  random,
}: {
  readonly attempts: number;
  readonly createdAtMs: number;
  readonly nowMs: number;
  readonly retryAfterMs: number | null;
  readonly random: () => number;
}): number | null {
  const ceilingMs = Math.min(LONGEST_WAIT_MS, BASE_WAIT_MS * 2 ** Math.max(0, attempts - 1));
  const jitteredMs = Math.max(SHORTEST_WAIT_MS, random() * ceilingMs);
  const askedMs = retryAfterMs !== null && retryAfterMs > 0 ? Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS) : 0;
  const atMs = Math.ceil(nowMs + Math.max(jitteredMs, askedMs));
  return attempts >= LEAST_ATTEMPTS && atMs - createdAtMs > GIVE_UP_AFTER_MS ? null : atMs;
}
