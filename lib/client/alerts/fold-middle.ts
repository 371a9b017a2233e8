export interface Folded<Item> {
  readonly first: readonly Item[];
  /** How many are left out between the two. */
  readonly folded: number;
  readonly last: readonly Item[];
}

const FIRST = 5;
const LAST = 15;
/** Folding away a handful would only cost a click. */
const LEAST_FOLDED = 5;

/** The beginning and the end of a long list; all of it where it is short, or when it is wanted whole. */
export function foldMiddle<Item>(items: readonly Item[], isWhole: boolean): Folded<Item> {
  const folded = items.length - FIRST - LAST;
  if (isWhole || folded < LEAST_FOLDED) return { first: items, folded: 0, last: [] };
  return { first: items.slice(0, FIRST), folded, last: items.slice(-LAST) };
}
