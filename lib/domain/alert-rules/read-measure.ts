import type { Reading } from "../alert-lifecycle/state";

/** Where a rule alerts, and where it is over again; `clearAt` null: as soon as the threshold is no longer crossed. */
export interface MeasureRule {
  readonly side: "above" | "below";
  readonly threshold: number;
  readonly clearAt: number | null;
}

/**
 * What a measured number means to a rule. Exactly at the threshold it is neither above nor below, so it does not alert;
 * exactly at `clearAt` it is over. In between it is neither, so that a number that swings there changes nothing. With a
 * `clearAt` on the wrong side there is no such middle.
 *
 * @param value null, and anything that is no number, when it could not be measured
 */
export function readMeasure(value: number | null, { side, threshold, clearAt }: MeasureRule): Reading {
  if (value === null || Number.isNaN(value)) return { kind: "no-data" };
  const [measured, limit] = side === "above" ? [value, threshold] : [-value, -threshold];
  if (measured > limit) return { kind: "breach" };
  if (clearAt === null) return { kind: "clear" };
  return { kind: measured <= (side === "above" ? clearAt : -clearAt) ? "clear" : "between" };
}
