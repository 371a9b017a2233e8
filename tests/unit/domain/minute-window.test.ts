import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addToWindow, advanceWindow, EMPTY_WINDOW, type MinuteWindow, msUntilBelow } from "@/lib/domain/minute-window";

const NOW_MS = 1_760_000_000_000;
const HOUR_MS = 3_600_000;

const countAt = (window: MinuteWindow, nowMs: number) => advanceWindow(window, nowMs).count;
const filled = (atMs: readonly number[]) => atMs.reduce(addToWindow, EMPTY_WINDOW);
const secondOf = (atMs: number) => Math.floor(atMs / 1_000);

/** What a list of all instants says, for a clock that runs on and events that come up to a minute late. */
const naiveCount = (atMs: readonly number[], nowMs: number): number => {
  const head = Math.max(secondOf(nowMs), ...atMs.map(secondOf));
  return atMs.filter((event) => secondOf(event) > head - 60).length;
};

describe("the window of a minute", () => {
  const gaps = fc.oneof(fc.nat(3_000), fc.nat(70_000));

  it("counts what a list of all instants would", () => {
    const events = fc.array(fc.record({ gapMs: gaps, lateMs: fc.oneof(fc.constant(0), fc.nat(58_000)) }));
    fc.assert(
      fc.property(events, gaps, (steps, restMs) => {
        let nowMs = NOW_MS;
        let window: MinuteWindow = EMPTY_WINDOW;
        const atMs: number[] = [];
        for (const { gapMs, lateMs } of steps) {
          nowMs += gapMs;
          window = advanceWindow(window, nowMs);
          window = addToWindow(window, nowMs - lateMs);
          atMs.push(nowMs - lateMs);
          expect(window.count).toBe(naiveCount([...atMs], nowMs));
        }
        expect(countAt(window, nowMs + restMs)).toBe(naiveCount(atMs, nowMs + restMs));
      }),
    );
  });

  it("keeps the sum of its slots, and no more than sixty of them, whatever the clock does", () => {
    const instants = fc.array(fc.integer({ min: NOW_MS - 2 * HOUR_MS, max: NOW_MS + 2 * HOUR_MS }));
    fc.assert(
      fc.property(instants, (atMs) => {
        const window = filled(atMs);
        expect(window.slots).toHaveLength(60);
        expect(window.slots.every((slot) => slot >= 0)).toBe(true);
        expect(window.slots.reduce((sum, slot) => sum + slot, 0)).toBe(window.count);
      }),
    );
  });

  it("forgets everything within two minutes without events, whatever the clock did before", () => {
    const instants = fc.array(fc.integer({ min: NOW_MS - 2 * HOUR_MS, max: NOW_MS + 2 * HOUR_MS }));
    fc.assert(
      fc.property(instants, fc.integer({ min: NOW_MS - HOUR_MS, max: NOW_MS + HOUR_MS }), (atMs, nowMs) => {
        const seen = advanceWindow(filled(atMs), nowMs);
        expect(countAt(seen, nowMs + 120_000)).toBe(0);
      }),
    );
  });

  it("keeps what happened when the clock is set back by an hour, and lets it go a minute later", () => {
    const window = filled([NOW_MS - 30_000, NOW_MS, NOW_MS]);
    const back = advanceWindow(window, NOW_MS - HOUR_MS);
    expect(back.count).toBe(3);
    expect(countAt(back, NOW_MS - HOUR_MS + 30_000)).toBe(2);
    expect(countAt(back, NOW_MS - HOUR_MS + 60_000)).toBe(0);
  });

  it("is empty after a step forward by an hour, and counts on from there", () => {
    const window = filled([NOW_MS, NOW_MS]);
    expect(countAt(window, NOW_MS + HOUR_MS)).toBe(0);
    expect(addToWindow(window, NOW_MS + HOUR_MS).count).toBe(1);
  });

  it("is the very same when nothing left it", () => {
    const window = filled([NOW_MS]);
    expect(advanceWindow(window, NOW_MS + 1)).toBe(window);
  });
});

describe("msUntilBelow", () => {
  it("names the first instant at which fewer are left", () => {
    const ages = fc.array(fc.nat(59_000), { maxLength: 60 });
    fc.assert(
      fc.property(ages, fc.integer({ min: 1, max: 60 }), (agesMs, threshold) => {
        const window = advanceWindow(filled([...agesMs].sort((a, b) => b - a).map((age) => NOW_MS - age)), NOW_MS);
        const waitMs = msUntilBelow(window, threshold, NOW_MS);
        if (window.count < threshold) expect(waitMs).toBe(0);
        else {
          expect(countAt(window, NOW_MS + waitMs)).toBeLessThan(threshold);
          expect(countAt(window, NOW_MS + waitMs - 1)).toBeGreaterThanOrEqual(threshold);
        }
      }),
    );
  });

  it("is never more than a minute, also right after the clock was set back", () => {
    const window = filled([NOW_MS, NOW_MS]);
    expect(msUntilBelow(window, 1, NOW_MS - 50_000)).toBe(60_000);
    expect(msUntilBelow(window, 1, NOW_MS - HOUR_MS)).toBeLessThanOrEqual(60_000);
  });
});
