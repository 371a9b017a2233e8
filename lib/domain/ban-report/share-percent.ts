/**
 * A share in whole percent for people to read: 100 only for all of it, 0 only for nothing, so that no rounding claims
 * more than is so.
 *
 * @throws {RangeError} if `part` is not between 0 and `whole`
 */
export function sharePercent(part: number, whole: number): number {
  if (!(part >= 0 && part <= whole)) throw new RangeError(`${part} is no part of ${whole}`);
  if (part === 0) return 0;
  if (part === whole) return 100;
  return Math.min(99, Math.max(1, Math.round((100 * part) / whole)));
}
