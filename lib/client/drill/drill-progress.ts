import type { Drill } from "@/lib/contracts/drill";
import { type DrillProblem, PLAYED_STEPS, type PlayedStep } from "@/lib/domain/drill";

/** broken: it ended here before its time. ahead: not yet, or never. */
export type DrillStepState = "done" | "current" | "broken" | "ahead";

export interface DrillStepRow {
  readonly step: PlayedStep;
  readonly state: DrillStepState;
  /** What was counted in it: errors of the first step, held calls of the third; null where nothing is. */
  readonly count: number | null;
}

/** What is said of it as a whole. not-held: played to its end, though the guard held nothing. */
export type DrillOutcome =
  | { readonly kind: "running" | "done" | "not-held" | "stopped" }
  | { readonly kind: "failed"; readonly problem: Exclude<DrillProblem, "not-held"> };

function stateOf(index: number, { step, reached, endedAtMs }: Drill): DrillStepState {
  const at = PLAYED_STEPS.indexOf(reached);
  if (step === "done" || index < at) return "done";
  if (index > at) return "ahead";
  return endedAtMs === null ? "current" : "broken";
}

function countOf(step: PlayedStep, state: DrillStepState, { errors, held }: Drill): number | null {
  if (state === "ahead") return null;
  if (step === "errors") return errors;
  return step === "calling-on" ? held : null;
}

/** The steps of a rehearsal in order, each with how far it is. */
export function prepareDrillSteps(drill: Drill): readonly DrillStepRow[] {
  return PLAYED_STEPS.map((step, index) => {
    const state = stateOf(index, drill);
    return { step, state, count: countOf(step, state, drill) };
  });
}

export function readDrillOutcome({ step, problem }: Drill): DrillOutcome {
  if (step === "done") return { kind: problem === "not-held" ? "not-held" : "done" };
  if (step === "stopped") return { kind: "stopped" };
  if (step !== "failed") return { kind: "running" };
  return { kind: "failed", problem: problem === null || problem === "not-held" ? "unexpected" : problem };
}

/** How long its end is worth a look without looking for it. */
const FRESH_MS = 60_000;

/**
 * Until when a rehearsal stands where everybody sees it: while it runs, and for a minute after its end.
 *
 * @returns UTC epoch milliseconds, `Infinity` while it runs, null without one
 */
export function freshUntilMs(drill: Pick<Drill, "endedAtMs"> | null): number | null {
  if (drill === null) return null;
  return drill.endedAtMs === null ? Number.POSITIVE_INFINITY : drill.endedAtMs + FRESH_MS;
}
