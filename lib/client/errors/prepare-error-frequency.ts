import type { ErrorFrequencyResponse } from "@/lib/contracts/errors";
import { bucketStarts } from "@/lib/domain/period";
import { type IntegerScale, integerScale } from "../charts/integer-scale";
import { assignCodeColours, OTHER_COLOUR } from "./code-colours";

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

/** A bar with a single error must still be seen beside one with thousands: the least height, as a part of the highest. */
const LEAST_SHARE = 0.008;

/** One ban among thousands of other errors must be seen, too; this part of its bar is the most that it may borrow. */
const BORROWED_SHARE = 0.02;

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
    heights: toHeights(
      bar.counts.map((count, index) => (series[index]?.shown ? count : 0)),
      bar.total,
      least,
    ),
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

/**
 * Heights that add up to the bar's total, or to `least` if that is more. Thin parts are drawn a little higher than they
 * are, at the expense of the thick ones.
 */
function toHeights(counts: readonly number[], total: number, least: number): number[] {
  if (total === 0) return counts.map(() => 0);
  const height = Math.max(total, least);
  const floor = Math.min(least, height * BORROWED_SHARE);
  const raised = counts.map((count) => (count > 0 ? Math.max((count * height) / total, floor) : 0));
  const borrowed = sum(raised) - height;
  const spare = sum(raised.map((part) => Math.max(0, part - floor)));
  return raised.map((part) => (part > floor ? part - ((part - floor) * borrowed) / spare : part));
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
