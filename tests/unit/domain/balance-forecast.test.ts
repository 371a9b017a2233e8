import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hoursUntilEmpty } from "@/lib/domain/balance-forecast";

const NOW_MS = 1_760_000_000_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Samples at equal distances, the last one now. */
const every = (stepMs: number, balances: readonly (string | number)[]) =>
  balances.map((balance, index) => ({
    atMs: NOW_MS - (balances.length - 1 - index) * stepMs,
    balance: String(balance),
  }));
const forecast = (stepMs: number, balances: readonly (string | number)[]) =>
  hoursUntilEmpty(every(stepMs, balances), NOW_MS);

describe("how long a balance lasts", () => {
  it("is by what was spent an hour", () => {
    expect(forecast(30 * MINUTE_MS, [100, 95, 90, 85, 80, 75, 70])).toBeCloseTo(7);
  });

  it("counts nights in which nothing was spent", () => {
    const day = Array.from({ length: 13 }, (_, hour) => 220 - 10 * hour);
    const night = Array.from({ length: 12 }, () => 100);
    // 120 in 24 hours, and 100 are left.
    expect(forecast(HOUR_MS, [...day, ...night])).toBeCloseTo(20);
  });

  it("leaves a stretch with a top-up out of spending and of time", () => {
    const steady = forecast(30 * MINUTE_MS, [100, 95, 90, 85, 80, 75, 70]);
    expect(forecast(30 * MINUTE_MS, [20, 15, 10, 95, 90, 85, 80, 75, 70])).toBeCloseTo(steady ?? 0);
  });

  it("takes what was spent during a gap from the fall across it", () => {
    const samples = every(30 * MINUTE_MS, [100, 95, 90, 85, 80, 75, 70, 65, 60]);
    const gap = samples.filter((_, index) => index !== 3 && index !== 4);
    expect(hoursUntilEmpty(gap, NOW_MS)).toBeCloseTo(hoursUntilEmpty(samples, NOW_MS) ?? 0);
  });

  it("counts from the newest balance on", () => {
    const samples = every(30 * MINUTE_MS, [100, 95, 90, 85, 80, 75, 70]);
    expect(hoursUntilEmpty(samples, NOW_MS + 30 * MINUTE_MS)).toBeCloseTo(6.5);
  });

  it("looks back a day", () => {
    const spree = [{ atMs: NOW_MS - 24 * HOUR_MS - 1, balance: "1000000" }];
    const samples = every(HOUR_MS, [100, 95, 90, 85, 80, 75, 70]);
    expect(hoursUntilEmpty([...spree, ...samples], NOW_MS)).toBe(hoursUntilEmpty(samples, NOW_MS));
  });

  it("is 0 for what is gone already", () => {
    expect(forecast(30 * MINUTE_MS, [30, 25, 20, 15, 10, 5, 0])).toBe(0);
    expect(forecast(30 * MINUTE_MS, [30, 25, 20, 15, 10, 5, -5])).toBe(0);
  });

  it("is exact where a sum of doubles is not", () => {
    const balances = Array.from(
      { length: 24 },
      (_, index) => `9007199254740993.${String(99 - index).padStart(2, "0")}`,
    );
    const hours = forecast(HOUR_MS, balances);
    expect(hours).toBeCloseTo(9_007_199_254_740_992 / 0.01, -12);
  });
});

describe("it says unknown", () => {
  it.each([
    ["for fewer than six samples", every(HOUR_MS, [100, 90, 80, 70, 60])],
    ["for less than two hours", every(20 * MINUTE_MS, [100, 90, 80, 70, 60, 50])],
    ["when nothing was spent", every(HOUR_MS, [100, 100, 100, 100, 100, 100])],
    ["when there were top-ups only", every(HOUR_MS, [10, 20, 30, 40, 50, 60])],
    ["when only unreadable balances were spent", every(HOUR_MS, [100, "?", 100, "1,5", 100, "", 100, 100, 100])],
    ["without any balance", []],
  ])("%s", (_, samples) => {
    expect(hoursUntilEmpty(samples, NOW_MS)).toBeNull();
  });

  it("when the newest balance is more than an hour old", () => {
    const samples = every(30 * MINUTE_MS, [100, 95, 90, 85, 80, 75, 70]);
    expect(hoursUntilEmpty(samples, NOW_MS + HOUR_MS)).not.toBeNull();
    expect(hoursUntilEmpty(samples, NOW_MS + HOUR_MS + 1)).toBeNull();
  });

  it("when all that is known is from before the clock was set back", () => {
    expect(hoursUntilEmpty(every(HOUR_MS, [100, 95, 90, 85, 80, 75, 70]), NOW_MS - 24 * HOUR_MS)).toBeNull();
  });
});

describe("whatever was measured", () => {
  const balances = fc.array(fc.oneof(fc.integer({ min: -50, max: 1_000 }), fc.constant("no number")), {
    maxLength: 60,
    size: "max",
  });

  it("is a number of hours or unknown, in any order of the samples", () => {
    let known = 0;
    fc.assert(
      fc.property(balances, fc.integer({ min: 5, max: 60 }), (all, minutes) => {
        const samples = every(minutes * MINUTE_MS, all);
        const hours = hoursUntilEmpty(samples, NOW_MS);
        expect(hoursUntilEmpty([...samples].reverse(), NOW_MS)).toBe(hours);
        if (hours === null) return;
        expect(hours).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(hours)).toBe(true);
        known++;
      }),
    );
    expect(known).toBeGreaterThan(10);
  });

  it("a top-up makes it no shorter than the stretch that it hides may account for", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 24 }),
        fc.nat(20),
        (falls, at) => {
          let balance = 1_000;
          const spent = falls.map((fall) => (balance -= fall));
          const toppedUp = spent.map((left, index) => (index >= at % falls.length ? left + 500 : left));
          const [before, after] = [forecast(HOUR_MS, spent), forecast(HOUR_MS, toppedUp)];
          if (before !== null && after !== null && at % falls.length > 0) {
            // Without the stretch that the top-up hides, the mean may be that stretch's share higher, no more.
            const share = (falls.length - 1) / (falls.length - 2);
            expect(after * share * share).toBeGreaterThanOrEqual(before);
          }
        },
      ),
    );
  });
});
