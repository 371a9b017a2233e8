import { describe, expect, it } from "vitest";
import { badgedIcon, shortCount, titleWithCount } from "@/lib/client/alerts/tab-signal";

describe("titleWithCount", () => {
  it("puts the count before the title, in place of the one before", () => {
    expect(titleWithCount("Alerts · Banwatch", 2)).toBe("(2) Alerts · Banwatch");
    expect(titleWithCount("(2) Alerts · Banwatch", 3)).toBe("(3) Alerts · Banwatch");
    expect(titleWithCount("(99+) Alerts · Banwatch", 1)).toBe("(1) Alerts · Banwatch");
  });

  it("gives the title back when nothing fires", () => {
    expect(titleWithCount("(12) Errors · Banwatch", 0)).toBe("Errors · Banwatch");
    expect(titleWithCount("Errors · Banwatch", 0)).toBe("Errors · Banwatch");
  });

  it("stays short", () => {
    expect(shortCount(99)).toBe("99");
    expect(shortCount(100)).toBe("99+");
    expect(titleWithCount(titleWithCount("Alerts", 100), 0)).toBe("Alerts");
  });
});

describe("badgedIcon", () => {
  it("is a whole SVG in an address, another one for each severity", () => {
    const icons = (["critical", "warning", "info"] as const).map(badgedIcon);
    expect(new Set(icons).size).toBe(3);
    for (const icon of icons) {
      expect(icon.startsWith("data:image/svg+xml,")).toBe(true);
      expect(decodeURIComponent(icon.slice("data:image/svg+xml,".length))).toMatch(/^<svg .*<\/svg>$/);
      // A bare one would end the address.
      expect(icon).not.toContain("#");
    }
  });
});
