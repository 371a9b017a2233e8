import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { integerScale } from "@/lib/client/charts/integer-scale";
import { OTHER_SERIES_ID, prepareErrorFrequency, seriesAt } from "@/lib/client/errors/prepare-error-frequency";
import type { ErrorFrequencyResponse } from "@/lib/contracts/errors";
import { periodWindow } from "@/lib/domain/period";

const NOW_MS = Date.UTC(2026, 10, 22, 14, 7);
const WINDOW = periodWindow("1h", NOW_MS);
const MINUTE_MS = 60_000;

/** An answer of the API, from errors by minute since the beginning of the hour. */
function answer(byMinute: Record<number, Record<string, number>>): ErrorFrequencyResponse {
  const sums = new Map<string, number>();
  for (const errors of Object.values(byMinute)) {
    for (const [code, count] of Object.entries(errors)) sums.set(code, (sums.get(code) ?? 0) + count);
  }
  return {
    serverNowMs: NOW_MS,
    fromMs: WINDOW.fromMs,
    toMs: WINDOW.toMs,
    stepMs: WINDOW.stepMs,
    codes: [...sums].map(([code, errors]) => ({ code, errors })).sort((a, b) => b.errors - a.errors),
    buckets: Object.entries(byMinute).map(([minute, errors]) => ({
      startMs: WINDOW.fromMs + Number(minute) * MINUTE_MS,
      errors,
    })),
  };
}

describe("prepareErrorFrequency", () => {
  it("draws a bar for every bucket, also where nothing happened", () => {
    const { bars } = prepareErrorFrequency(answer({ 3: { ERROR_IP_BANNED: 2 } }));
    expect(bars).toHaveLength(60);
    expect(bars.filter(({ total }) => total > 0).map(({ startMs }) => startMs)).toEqual([
      WINDOW.fromMs + 3 * MINUTE_MS,
    ]);
    expect(bars[59]?.endMs).toBe(WINDOW.toMs);
  });

  it("keeps the exact counts of any code, also one named like a property", () => {
    const errors = { ERROR_ZERO_BALANCE: 40, constructor: 7, "a.b[0]": 2 };
    const model = prepareErrorFrequency(answer({ 0: errors, 1: { ERROR_ZERO_BALANCE: 1 } }));
    const counts = (at: number) =>
      Object.fromEntries(model.series.map(({ id }, index) => [id, model.bars[at]?.counts[index]]));
    expect(counts(0)).toEqual(errors);
    expect(counts(1)).toEqual({ ERROR_ZERO_BALANCE: 1, constructor: 0, "a.b[0]": 0 });
    expect(model.total).toBe(50);
  });

  it("adds up what has no colour of its own as others, in last place", () => {
    const many = Object.fromEntries(Array.from({ length: 15 }, (_, index) => [`STRANGE_${index}`, 100 - index]));
    const { series, bars } = prepareErrorFrequency(answer({ 5: many }));
    expect(series).toHaveLength(13);
    const others = series.at(-1);
    expect(others).toMatchObject({
      id: OTHER_SERIES_ID,
      codes: ["STRANGE_12", "STRANGE_13", "STRANGE_14"],
      total: 261,
    });
    expect(bars[5]?.counts.at(-1)).toBe(261);
  });

  it("takes hidden codes out of bars, totals and axis, and keeps them with their sums in the legend", () => {
    const data = answer({ 1: { BIG: 900, SMALL: 3 } });
    const model = prepareErrorFrequency(data, new Set(["BIG", "GONE"]));
    expect(model.series.map(({ id, shown, total }) => [id, shown, total])).toEqual([
      ["BIG", false, 900],
      ["SMALL", true, 3],
    ]);
    expect(model.bars[1]).toMatchObject({ total: 3, counts: [900, 3], heights: [0, 3] });
    expect(model.scale.top).toBe(3);
  });

  it("draws one error among thousands, in a bar of its own or in a high one, high enough to be seen", () => {
    const { bars, scale } = prepareErrorFrequency(answer({ 1: { FLOOD: 9_999, ERROR_IP_BANNED: 1 }, 2: { FLOOD: 1 } }));
    expect(bars[1]?.counts).toEqual([9_999, 1]);
    for (const height of [bars[1]?.heights[1], bars[2]?.heights[0]]) {
      expect((height ?? 0) / scale.top).toBeGreaterThan(0.004);
    }
  });

  it("draws every bar as high as its total, but for those too low to be seen, and never above the axis", () => {
    const count = fc.nat(5_000);
    const minute = fc.record({ A: count, B: count, C: count, ERROR_IP_BANNED: count });
    fc.assert(
      fc.property(fc.array(minute, { minLength: 1, maxLength: 60 }), (minutes) => {
        const { bars, scale } = prepareErrorFrequency(answer({ ...minutes }));
        const highest = Math.max(...bars.map(({ total }) => total));
        for (const { counts, heights, total } of bars) {
          const drawn = heights.reduce((a, b) => a + b, 0);
          expect(drawn).toBeCloseTo(total === 0 ? 0 : Math.max(total, highest * 0.008), 6);
          expect(drawn).toBeLessThanOrEqual(scale.top + 1e-6);
          for (const [index, part] of heights.entries()) expect(part > 0).toBe((counts[index] ?? 0) > 0);
        }
      }),
    );
  });
});

describe("seriesAt", () => {
  it("names the part of the bar at a height, passing over what is hidden or zero", () => {
    const bar = { heights: [5, 0, 3] };
    expect([0, 4.9, 5, 5.1, 8, 8.1].map((value) => seriesAt(bar, value))).toEqual([0, 0, 0, 2, 2, null]);
    expect(seriesAt({ heights: [0, 0] }, 0)).toBeNull();
  });
});

describe("integerScale", () => {
  it("begins at zero, has whole steps and holds the largest count", () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.integer({ min: 1, max: 8 }), (max, intervals) => {
        const { ticks, top } = integerScale(max, intervals);
        expect(ticks[0]).toBe(0);
        expect(ticks.every(Number.isInteger)).toBe(true);
        expect(ticks.length - 1).toBeLessThanOrEqual(intervals);
        expect(ticks.at(-1)).toBe(top);
        expect(top).toBeGreaterThanOrEqual(Math.max(1, max));
      }),
    );
  });

  it("has no fractions for a handful of errors", () => {
    expect(integerScale(0).ticks).toEqual([0, 1]);
    expect(integerScale(1).ticks).toEqual([0, 1]);
    expect(integerScale(3).ticks).toEqual([0, 1, 2, 3]);
    expect(integerScale(48).ticks).toEqual([0, 20, 40, 60]);
  });

  it("refuses what is no count", () => {
    expect(() => integerScale(-1)).toThrow(RangeError);
    expect(() => integerScale(Number.NaN)).toThrow(RangeError);
    expect(() => integerScale(1, 0)).toThrow(RangeError);
  });
});
