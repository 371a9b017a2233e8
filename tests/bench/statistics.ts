/** The value below which a share `q` (0 to 1) of the sorted numbers lies. */
export function quantile(numbers: readonly number[], q: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5);

/** How far repeated measurements of the same thing lie apart: the median of the larger over the smaller of each pair. */
export function noiseOf(pairs: readonly (readonly [number, number])[]): number {
  return median(pairs.map(([a, b]) => Math.max(a, b) / Math.min(a, b)));
}
