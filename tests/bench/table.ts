/** One figure: a ratio, what two measurements of the same thing differed by, and the raw numbers behind it. */
export interface TableRow {
  readonly what: string;
  readonly ratio: number;
  /** Null where nothing was measured twice. */
  readonly noise: number | null;
  readonly raw: string;
}

/** A ratio below a tenth would lose all its digits with two decimals. */
const times = (ratio: number) => `${ratio < 0.1 ? ratio.toPrecision(2) : ratio.toFixed(2)}×`;

/** The rows as lines of text with columns. */
export function formatTable(title: string, rows: readonly TableRow[]): string {
  const width = Math.max(...rows.map(({ what }) => what.length));
  const lines = rows.map(
    ({ what, ratio, noise, raw }) =>
      `  ${what.padEnd(width)}  ${times(ratio).padStart(8)}  ${noise === null ? "".padEnd(12) : `noise ${times(noise)}`.padEnd(12)}  (${raw})`,
  );
  return [title, ...lines, ""].join("\n");
}
