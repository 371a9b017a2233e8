import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { useRuleName } from "@/components/alert-rules/use-rule-name";
import { builtInNameOf } from "@/lib/client/alert-rules/built-in-name";
import { DEFAULT_RULES } from "@/lib/domain/alert-rules/default-rules";
import type { RuleKind } from "@/lib/domain/alert-rules/kinds";
import { messagesByLocale } from "@/lib/i18n/messages";

type Named = Parameters<ReturnType<typeof useRuleName>>[0];

function Name({ of }: { of: Named }) {
  return useRuleName()(of);
}

const inChinese = (of: Named) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="zh-CN" timeZone="UTC" messages={messagesByLocale["zh-CN"]}>
      <Name of={of} />
    </NextIntlClientProvider>,
  );

const asRule = (name: string, when: RuleKind, isDefault: boolean) => ({ name, when, isDefault });

describe("the name of a built-in rule", () => {
  it("is in English the one that it is stored under, and in Chinese another", () => {
    for (const { settings } of DEFAULT_RULES) {
      const own = builtInNameOf(settings.name, settings.when);
      if (own === null) throw new Error(`${settings.name} is not found`);
      expect(messagesByLocale.en["alert-rules"].builtIn[own]).toBe(settings.name);
      expect(messagesByLocale["zh-CN"]["alert-rules"].builtIn[own]).toMatch(/\p{Script=Han}/u);
    }
  });

  it("tells the two thresholds of a balance apart", () => {
    expect(builtInNameOf("Balance critical", "low-balance")).toBe("critical-balance");
    expect(builtInNameOf("Balance low", "low-balance")).toBe("low-balance");
  });

  it("is told in the viewer's language, of a rule and of its incidents", () => {
    expect(inChinese(asRule("Many errors", "error-rate", true))).toBe("错误过多");
    expect(inChinese({ rule: "Many errors", kind: "error-rate" })).toBe("错误过多");
  });

  it("is left as it is once a person has named it, and of rules that a person made", () => {
    expect(inChinese(asRule("errors at night", "error-rate", true))).toBe("errors at night");
    expect(inChinese(asRule("Many errors", "error-rate", false))).toBe("Many errors");
    expect(inChinese(asRule("Many errors", "no-traffic", true))).toBe("Many errors");
  });
});
