import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDuration, formatIsoDuration } from "@/lib/client/format/format";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe("formatDuration", () => {
  it.each([
    [0, "00:00"],
    [7 * MINUTE + 12 * SECOND, "07:12"],
    [59 * MINUTE + 59 * SECOND, "59:59"],
    [HOUR, "1:00:00"],
    [HOUR + 2 * MINUTE + 3 * SECOND, "1:02:03"],
    [23 * HOUR + 59 * MINUTE + 59 * SECOND, "23:59:59"],
    [DAY, "1 d 00:00"],
    [2 * DAY + 3 * HOUR + 4 * MINUTE, "2 d 03:04"],
  ])("shows %d ms as %s", (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });

  it("shows 00:00 only when the time is over", () => {
    expect(formatDuration(1)).toBe("00:01");
    expect(formatDuration(-1)).toBe("00:00");
    expect(formatDuration(-DAY)).toBe("00:00");
  });

  it("rolls over into the next unit when rounding up fills one", () => {
    expect(formatDuration(MINUTE - 1)).toBe("01:00");
    expect(formatDuration(HOUR - 1)).toBe("1:00:00");
    expect(formatDuration(DAY - 1)).toBe("1 d 00:00");
    expect(formatDuration(2 * DAY - 1)).toBe("2 d 00:00");
  });

  it("never promises an end before the end", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 * DAY }), (durationMs) => {
        const shownMs = readBack(formatDuration(durationMs));
        expect(shownMs).toBeGreaterThanOrEqual(durationMs);
        expect(shownMs - durationMs).toBeLessThan(durationMs >= DAY - SECOND ? MINUTE + SECOND : SECOND);
      }),
    );
  });

  it("refuses what is not a duration", () => {
    expect(() => formatDuration(Number.NaN)).toThrow(RangeError);
    expect(() => formatDuration(Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });
});

describe("formatIsoDuration", () => {
  it("agrees with the clock, in whole seconds", () => {
    expect(formatIsoDuration(7 * MINUTE + 12 * SECOND - 1)).toBe("PT432S");
    expect(formatIsoDuration(-1)).toBe("PT0S");
  });
});

/** The milliseconds that a formatted duration stands for. */
function readBack(text: string): number {
  const [, days, clock = ""] = /^(?:(\d+) d )?([\d:]+)$/.exec(text) ?? [];
  const parts = clock.split(":").map(Number);
  if (days !== undefined) return Number(days) * DAY + (parts[0] ?? 0) * HOUR + (parts[1] ?? 0) * MINUTE;
  return parts.reduce((total, part) => total * 60 + part, 0) * SECOND;
}
