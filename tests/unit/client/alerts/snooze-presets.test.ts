import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SNOOZE_PRESETS, snoozeMinutes } from "@/lib/client/alerts/snooze-presets";
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
      fc.property(instant, zone, fc.constantFrom(...SNOOZE_PRESETS), (nowMs, timeZone, preset) => {
        const minutes = snoozeMinutes(preset, nowMs, timeZone);
        expect(snoozeRequest.safeParse({ minutes, reason: "known" }).success).toBe(true);
      }),
    );
  });
});
