const FIRST_PROBES = 3;
const LAST_PROBES = 3;

/** Probes to be shown: the first and the last, with how many between them are left out. */
export interface FoldedProbes<P> {
  readonly first: readonly P[];
  readonly left: number;
  readonly last: readonly P[];
}

/**
 * An empty account is asked about each minute, and what lies between the first and the last probes says nothing new.
 *
 * Leaves out none or at least two: a line that stands for one takes the room of it.
 *
 * @param report its probes, the oldest first, of which there may be more than are listed; the first three always are
 */
export function foldProbes<P>(report: {
  readonly probes: readonly P[];
  readonly probesTotal: number;
}): FoldedProbes<P> {
  const { probes, probesTotal } = report;
  const left = Math.max(probesTotal, probes.length) - FIRST_PROBES - LAST_PROBES;
  if (left <= 1) return { first: probes, left: 0, last: [] };
  return { first: probes.slice(0, FIRST_PROBES), left, last: probes.slice(-LAST_PROBES) };
}
