import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bucketStarts, isPeriod, PERIOD_IDS, PERIODS, periodWindow } from "@/lib/domain/period";

const period = fc.constantFrom(...PERIOD_IDS);
const nowMs = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2100, 0) });

describe("periods", () => {
  it.each(PERIOD_IDS)("draw %s in 60 to 120 bars that its tally can be added up to", (id) => {
    const { lengthMs, stepMs, tallyStepSeconds } = PERIODS[id];
    expect(lengthMs % stepMs).toBe(0);
    expect(lengthMs / stepMs).toBeGreaterThanOrEqual(60);
    expect(lengthMs / stepMs).toBeLessThanOrEqual(120);
    expect(stepMs % (tallyStepSeconds * 1000)).toBe(0);
  });

  it("are as long as their names say", () => {
    expect(PERIOD_IDS.map((id) => PERIODS[id].lengthMs / 3_600_000)).toEqual([1, 6, 24, 168, 720]);
  });

  it("know their own names only", () => {
    expect(PERIOD_IDS.every(isPeriod)).toBe(true);
    expect(["2h", "constructor", "", 1, null, undefined].some(isPeriod)).toBe(false);
  });
});

describe("periodWindow", () => {
  it("puts now into the last bar, which ends on a whole step in UTC", () => {
    const window = periodWindow("24h", Date.UTC(2026, 0, 2, 10, 7, 30));
    expect(window).toEqual({
      fromMs: Date.UTC(2026, 0, 1, 10, 15),
      toMs: Date.UTC(2026, 0, 2, 10, 15),
      stepMs: 900_000,
      tallyStepSeconds: 60,
      previousFromMs: Date.UTC(2025, 11, 31, 10, 15),
    });
  });

  it("opens a new bar at the very step", () => {
    expect(periodWindow("1h", Date.UTC(2026, 0, 1, 12)).toMs).toBe(Date.UTC(2026, 0, 1, 12, 1));
    expect(periodWindow("1h", Date.UTC(2026, 0, 1, 12) - 1).toMs).toBe(Date.UTC(2026, 0, 1, 12));
  });

  it("always has whole bars, now in the last, and a window before it of the same length", () => {
    fc.assert(
      fc.property(period, nowMs, (id, now) => {
        const window = periodWindow(id, now);
        const starts = bucketStarts(window);
        expect(starts).toHaveLength(PERIODS[id].lengthMs / PERIODS[id].stepMs);
        expect(starts[0]).toBe(window.fromMs);
        expect(starts.every((start) => start % window.stepMs === 0)).toBe(true);
        expect(starts.at(-1)).toBeLessThanOrEqual(now);
        expect(now).toBeLessThan((starts.at(-1) ?? 0) + window.stepMs);
        expect(window.toMs).toBe((starts.at(-1) ?? 0) + window.stepMs);
        expect(window.fromMs - window.previousFromMs).toBe(window.toMs - window.fromMs);
      }),
    );
  });

  it("refuses a clock that is not a number", () => {
    expect(() => periodWindow("1h", Number.NaN)).toThrow(RangeError);
  });
});
