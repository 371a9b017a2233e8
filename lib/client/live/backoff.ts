const LEAST_MS = 1_000;
const MOST_MS = 30_000;

/**
 * How long to wait before the next attempt to connect, in milliseconds: between 1 and 30 seconds, twice as long each
 * time. The upper half of it is left to chance, so that the browsers of a team do not all come back at once.
 *
 * @param failures attempts in a row that failed, 1 or more
 * @param random from 0 to 1, as from `Math.random()`
 */
export function backoffMs(failures: number, random: number): number {
  const ceilingMs = Math.min(MOST_MS, 2 * LEAST_MS * 2 ** Math.max(0, failures - 1));
  return Math.max(LEAST_MS, (ceilingMs / 2) * (1 + random));
}
