/** Rules are looked at every few seconds: after this long something stands still. */
const LATE_MS = 120_000;

/** Whether it was longer ago than it may be. A clock that was set back does not make it recent. */
export const isLate = (atMs: number, nowMs: number): boolean => Math.abs(nowMs - atMs) > LATE_MS;
