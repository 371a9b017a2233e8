import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GIVE_UP_AFTER_MS, LEAST_ATTEMPTS, nextAttemptMs } from "@/lib/domain/retry-wait";

const NOW_MS = 1_760_000_000_000;
const wait = (attempts: number, random: number, retryAfterMs: number | null = null): number | null => {
  const atMs = nextAttemptMs({ attempts, createdAtMs: NOW_MS, nowMs: NOW_MS, retryAfterMs, random: () => random });
  return atMs === null ? null : atMs - NOW_MS;
};

describe("a delivery that failed", () => {
  it.each([
    [1, 2_000],
    [2, 4_000],
    [3, 8_000],
    [9, 512_000],
    [10, 900_000],
    [5_000, 900_000],
  ])("is tried again after attempt %s within %s ms", (attempts, ceilingMs) => {
    expect(wait(attempts, 0.999_999_999)).toBe(ceilingMs);
    expect(wait(attempts, 0.5)).toBe(ceilingMs / 2);
    expect(wait(attempts, 0)).toBe(500);
  });

  it.each([
    [30_000, 30_000],
    [100, 1_000],
    [86_400_000, 3_600_000],
    [Number.POSITIVE_INFINITY, 3_600_000],
    [-5, 1_000],
    [Number.NaN, 1_000],
  ])("that the service wants %s ms to wait is tried after %s", (retryAfterMs, expected) => {
    expect(wait(1, 0.5, retryAfterMs)).toBe(expected);
  });

  it("is tried until a day has passed since it was created, and not after", () => {
    const attempt = (ageMs: number) =>
      nextAttemptMs({
        attempts: LEAST_ATTEMPTS,
        createdAtMs: NOW_MS,
        nowMs: NOW_MS + ageMs,
        retryAfterMs: null,
        random: () => 0,
      });
    expect(attempt(GIVE_UP_AFTER_MS - 500)).toBe(NOW_MS + GIVE_UP_AFTER_MS);
    expect(attempt(GIVE_UP_AFTER_MS - 499)).toBeNull();
  });

  it("is not given up for a clock that jumped ahead, nor by a process that was off: both have tried nothing", () => {
    const attempt = (attempts: number) =>
      nextAttemptMs({
        ...{ attempts, createdAtMs: NOW_MS - 5 * GIVE_UP_AFTER_MS, nowMs: NOW_MS },
        ...{ retryAfterMs: null, random: () => 0 },
      });
    expect(attempt(LEAST_ATTEMPTS - 1)).toBe(NOW_MS + 500);
    expect(attempt(LEAST_ATTEMPTS)).toBeNull();
  });

  it("is tried often enough in a day to be given up, even where the service names an hour each time", () => {
    expect(LEAST_ATTEMPTS * 3_600_000).toBeLessThan(GIVE_UP_AFTER_MS);
  });

  it("is tried at a whole millisecond, half a second to an hour from now, whatever comes", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -3, max: 1_000_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.option(fc.double()),
        (attempts, random, retryAfterMs) => {
          const waitMs = wait(attempts, random, retryAfterMs);
          expect(Number.isInteger(waitMs)).toBe(true);
          expect(waitMs).toBeGreaterThanOrEqual(500);
          expect(waitMs).toBeLessThanOrEqual(3_600_000);
        },
      ),
    );
  });
});
