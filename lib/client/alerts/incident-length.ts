const SECOND_MS = 1_000;

/**
 * How long it lasted, as everybody can reckon who sees both instants in whole seconds: the same number in every place.
 *
 * @param fromMs UTC epoch milliseconds
 * @returns milliseconds, whole seconds; 0 where the end lies before the beginning
 */
export function incidentLengthMs(fromMs: number, toMs: number): number {
  return Math.max(0, Math.floor(toMs / SECOND_MS) - Math.floor(fromMs / SECOND_MS)) * SECOND_MS;
}
