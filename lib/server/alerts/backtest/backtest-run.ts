import type { RulePreviewResponse } from "@/lib/contracts/alert-rules";
import type { Reading } from "@/lib/domain/alert-lifecycle/state";
import { ruleKindFacts } from "@/lib/domain/alert-rules/kinds";
import type { RuleSettings } from "@/lib/domain/alert-rules/rule-settings";
import { timingOf } from "../rules/rule-timing";
import { createReplay, type Firing, type Replay } from "./replay";

const MAX_FIRINGS = 500;
const MAX_SERIES = 3;
const MAX_POINTS = 360;

/** What a rule finds in the past, subject by subject, gathered for a preview. */
export interface BacktestRun {
  /** A reading of a subject that holds from `atMs` until its next. */
  push(
    subject: { readonly id: string; readonly name: string },
    atMs: number,
    reading: Reading,
    value: number | null,
  ): void;
  /** Ends every subject's history. */
  finish(): Pick<RulePreviewResponse, "firings" | "total" | "series">;
}

interface Played {
  readonly name: string;
  readonly replay: Replay;
  /** The worst value of each step of the chart; NaN where there is none. */
  readonly points: Float64Array;
  worst: number | null;
}

/** Firings beyond the newest are only counted: a rule that flaps must not fill the memory. */
function createFirings() {
  let kept: Firing[] = [];
  let total = 0;
  const trim = (): void => {
    kept = kept.sort((a, b) => a.fromMs - b.fromMs).slice(-MAX_FIRINGS);
  };
  return {
    add: (firing: Firing): void => {
      kept.push(firing);
      total += 1;
      if (kept.length > 4 * MAX_FIRINGS) trim();
    },
    take: () => {
      trim();
      return { firings: kept, total };
    },
  };
}

export function createBacktestRun(settings: RuleSettings, span: { fromMs: number; toMs: number }): BacktestRun {
  const { fromMs, toMs } = span;
  const side = ruleKindFacts(settings.when).threshold?.side ?? "above";
  const stepMs = (toMs - fromMs) / MAX_POINTS;
  const firings = createFirings();
  const subjects = new Map<string, Played>();

  const isWorse = (value: number, than: number | null): boolean =>
    than === null || Number.isNaN(than) || (side === "above" ? value > than : value < than);

  const open = (id: string, name: string): Played => {
    const replay = createReplay({ subject: name, side, timing: timingOf(settings), onFiring: firings.add });
    const played = { name, replay, points: new Float64Array(MAX_POINTS).fill(Number.NaN), worst: null };
    subjects.set(id, played);
    return played;
  };

  const draw = (played: Played, atMs: number, value: number): void => {
    const place = Math.floor((atMs - fromMs) / stepMs);
    if (place < 0 || place >= MAX_POINTS) return;
    if (isWorse(value, played.points[place] ?? null)) played.points[place] = value;
    if (isWorse(value, played.worst)) played.worst = value;
  };

  const toSeries = ({ name, points }: Played) => ({
    subject: name,
    points: Array.from(points, (value, index) => ({
      atMs: Math.round(fromMs + index * stepMs),
      value: Number.isNaN(value) ? null : value,
    })),
  });

  return {
    push: ({ id, name }, atMs, reading, value) => {
      const played = subjects.get(id) ?? open(id, name);
      played.replay.push(atMs, reading, value);
      if (value !== null) draw(played, atMs, value);
    },
    finish: () => {
      for (const { replay } of subjects.values()) replay.finish(toMs);
      const drawn = [...subjects.values()]
        .filter(({ worst }) => worst !== null)
        .sort((a, b) => ((a.worst ?? 0) - (b.worst ?? 0)) * (side === "above" ? -1 : 1));
      return { ...firings.take(), series: drawn.slice(0, MAX_SERIES).map(toSeries) };
    },
  };
}
