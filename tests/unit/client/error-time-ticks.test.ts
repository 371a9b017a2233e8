import { describe, expect, it } from "vitest";
import { prepareTimeTicks } from "@/lib/client/charts/time-ticks";
import { PERIOD_IDS, type Period, periodWindow } from "@/lib/domain/period";

const ZONES = ["UTC", "Asia/Shanghai", "Asia/Kathmandu", "America/New_York", "Pacific/Chatham"];

function ticks(period: Period, timeZone: string, nowMs = Date.UTC(2026, 10, 22, 14, 7)) {
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const date = new Intl.DateTimeFormat("en-GB", { timeZone, month: "short", day: "numeric" });
  return prepareTimeTicks({
    period,
    timeZone,
    ...periodWindow(period, nowMs),
    format: (atMs, kind) => (kind === "date" ? date : clock).format(atMs),
  });
}

describe.each(ZONES)("the time axis in %s", (zone) => {
  it.each(PERIOD_IDS)("has its labels of %s inside the window, ascending and ever fewer", (period) => {
    const levels = ticks(period, zone);
    for (const level of levels) {
      expect(level.length).toBeGreaterThan(0);
      for (const [index, { position }] of level.entries()) {
        expect(position).toBeGreaterThanOrEqual(0);
        expect(position).toBeLessThan(1);
        if (index > 0) expect(position).toBeGreaterThan(level[index - 1]?.position ?? 1);
      }
    }
    const sizes = levels.map((level) => level.length);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(sizes.at(-1)).toBeLessThanOrEqual(3);
  });

  it("puts the labels of a day on full hours of the viewer's clock", () => {
    const labels = ticks("24h", zone)[0]?.map(({ label }) => label) ?? [];
    expect(labels.filter((label) => label.includes(":")).every((label) => label.endsWith(":00"))).toBe(true);
    expect(labels).toHaveLength(24);
  });
});

describe("prepareTimeTicks", () => {
  it("names a midnight by its date", () => {
    const labels = ticks("6h", "Asia/Shanghai", Date.UTC(2026, 10, 22, 17, 3))[1]?.map(({ label }) => label);
    expect(labels).toEqual(["20:00", "21:00", "22:00", "23:00", "23 Nov", "01:00"]);
  });

  it("has each day once when the clocks go back and forward", () => {
    for (const nowMs of [Date.UTC(2026, 10, 4, 12), Date.UTC(2026, 2, 11, 12)]) {
      const days = ticks("7d", "America/New_York", nowMs)[0] ?? [];
      expect(days).toHaveLength(7);
      expect(new Set(days.map(({ label }) => label)).size).toBe(7);
    }
  });
});
