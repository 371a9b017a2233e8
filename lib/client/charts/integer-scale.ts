/** A vertical axis for counts: it begins at zero and every tick is a whole number. */
export interface IntegerScale {
  readonly ticks: readonly number[];
  /** The value at the upper edge, which is the last tick. */
  readonly top: number;
}

/**
 * The axis for counts up to `max`, in steps of 1, 2 or 5 times a power of ten.
 *
 * @param max the largest count, at least 0; an empty chart gets the axis of 1
 * @param intervals how many steps to aim at; there are at most that many
 * @throws {RangeError} if `max` is negative or not finite, or `intervals` is not a whole number of at least 1
 */
export function integerScale(max: number, intervals = 4): IntegerScale {
  if (!Number.isFinite(max) || max < 0) throw new RangeError(`max must be >= 0, got ${max}`);
  if (!Number.isInteger(intervals) || intervals < 1) throw new RangeError(`intervals must be >= 1, got ${intervals}`);
  const step = roundStep(Math.max(1, max) / intervals);
  const count = Math.max(1, Math.ceil(max / step));
  const ticks = Array.from({ length: count + 1 }, (_, index) => index * step);
  return { ticks, top: count * step };
}

/** The smallest of 1, 2 and 5 times a power of ten that is no less than `rough`, and at least 1. */
function roundStep(rough: number): number {
  if (rough <= 1) return 1;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * magnitude >= rough) ?? 10;
  return factor * magnitude;
}
