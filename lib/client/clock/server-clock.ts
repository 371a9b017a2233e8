const SECOND_MS = 1_000;

/** One reading of the server's clock. */
export interface ServerClock {
  /** What the server's clock said, in UTC epoch milliseconds. */
  readonly serverNowMs: number;
  /** `performance.now()` when that arrived. */
  readonly receivedAtMs: number;
}

/**
 * The server's time now, in UTC epoch milliseconds.
 *
 * The browser's own clock takes no part, so it may be wrong, or be set while a countdown runs.
 *
 * @param monotonicMs `performance.now()`; it may stand still while the machine sleeps, after which a new reading is due
 */
export function readServerNow(clock: ServerClock, monotonicMs: number): number {
  return clock.serverNowMs + Math.max(0, monotonicMs - clock.receivedAtMs);
}

/**
 * The latest instant not after `nowMs` that lies a whole number of seconds from `phaseMs`, so that a countdown to
 * `phaseMs` changes its digits at the right moment and is never early.
 */
export function alignToSecond(nowMs: number, phaseMs: number): number {
  return phaseMs - Math.ceil((phaseMs - nowMs) / SECOND_MS) * SECOND_MS;
}

/** Milliseconds until `alignToSecond` has a new answer: above 0, at most 1 000. */
export function untilNextSecondMs(nowMs: number, phaseMs: number): number {
  return SECOND_MS - (nowMs - alignToSecond(nowMs, phaseMs));
}
