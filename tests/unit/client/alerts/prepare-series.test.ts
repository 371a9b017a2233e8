import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prepareSeries } from "@/lib/client/alerts/prepare-series";
import { makeIncident } from "./make-incident";

const STEP_MS = 60_000;
const at = (step: number) => step * STEP_MS;
const series = (steps: readonly (readonly [number, number])[], changes = {}) => ({
  fromMs: 0,
  toMs: at(60),
  stepMs: STEP_MS,
  unit: "share" as const,
  threshold: 0.2,
  points: steps.map(([step, value]) => ({ atMs: at(step), value })),
  ...changes,
});
const incident = makeIncident({ openedAtMs: at(10) });

describe("prepareSeries", () => {
  it("leaves a gap where nothing was measured, and marks what stands alone", () => {
    const { points } = prepareSeries(
      series([
        [0, 1],
        [1, 1],
        [5, 0],
        [9, 1],
        [10, 1],
      ]),
      incident,
    );
    expect(points.map(({ atMs, value, isAlone }) => [atMs / STEP_MS, value, isAlone])).toEqual([
      [0, 1, false],
      [1, 1, false],
      [2, null, false],
      [5, 0, true],
      [6, null, false],
      [9, 1, false],
      [10, 1, false],
    ]);
  });

  it("draws a balance that is looked up every few minutes as one line, and leaves a gap where nobody looked for long", () => {
    const points = [0, 5, 10, 200].map((step) => ({ atMs: at(step), value: 100 }));
    const balance = prepareSeries(series([], { unit: "balance", threshold: null, toMs: at(240), points }), incident);
    expect(balance.points.map(({ atMs, value, isAlone }) => [atMs / STEP_MS, value, isAlone])).toEqual([
      [0, 100, false],
      [5, 100, false],
      [10, 100, false],
      [11, null, false],
      [200, 100, true],
    ]);
  });

  it("keeps a measured zero, which is no gap", () => {
    const { points, range } = prepareSeries(
      series([
        [0, 0],
        [1, 0],
      ]),
      incident,
    );
    expect(points.map(({ value }) => value)).toEqual([0, 0]);
    expect(range).toEqual({ least: 0, most: 0 });
  });

  it("says that nothing was measured", () => {
    expect(prepareSeries(series([]), incident)).toMatchObject({ points: [], range: null });
  });

  it("begins the axis at zero, with room for values and threshold", () => {
    const small = prepareSeries(series([[0, 0.004]], { threshold: null }), incident).scale;
    expect(small.ticks[0]).toBe(0);
    expect(small.top).toBeGreaterThan(0.004);
    expect(small.top).toBeLessThan(0.01);
    expect(prepareSeries(series([[0, 0.01]]), incident).scale.top).toBeGreaterThan(0.2);
  });

  it("counts errors in whole numbers, however few there are", () => {
    for (const most of [0, 1, 2, 7]) {
      const { scale } = prepareSeries(series([[0, most]], { unit: "errors", threshold: null }), incident);
      expect(scale.ticks.every(Number.isInteger)).toBe(true);
      expect(scale.top).toBeGreaterThanOrEqual(most);
    }
  });

  it("ends a share at the whole, unless more than that was measured", () => {
    const top = (value: number, threshold: number | null = 0.2, unit: "share" | "minutes" = "share") =>
      prepareSeries(series([[0, value]], { threshold, unit }), incident).scale.top;
    expect(top(0.97)).toBe(1);
    expect(top(1, 1)).toBe(1);
    expect(top(1.2)).toBeGreaterThanOrEqual(1.2);
    expect(top(1, null, "minutes")).toBeGreaterThan(1);
  });

  it("marks what happened inside of the window only", () => {
    const whole = makeIncident({
      openedAtMs: at(10),
      acknowledged: { atMs: at(20), by: "Ada" },
      resolvedAtMs: at(90),
      status: "resolved",
    });
    expect(prepareSeries(series([[0, 1]]), whole).marks).toEqual([
      { kind: "opened", atMs: at(10) },
      { kind: "acknowledged", atMs: at(20) },
    ]);
  });

  it("takes the shortest period that the window fits into", () => {
    expect(prepareSeries(series([]), incident).period).toBe("1h");
    expect(prepareSeries(series([], { toMs: at(61) }), incident).period).toBe("6h");
    expect(prepareSeries(series([], { toMs: at(60 * 24 * 90) }), incident).period).toBe("30d");
  });

  it("draws every value inside of the axis, in few steps", () => {
    const values = fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(values, (measured) => {
        const { scale } = prepareSeries(series(measured.map((value, step) => [step, value] as const)), incident);
        expect(scale.top).toBeGreaterThanOrEqual(Math.max(...measured));
        expect(scale.ticks.length).toBeLessThanOrEqual(6);
        expect(scale.ticks.at(-1)).toBe(scale.top);
      }),
    );
  });
});
