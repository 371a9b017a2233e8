interface AtInstant {
  readonly atMs: number;
}

/** How many of the rows, which are in order of time, come before `atMs`. */
function countBefore(rows: readonly AtInstant[], atMs: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.atMs ?? Number.POSITIVE_INFINITY) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Those of the rows, which are in order of time, that are of [fromMs, toMs). */
export const listWithin = <T extends AtInstant>(rows: readonly T[], fromMs: number, toMs: number): readonly T[] =>
  rows.slice(countBefore(rows, fromMs), countBefore(rows, toMs));

/** The last of the rows, which are in order of time, that is not after `atMs`. */
export const newestUpTo = <T extends AtInstant>(rows: readonly T[], atMs: number): T | undefined =>
  rows[countBefore(rows, atMs + 1) - 1];
