import type { Incident, IncidentResponse } from "@/lib/contracts/incidents";
import { PERIOD_IDS, PERIODS, type Period } from "@/lib/domain/period";
import { integerScale } from "../charts/integer-scale";
import { upperEdge } from "../charts/upper-edge";

type Series = NonNullable<IncidentResponse["series"]>;

export interface SeriesPoint {
  readonly atMs: number;
  /** Null: nothing was measured, so the line is interrupted. */
  readonly value: number | null;
  /** It stands between two gaps, where a line alone would not show it. */
  readonly isAlone: boolean;
}

export interface SeriesMark {
  readonly kind: "opened" | "acknowledged" | "resolved";
  readonly atMs: number;
}

export interface SeriesModel {
  readonly unit: Series["unit"];
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  readonly points: readonly SeriesPoint[];
  readonly threshold: number | null;
  readonly scale: { readonly ticks: readonly number[]; readonly top: number };
  readonly marks: readonly SeriesMark[];
  /** The shortest period that the window fits into, for the density of its labels. */
  readonly period: Period;
  /** The least and the most that was measured; null where nothing was. */
  readonly range: { readonly least: number; readonly most: number } | null;
}

/** A step that comes later than this many steps after the last one leaves a gap. */
const GAP_STEPS = 1.5;

/** Balances are looked up every few minutes, however short the steps are: one stands for so long. */
const BALANCE_REACH_MS = 3_600_000;

/**
 * What was measured around an incident, ready to be drawn: gaps where there is no measurement, an axis from zero that has
 * room for the threshold, and marks for what happened meanwhile.
 */
export function prepareSeries(
  series: Series,
  incident: Pick<Incident, "openedAtMs" | "acknowledged" | "resolvedAtMs">,
): SeriesModel {
  const { unit, fromMs, toMs, stepMs, threshold } = series;
  const measured = series.points
    .filter(({ atMs, value }) => atMs >= fromMs && atMs <= toMs && Number.isFinite(value))
    .sort((a, b) => a.atMs - b.atMs);
  const values = measured.map(({ value }) => value);
  const most = Math.max(0, ...values);
  return {
    ...{ unit, fromMs, toMs, stepMs, threshold },
    points: withGaps(measured, stepMs, reachOf(unit, stepMs)),
    scale: scaleUpTo(upperEdge(Math.max(most, threshold ?? 0), unit), unit),
    marks: listMarks(incident).filter(({ atMs }) => atMs >= fromMs && atMs <= toMs),
    period: PERIOD_IDS.find((id) => PERIODS[id].lengthMs >= toMs - fromMs) ?? "30d",
    range: values.length === 0 ? null : { least: Math.min(...values), most },
  };
}

/** How long after one measurement the next may come without a gap between them. */
const reachOf = (unit: Series["unit"], stepMs: number): number =>
  Math.max(stepMs * GAP_STEPS, unit === "balance" || unit === "hours" ? BALANCE_REACH_MS : 0);

function withGaps(
  measured: readonly { atMs: number; value: number }[],
  stepMs: number,
  reachMs: number,
): readonly SeriesPoint[] {
  const isFar = (from: { atMs: number } | undefined, to: { atMs: number } | undefined) =>
    from === undefined || to === undefined || to.atMs - from.atMs > reachMs;
  return measured.flatMap((point, index) => {
    const before = measured[index - 1];
    const startsAnew = isFar(before, point);
    const isAlone = startsAnew && isFar(point, measured[index + 1]);
    const gap = before !== undefined && startsAnew ? [{ atMs: before.atMs + stepMs, value: null, isAlone: false }] : [];
    return [...gap, { ...point, isAlone }];
  });
}

/** Shares and small amounts need steps below one, which a scale for counts does not have. */
function scaleUpTo(most: number, unit: Series["unit"]): SeriesModel["scale"] {
  if (unit === "errors") return integerScale(most);
  if (most <= 0) return { ticks: [0, 1], top: 1 };
  const enlarged = 10 ** Math.max(0, 1 - Math.floor(Math.log10(most)));
  const { ticks, top } = integerScale(most * enlarged);
  return { ticks: ticks.map((tick) => tick / enlarged), top: top / enlarged };
}

function listMarks({ openedAtMs, acknowledged, resolvedAtMs }: Parameters<typeof prepareSeries>[1]): SeriesMark[] {
  const marks: SeriesMark[] = [{ kind: "opened", atMs: openedAtMs }];
  if (acknowledged !== null) marks.push({ kind: "acknowledged", atMs: acknowledged.atMs });
  if (resolvedAtMs !== null) marks.push({ kind: "resolved", atMs: resolvedAtMs });
  return marks;
}
