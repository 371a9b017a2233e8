import { describe, expect, it } from "vitest";
import { getPreset, isProviderId, PROVIDER_IDS, type ProviderId } from "@/lib/domain/provider-presets";

describe("provider presets", () => {
  it("offer the known providers, a custom one and the sandbox, the default first", () => {
    expect([...PROVIDER_IDS]).toEqual([
      "ez-captcha",
      "yescaptcha",
      "capsolver",
      "capmonster",
      "anti-captcha",
      "2captcha",
      "custom",
      "sandbox",
    ]);
  });

  it.each([
    ["ez-captcha", "https://api.ez-captcha.com", "points"],
    ["yescaptcha", "https://api.yescaptcha.com", "points"],
    ["capsolver", "https://api.capsolver.com", "USD"],
    ["capmonster", "https://api.capmonster.cloud", "USD"],
    ["anti-captcha", "https://api.anti-captcha.com", "USD"],
    ["2captcha", "https://api.2captcha.com", "USD"],
    ["custom", null, null],
    ["sandbox", null, "points"],
  ] as const)("know the address and the unit of %s", (id, baseUrl, unit) => {
    expect(getPreset(id)).toMatchObject({ id, baseUrl, unit });
  });

  it.each(PROVIDER_IDS)("make sense for %s", (id) => {
    const preset = getPreset(id);
    if (preset.baseUrl !== null) expect(new URL(preset.baseUrl).origin).toBe(preset.baseUrl);
    expect(preset.unit === "points").toBe(preset.pointsPer !== undefined);
    expect(preset.banSeconds).toBeGreaterThanOrEqual(60);
    expect(preset.balanceMinGapSeconds).toBeGreaterThanOrEqual(30);
    expect(preset.balanceEverySeconds).toBeGreaterThanOrEqual(preset.balanceMinGapSeconds);
  });

  it("say what a point is worth", () => {
    expect(getPreset("ez-captcha").pointsPer).toEqual({ amount: 10_000, currency: "USD" });
    expect(getPreset("yescaptcha").pointsPer).toEqual({ amount: 1_000, currency: "CNY" });
  });

  it("refuse an id that is not theirs", () => {
    expect(isProviderId("constructor")).toBe(false);
    expect(isProviderId("capmonster")).toBe(true);
    expect(() => getPreset("nobody" as ProviderId)).toThrow(RangeError);
  });
});
