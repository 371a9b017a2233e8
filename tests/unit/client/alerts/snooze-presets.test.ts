import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listSnoozePresets, snoozeMinutes } from "@/lib/client/alerts/snooze-presets";
import { snoozeRequest } from "@/lib/contracts/incidents";

const MINUTE_MS = 60_000;
const endOf = (from: string, timeZone: string) => {
  const nowMs = Date.parse(from);
  return new Date(nowMs + snoozeMinutes("morning", nowMs, timeZone) * MINUTE_MS).toISOString();
};

describe("snoozeMinutes", () => {
  it("ends at nine of the viewer's next day", () => {
    expect(endOf("2026-11-23T15:00:00Z", "Europe/Berlin")).toBe("2026-11-24T08:00:00.000Z");
    expect(endOf("2026-11-23T15:00:00Z", "Asia/Kathmandu")).toBe("2026-11-24T03:15:00.000Z");
    // Already tomorrow there.
    expect(endOf("2026-11-23T23:30:00Z", "Asia/Shanghai")).toBe("2026-11-25T01:00:00.000Z");
    expect(endOf("2026-12-31T20:00:00Z", "UTC")).toBe("2027-01-01T09:00:00.000Z");
  });

  it("ends at nine by the clock also when the clocks change in the night", () => {
    expect(endOf("2026-03-28T20:00:00Z", "Europe/Berlin")).toBe("2026-03-29T07:00:00.000Z");
    expect(endOf("2026-10-24T20:00:00Z", "Europe/Berlin")).toBe("2026-10-25T08:00:00.000Z");
    expect(endOf("2026-03-08T04:00:00Z", "America/New_York")).toBe("2026-03-08T13:00:00.000Z");
  });

  it("never ends before nine for want of whole minutes", () => {
    expect(endOf("2026-11-23T15:00:30Z", "UTC")).toBe("2026-11-24T09:00:30.000Z");
  });

  it("is a number of minutes that the server takes, whenever and wherever", () => {
    const instant = fc.integer({ min: 1_600_000_000_000, max: 2_000_000_000_000 });
    const zone = fc.constantFrom(
      "UTC",
      "Europe/Berlin",
      "America/St_Johns",
      "Australia/Lord_Howe",
      "Pacific/Kiritimati",
    );
    fc.assert(
      fc.property(instant, zone, fc.integer({ min: -1e9, max: 4e9 }), (nowMs, timeZone, aheadMs) => {
        for (const preset of listSnoozePresets(nowMs, nowMs + aheadMs)) {
          const minutes = snoozeMinutes(preset, nowMs, timeZone, nowMs + aheadMs);
          expect(snoozeRequest.safeParse({ minutes, reason: "known" }).success).toBe(true);
        }
      }),
    );
  });
});

describe("listSnoozePresets", () => {
  const NOW_MS = Date.UTC(2026, 10, 23, 15);
  const ALWAYS = ["quarter", "half", "hour", "fourHours", "morning", "week"];

  it("offers the same to every alert, from a quarter of an hour to a week", () => {
    expect(listSnoozePresets(NOW_MS, null)).toEqual(ALWAYS);
    const minutes = (["quarter", "half", "hour", "fourHours", "week"] as const).map((preset) =>
      snoozeMinutes(preset, NOW_MS, "UTC"),
    );
    expect(minutes).toEqual([15, 30, 60, 240, 10_080]);
  });

  it("offers the end of a ban first, and never ends before it", () => {
    const untilMs = NOW_MS + 10 * MINUTE_MS + 1;
    expect(listSnoozePresets(NOW_MS, untilMs)).toEqual(["ban", ...ALWAYS]);
    expect(snoozeMinutes("ban", NOW_MS, "UTC", untilMs)).toBe(11);
  });

  it("does not offer an end that is past, too near or too far", () => {
    for (const minutes of [-5, 0, 4, 30 * 1_440 + 1]) {
      expect(listSnoozePresets(NOW_MS, NOW_MS + minutes * MINUTE_MS)).toEqual(ALWAYS);
    }
    expect(() => snoozeMinutes("ban", NOW_MS, "UTC", null)).toThrow(RangeError);
  });
});
