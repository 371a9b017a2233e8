import { describe, expect, it } from "vitest";
import { chooseLocale } from "@/lib/i18n/locales";
import { parseTimeZone } from "@/lib/i18n/time-zone";

describe("chooseLocale", () => {
  it("lets the viewer's choice win over the browser's", () => {
    expect(chooseLocale("en", "zh-CN,zh;q=0.9")).toBe("en");
    expect(chooseLocale("zh-CN", "en")).toBe("zh-CN");
  });

  it.each([
    ["zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"],
    ["zh-TW", "zh-CN"],
    ["ZH", "zh-CN"],
    ["en-GB,zh;q=0.5", "en"],
    ["en;q=0.2, zh;q=0.7", "zh-CN"],
    ["de, fr;q=0.9, zh;q=0.1", "zh-CN"],
    ["zh;q=0, de", "en"],
    ["de", "en"],
    ["*", "en"],
    ["", "en"],
    [";;q=,,", "en"],
  ] as const)("answers %j in %s", (header, locale) => {
    expect(chooseLocale(undefined, header)).toBe(locale);
  });

  it("ignores a choice it does not speak", () => {
    expect(chooseLocale("../../etc", "zh")).toBe("zh-CN");
    expect(chooseLocale("fr", null)).toBe("en");
  });
});

describe("parseTimeZone", () => {
  it("takes a zone that exists and falls back to UTC otherwise", () => {
    expect(parseTimeZone("Asia/Shanghai")).toBe("Asia/Shanghai");
    expect(parseTimeZone("Mars/Olympus")).toBe("UTC");
    expect(parseTimeZone("")).toBe("UTC");
    expect(parseTimeZone(undefined)).toBe("UTC");
  });
});
