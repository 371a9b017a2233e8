import { readServerNow, type ServerClock } from "../clock/server-clock";

const DAY_MS = 86_400_000;

const LENGTHS_DAYS = { never: null, "30d": 30, "90d": 90, "365d": 365 } as const;

/** How long a key or token lasts. */
export type Expiry = keyof typeof LENGTHS_DAYS;
export const EXPIRIES = Object.keys(LENGTHS_DAYS) as readonly Expiry[];

export const isExpiry = (text: string): text is Expiry => Object.hasOwn(LENGTHS_DAYS, text);

/**
 * When it ends, in UTC epoch milliseconds by the server's clock.
 *
 * @param monotonicMs `performance.now()`
 * @returns undefined for never
 */
export function toExpiresAtMs(expiry: Expiry, clock: ServerClock, monotonicMs: number): number | undefined {
  const days = LENGTHS_DAYS[expiry];
  return days === null ? undefined : Math.round(readServerNow(clock, monotonicMs)) + days * DAY_MS;
}
