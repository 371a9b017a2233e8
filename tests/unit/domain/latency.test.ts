import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LATENCY_BOUNDS_MS, LATENCY_CLASS_COUNT, latencyClass, quantileFromClasses } from "@/lib/domain/latency";

const BOUNDS_MS: readonly number[] = LATENCY_BOUNDS_MS;
const none = () => Array<number>(LATENCY_CLASS_COUNT).fill(0);
const countOf = (latenciesMs: readonly number[]) => {
  const counts = none();
  for (const latencyMs of latenciesMs) counts[latencyClass(latencyMs)] = (counts[latencyClass(latencyMs)] ?? 0) + 1;
  return counts;
};

describe("latencyClass", () => {
  it("has the bounds that stored counts were made with", () => {
    expect([...LATENCY_BOUNDS_MS]).toEqual([50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000]);
  });

  it.each([
    [0, 0],
    [50, 0],
    [50.5, 1],
    [100, 1],
    [101, 2],
    [30_000, 8],
    [30_001, 9],
    [Number.POSITIVE_INFINITY, 9],
    [-5, 0],
    [Number.NaN, 9],
  ])("puts %d ms into class %i", (latencyMs, expected) => {
    expect(latencyClass(latencyMs)).toBe(expected);
  });
});

describe("quantileFromClasses", () => {
  it("knows nothing of no calls", () => {
    expect(quantileFromClasses(none(), 0.5)).toBeNull();
  });

  it("interpolates inside the class", () => {
    const counts = none();
    counts[2] = 10;
    expect(quantileFromClasses(counts, 0.5)).toBeCloseTo(175, 6);
    expect(quantileFromClasses(counts, 1)).toBeCloseTo(250, 6);
    expect(quantileFromClasses(counts, 0)).toBe(100);
  });

  it("passes over empty classes", () => {
    const counts = none();
    counts[0] = 90;
    counts[5] = 10;
    expect(quantileFromClasses(counts, 0.9)).toBeCloseTo(50, 6);
    expect(quantileFromClasses(counts, 0.95)).toBeCloseTo(1750, 6);
  });

  it("is not pushed into the next class by a rounding error of q", () => {
    const counts = none();
    counts[0] = 7;
    counts[8] = 93;
    expect(0.07 * 100).toBeGreaterThan(7);
    expect(quantileFromClasses(counts, 0.07)).toBeCloseTo(50, 6);
  });

  it("says the lower bound of the class that has no upper one", () => {
    const counts = none();
    counts[9] = 3;
    expect(quantileFromClasses(counts, 0.5)).toBe(30_000);
  });

  it("lies in the class of the true quantile and never falls as q rises", () => {
    const latencies = fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 1 });
    fc.assert(
      fc.property(latencies, fc.integer({ min: 1, max: 100 }), (values, percent) => {
        const sorted = values.toSorted((a, b) => a - b);
        const q = percent / 100;
        const trueMs = sorted[Math.ceil((percent * sorted.length) / 100) - 1] ?? 0;
        const estimateMs = quantileFromClasses(countOf(values), q) ?? -1;
        const trueClass = latencyClass(trueMs);
        expect(estimateMs).toBeGreaterThanOrEqual((BOUNDS_MS[trueClass - 1] ?? 0) - 1e-6);
        expect(estimateMs).toBeLessThanOrEqual((BOUNDS_MS[trueClass] ?? 30_000) + 1e-6);
        expect(quantileFromClasses(countOf(values), 1)).toBeGreaterThanOrEqual(estimateMs - 1e-6);
      }),
    );
  });

  it.each([-0.1, 1.1, Number.NaN])("refuses q = %d", (q) => {
    expect(() => quantileFromClasses(none(), q)).toThrow(RangeError);
  });

  it.each([[[]], [[1, 2]], [Array(10).fill(-1)], [Array(10).fill(Number.NaN)]])("refuses counts %j", (counts) => {
    expect(() => quantileFromClasses(counts, 0.5)).toThrow(RangeError);
  });
});
