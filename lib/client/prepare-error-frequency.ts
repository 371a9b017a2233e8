import type { ErrorFrequencyResponse } from "@/lib/contracts/errors";
import { bucketStarts } from "@/lib/domain/period";
import { assignCodeColours, OTHER_COLOUR } from "./code-colours";
import { type IntegerScale, integerScale } from "./integer-scale";

/** One colour of the chart: a code, or all the codes together that no colour was left for. */
export interface FrequencySeries {
  /** The code itself, or "" for the others: no code is empty. */
  readonly id: string;
  readonly codes: readonly string[];
  readonly colour: string;
  readonly total: number;
  readonly shown: boolean;
}

export interface FrequencyBar {
  /** UTC epoch milliseconds; `endMs` is not inside. */
  readonly startMs: number;
  readonly endMs: number;
  /** Errors by series, in the order of the model's series, hidden ones included. */
  readonly counts: readonly number[];
  /** What is drawn of each count, in the unit of the axis; 0 for what is hidden. */
  readonly heights: readonly number[];
  /** Errors of the series that are shown. */
  readonly total: number;
}

export interface ErrorFrequencyModel {
  /** The most frequent first, "others" last. */
  readonly series: readonly FrequencySeries[];
  /** Every bucket of the period, also those in which nothing happened. */
  readonly bars: readonly FrequencyBar[];
  readonly scale: IntegerScale;
  /** Errors of the period, hidden ones included. */
  readonly total: number;
}

/** The id of the series of all the codes that have no colour of their own. */
export const OTHER_SERIES_ID = "";

/** One banned call among thousands of others must still be seen: no count is drawn lower than this part of the highest bar. */
const LEAST_SHARE = 0.008;

/**
 * What the chart draws, from what the API answers.
 *
 * @param hidden ids of series that the viewer has switched off; unknown ones are passed over
 */
export function prepareErrorFrequency(
  data: ErrorFrequencyResponse,
  hidden: ReadonlySet<string> = new Set(),
): ErrorFrequencyModel {
  const series = toSeries(data, hidden);
  const found = new Map(data.buckets.map((bucket) => [bucket.startMs, bucket.errors]));
  const counted = bucketStarts(data).map((startMs) => {
    const errors = found.get(startMs) ?? {};
    const counts = series.map(({ codes }) =>
      sum(codes.map((code) => (Object.hasOwn(errors, code) ? errors[code] : 0))),
    );
    const total = sum(counts.filter((_, index) => series[index]?.shown));
    return { startMs, endMs: startMs + data.stepMs, counts, total };
  });
  const least = LEAST_SHARE * Math.max(0, ...counted.map((bar) => bar.total));
  const bars = counted.map((bar) => ({
    ...bar,
    heights: bar.counts.map((count, index) => (count > 0 && series[index]?.shown ? Math.max(count, least) : 0)),
  }));
  const scale = integerScale(Math.max(0, ...bars.map((bar) => sum(bar.heights))));
  return { series, bars, scale, total: sum(data.codes.map(({ errors }) => errors)) };
}

/**
 * Which series lies at a height of a bar, as an index; null above the bar.
 *
 * @param value in the unit of the axis, from 0 up
 */
export function seriesAt({ heights }: Pick<FrequencyBar, "heights">, value: number): number | null {
  let below = 0;
  for (const [index, height] of heights.entries()) {
    below += height;
    if (height > 0 && value <= below) return index;
  }
  return null;
}

function toSeries(data: ErrorFrequencyResponse, hidden: ReadonlySet<string>): FrequencySeries[] {
  const colours = assignCodeColours(data.codes.map(({ code }) => code));
  const series: FrequencySeries[] = [];
  const rest: { code: string; errors: number }[] = [];
  for (const entry of data.codes) {
    const { code, errors } = entry;
    const colour = colours.get(code);
    if (colour === undefined) rest.push(entry);
    else series.push({ id: code, codes: [code], colour, total: errors, shown: !hidden.has(code) });
  }
  if (rest.length > 0) {
    series.push({
      id: OTHER_SERIES_ID,
      codes: rest.map(({ code }) => code),
      colour: OTHER_COLOUR,
      total: sum(rest.map(({ errors }) => errors)),
      shown: !hidden.has(OTHER_SERIES_ID),
    });
  }
  return series;
}

function sum(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}
