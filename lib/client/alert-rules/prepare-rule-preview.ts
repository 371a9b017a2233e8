import type { CreateRuleRequest, RulePreviewResponse } from "@/lib/contracts/alert-rules";
import { ruleKindFacts, type ThresholdUnit } from "@/lib/domain/alert-rules/kinds";
import { integerScale } from "../charts/integer-scale";
import { upperEdge } from "../charts/upper-edge";
import { isWithoutProblems } from "../form/field-problem";
import { findLiveProblems } from "./live-problems";
import { type RuleDraft, toRuleSettings } from "./rule-form";

/** A firing as it is drawn. Positions run from 0 at the left edge of the period to 1 at the right. */
export interface PreviewBar {
  readonly start: number;
  readonly end: number;
  /** It would be firing now. */
  readonly isOpen: boolean;
}

export interface PreviewSeries {
  readonly subject: string;
  /** Null is no measurement: a gap. */
  readonly points: readonly { readonly atMs: number; readonly value: number | null }[];
}

export interface RulePreview {
  readonly bars: readonly PreviewBar[];
  /** The newest first. */
  readonly firings: RulePreviewResponse["firings"];
  readonly total: number;
  /** Firings that are not listed one by one. */
  readonly unlisted: number;
  /** How many would be firing now. */
  readonly open: number;
  /** Up to here nothing is known; null where the whole period is. */
  readonly unknownTo: number | null;
  /** Next to nothing is known, so that "would not have fired" would be a guess. */
  readonly isUnknown: boolean;
  /** Up to here only hours are known; null where everything is exact. */
  readonly coarseTo: number | null;
  readonly series: readonly PreviewSeries[];
  /** The vertical axis, in the unit of the kind: from 0 to the last tick, which lies above everything that is drawn. */
  readonly ticks: readonly number[];
}

/**
 * What is asked for to show when a form's rule would have fired: null while something is wrong with it. Who is told, and
 * how it is called, makes no difference, so that typing a name asks for nothing.
 */
export function toPreviewRequest(draft: RuleDraft): CreateRuleRequest | null {
  const unnamed: RuleDraft = { ...draft, name: "preview", channelIds: null, escalates: false, repeatMinutes: "" };
  if (!isWithoutProblems(findLiveProblems(unnamed))) return null;
  const { severity } = ruleKindFacts(draft.when);
  return { ...toRuleSettings(unnamed), enabled: true, severity, notifyResolved: true };
}

/** Of the period. A day of thirty says nothing of a month. */
const MOSTLY = 0.95;

const PERCENT = 100;

/** Round values, in percent for a share. */
function toTicks(highest: number, unit: ThresholdUnit): number[] {
  const edge = upperEdge(highest, unit);
  if (unit !== "share") return [...integerScale(edge).ticks];
  return integerScale(Math.round(edge * PERCENT)).ticks.map((tick) => tick / PERCENT);
}

/**
 * @param levels the rule's threshold and where it is over, as far as there are such
 * @throws {RangeError} if the period has no length
 */
export function prepareRulePreview(
  answer: RulePreviewResponse,
  levels: readonly (number | null)[],
  unit: ThresholdUnit,
): RulePreview {
  const { fromMs, toMs, firings, total, series, coarseBeforeMs, unknownBeforeMs } = answer;
  if (toMs <= fromMs) throw new RangeError(`the period must have a length, got ${fromMs} to ${toMs}`);
  const position = (atMs: number) => Math.min(1, Math.max(0, (atMs - fromMs) / (toMs - fromMs)));
  const inside = (atMs: number | null) => (atMs === null || atMs <= fromMs ? null : position(atMs));
  const drawn = series.filter(({ points }) => points.some(({ value }) => value !== null));
  const values = drawn.flatMap(({ points }) => points.flatMap(({ value }) => (value === null ? [] : [value])));
  const highest = [...values, ...levels.filter((level) => level !== null)].reduce((a, b) => Math.max(a, b), 0);
  return {
    bars: firings.map((firing) => {
      const start = position(firing.fromMs);
      return { start, end: Math.max(start, position(firing.toMs ?? toMs)), isOpen: firing.toMs === null };
    }),
    firings: [...firings].reverse(),
    total,
    unlisted: Math.max(0, total - firings.length),
    open: firings.filter((firing) => firing.toMs === null).length,
    unknownTo: inside(unknownBeforeMs),
    isUnknown: total === 0 && (inside(unknownBeforeMs) ?? 0) > MOSTLY,
    coarseTo: inside(coarseBeforeMs),
    series: drawn,
    ticks: toTicks(highest, unit),
  };
}

/** The most extreme value that was measured, on the side that alerts; null where nothing was. */
export function findPeak(
  series: readonly PreviewSeries[],
  side: "above" | "below",
): { readonly subject: string; readonly value: number } | null {
  let peak: { subject: string; value: number } | null = null;
  for (const { subject, points } of series) {
    for (const { value } of points) {
      if (value === null) continue;
      if (peak === null || (side === "above" ? value > peak.value : value < peak.value)) peak = { subject, value };
    }
  }
  return peak;
}
