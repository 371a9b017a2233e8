/** From `fromMs` on and before `toMs`; a side that is left out is open. */
export interface Span {
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** Where a page ends. Ids break ties between rows of the same millisecond. */
export interface PageCursor {
  readonly atMs: number;
  readonly id: string;
}

/** The rows of a span that are older than the cursor, as an `AND` of a table's `where`. */
export const olderThan = (after: PageCursor | undefined, { fromMs, toMs }: Span) => [
  { atMs: { gte: fromMs, lt: toMs } },
  // The range on atMs alone is what the index serves; the rest only breaks ties.
  after === undefined ? {} : { atMs: { lte: after.atMs }, NOT: { atMs: after.atMs, id: { gte: after.id } } },
];

/** The order that goes with `olderThan`. */
export const newestFirst = (): [{ atMs: "desc" }, { id: "desc" }] => [{ atMs: "desc" }, { id: "desc" }];
