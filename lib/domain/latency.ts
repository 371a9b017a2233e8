/** Inclusive upper bounds in milliseconds; one more class holds everything slower. Stored counts depend on them. */
export const LATENCY_BOUNDS_MS = [50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000] as const;

export type LatencyClass = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** Length of every array of counts. */
export const LATENCY_CLASS_COUNT = LATENCY_BOUNDS_MS.length + 1;

/**
 * The class of a latency. Never throws, for it runs in the way of every call: a negative latency (the clock was set back)
 * is of the fastest class, one that is not a number of the slowest.
 */
export function latencyClass(latencyMs: number): LatencyClass {
  const index = LATENCY_BOUNDS_MS.findIndex((boundMs) => latencyMs <= boundMs);
  return (index === -1 ? LATENCY_BOUNDS_MS.length : index) as LatencyClass;
}

/**
 * A quantile in milliseconds, estimated from counts per class: interpolated on a straight line inside the class it falls
 * into. In the last class, which has no upper bound, it is that class's lower bound: read it as "at least".
 *
 * @param q from 0 to 1; 0.95 is the 95th percentile
 * @returns null when nothing was counted
 * @throws {RangeError} if `q` is outside 0 to 1, or `counts` is not one count of at least 0 for each class
 */
export function quantileFromClasses(counts: readonly number[], q: number): number | null {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`q must be from 0 to 1, got ${q}`);
  if (counts.length !== LATENCY_CLASS_COUNT || counts.some((count) => !(count >= 0 && count < Infinity))) {
    throw new RangeError(`counts must be ${LATENCY_CLASS_COUNT} numbers >= 0, got ${JSON.stringify(counts)}`);
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;

  // 0.07 × 100 is a little over 7 in floats, which must not push the answer into the next class.
  const target = q * total * (1 - 1e-12);
  let below = 0;
  for (const [index, count] of counts.entries()) {
    if (count > 0 && below + count >= target) {
      const lowerMs = LATENCY_BOUNDS_MS[index - 1] ?? 0;
      const upperMs = LATENCY_BOUNDS_MS[index] ?? lowerMs;
      return lowerMs + ((target - below) / count) * (upperMs - lowerMs);
    }
    below += count;
  }
  return LATENCY_BOUNDS_MS.at(-1) ?? null;
}
