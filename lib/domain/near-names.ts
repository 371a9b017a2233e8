/** Of a shorter name a part says too little. */
const LEAST_PART_CHARS = 3;
const MAX_NEAR = 3;
/** Nobody mistypes a longer one, and what is compared must end. */
const MAX_CHARS = 60;

/** How many letters have to be added, taken away, replaced or swapped with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (beforeLast[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/**
 * The known names that somebody may have meant, the nearest first, at most three: those that differ by a third of their
 * letters or less, and those that the name is a part of. Upper and lower case count as the same.
 */
export function listNearNames(name: string, known: readonly string[]): string[] {
  const asked = name.toLowerCase();
  if (asked.length > MAX_CHARS) return [];
  return known
    .flatMap((one) => {
      const other = one.toLowerCase();
      const steps = distance(asked, other);
      const isPart = asked.length >= LEAST_PART_CHARS && other.includes(asked);
      const isNear = steps <= Math.max(1, Math.floor(Math.max(asked.length, other.length) / 3));
      return isNear || isPart ? [{ one, steps }] : [];
    })
    .sort((a, b) => a.steps - b.steps)
    .slice(0, MAX_NEAR)
    .map(({ one }) => one);
}
