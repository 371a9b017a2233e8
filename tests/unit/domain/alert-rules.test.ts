import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CreateRuleRequest,
  type RuleSettings as RuleSettingsContract,
  ruleSettings,
} from "@/lib/contracts/alert-rules";
import { checkRule } from "@/lib/domain/alert-rules/check-rule";
import { completeRule } from "@/lib/domain/alert-rules/complete-rule";
import { DEFAULT_RULES } from "@/lib/domain/alert-rules/default-rules";
import { RULE_KINDS, type RuleKind, ruleKindFacts } from "@/lib/domain/alert-rules/kinds";
import { type MeasureRule, readMeasure } from "@/lib/domain/alert-rules/read-measure";
import type { PartialRule, RuleSettings } from "@/lib/domain/alert-rules/rule-settings";

const rule = (when: RuleKind, settings: Partial<RuleSettings> = {}): RuleSettings =>
  completeRule({ name: "mine", when, ...settings });
const misfits = (when: RuleKind, settings: Partial<RuleSettings>) =>
  checkRule(rule(when, settings)).map(({ field, message }) => `${field} ${message}`);

describe("what a measured number means", () => {
  const ABOVE: MeasureRule = { side: "above", threshold: 0.2, clearAt: 0.15 };
  const BELOW: MeasureRule = { side: "below", threshold: 24, clearAt: 36 };
  it.each([
    [ABOVE, 0.21, "breach"],
    [ABOVE, 0.2, "between"],
    [ABOVE, 0.16, "between"],
    [ABOVE, 0.15, "clear"],
    [ABOVE, 0, "clear"],
    [BELOW, 23.9, "breach"],
    [BELOW, 24, "between"],
    [BELOW, 35.9, "between"],
    [BELOW, 36, "clear"],
    [BELOW, Number.POSITIVE_INFINITY, "clear"],
    [{ ...ABOVE, clearAt: null }, 0.2, "clear"],
    [{ ...BELOW, clearAt: null }, 24, "clear"],
    [{ ...ABOVE, clearAt: 0.9 }, 0.21, "breach"],
    [{ ...ABOVE, clearAt: 0.9 }, 0.2, "clear"],
    [{ ...BELOW, threshold: 0, clearAt: null }, 0, "clear"],
    [ABOVE, null, "no-data"],
    [ABOVE, Number.NaN, "no-data"],
  ] as const)("%o: %s is %s", (settings, value, kind) => {
    expect(readMeasure(value, settings)).toEqual({ kind });
  });

  it("is never two things on the way from calm to alert", () => {
    const numbers = fc.double({ min: 0, max: 1, noNaN: true });
    const order = ["clear", "between", "breach"];
    fc.assert(
      fc.property(numbers, numbers, numbers, numbers, (a, b, threshold, clearAt) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const kindOf = (value: number) => readMeasure(value, { side: "above", threshold, clearAt }).kind;
        expect(order.indexOf(kindOf(low))).toBeLessThanOrEqual(order.indexOf(kindOf(high)));
      }),
    );
  });
});

describe("the rules of the first minute", () => {
  it("are what the contract takes, and fit their kinds", () => {
    for (const { settings } of DEFAULT_RULES) {
      expect(ruleSettings.parse(settings)).toEqual(settings);
      expect(checkRule(settings)).toEqual([]);
    }
  });

  it("are one of each kind, and of low balance one for each of the account's thresholds", () => {
    const kinds = DEFAULT_RULES.map(({ settings }) => settings.when);
    expect(kinds).toEqual(RULE_KINDS.flatMap((kind) => (kind === "low-balance" ? [kind, kind] : [kind])));
    const balance = DEFAULT_RULES.filter(({ settings }) => settings.when === "low-balance");
    expect(balance.map(({ settings }) => [settings.accountLevel, settings.severity])).toEqual([
      ["low", "warning"],
      ["critical", "critical"],
    ]);
  });

  it("have keys and names that tell them apart", () => {
    expect(new Set(DEFAULT_RULES.map(({ key }) => key)).size).toBe(DEFAULT_RULES.length);
    expect(new Set(DEFAULT_RULES.map(({ settings }) => settings.name)).size).toBe(DEFAULT_RULES.length);
    expect(DEFAULT_RULES[0]?.key).toBe("default-ip-ban");
  });

  it("are on, and say what their kind does", () => {
    for (const { settings } of DEFAULT_RULES) {
      const { windowMinutes, forMinutes, clearForMinutes, minCalls, repeatMinutes } = ruleKindFacts(settings.when);
      expect(settings).toMatchObject({
        enabled: true,
        windowMinutes,
        forMinutes,
        clearForMinutes,
        minCalls,
        repeatMinutes,
      });
    }
  });
});

describe("a rule that is filled in", () => {
  // Does not compile once the contract and the domain differ.
  const toContract = (settings: RuleSettings): RuleSettingsContract => settings;
  const toDomain = (settings: RuleSettingsContract): RuleSettings => settings;
  const toPartial = (request: CreateRuleRequest): PartialRule => request;

  it("has the fields of the contract and no others", () => {
    const settings = toDomain(toContract(completeRule(toPartial({ name: "mine", when: "ip-ban" }))));
    expect(Object.keys(settings).sort()).toEqual(Object.keys(ruleSettings.shape).sort());
  });

  it("keeps everything that was given, null included", () => {
    const mine = { ...rule("error-rate"), repeatMinutes: null, clearAt: null, enabled: false, channelIds: ["a"] };
    expect(completeRule(mine)).toEqual(mine);
  });

  it.each([
    ["error-rate", 0.1, 0.075],
    ["error-rate", 0.3, 0.225],
    ["error-rate", undefined, 0.15],
    ["time-to-empty", 48, 72],
    ["no-traffic", 30, null],
    ["low-balance", 100, null],
  ] as const)("%s with the threshold %s is over at %s", (when, threshold, clearAt) => {
    const settings = rule(when, threshold === undefined ? {} : { threshold });
    expect(settings.clearAt).toBe(clearAt);
    expect(checkRule(settings)).toEqual([]);
  });

  it("looks at the account's own threshold where low balance names no number", () => {
    expect(rule("low-balance")).toMatchObject({ threshold: null, accountLevel: "low", severity: "warning" });
    expect(rule("low-balance", { accountLevel: "critical" }).severity).toBe("critical");
    expect(rule("low-balance", { threshold: 5 })).toMatchObject({ threshold: 5, accountLevel: null });
  });

  it("fits its kind whatever number it is given that fits", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...RULE_KINDS),
        fc.double({ min: 0.001, max: 0.99, noNaN: true }),
        (when, threshold) => {
          const isMeasured = ruleKindFacts(when).threshold !== null;
          expect(checkRule(rule(when, isMeasured ? { threshold } : {}))).toEqual([]);
        },
      ),
    );
  });
});

describe("a rule that does not fit its kind", () => {
  it.each([
    ["error-rate", { threshold: null, clearAt: null }, ["threshold is needed"]],
    ["error-rate", { threshold: 20 }, ["threshold must be a share below 1, such as 0.2 for 20 %"]],
    ["error-rate", { threshold: 1 }, ["threshold must be a share below 1, such as 0.2 for 20 %"]],
    ["error-rate", { threshold: -1, clearAt: null }, ["threshold must be a number that is not negative"]],
    ["error-rate", { threshold: Number.NaN, clearAt: null }, ["threshold must be a number that is not negative"]],
    ["error-rate", { threshold: 0.1, clearAt: 0.15 }, ["clearAt must be at most the threshold, 0.1"]],
    ["time-to-empty", { threshold: 24, clearAt: 12 }, ["clearAt must be at least the threshold, 24"]],
    ["time-to-empty", { threshold: 0 }, ["threshold must be above 0: nothing is ever below that"]],
    ["time-to-empty", { threshold: 10_000 }, ["threshold must be at most 8760"]],
    ["no-traffic", { threshold: 10_081 }, ["threshold must be at most 10080"]],
    ["ip-ban", { threshold: 1 }, ["threshold has no meaning for ip-ban"]],
    ["ip-ban", { clearAt: 1 }, ["clearAt has no meaning for ip-ban"]],
    ["low-balance", { threshold: null, accountLevel: null }, ["threshold is needed, or an accountLevel"]],
    ["low-balance", { threshold: 5, accountLevel: "low" }, ["accountLevel must be null where there is a threshold"]],
    ["low-balance", { clearAt: 5 }, ["clearAt must be null where there is no threshold"]],
    ["error-rate", { threshold: null, clearAt: null, accountLevel: "low" }, ["accountLevel is for low-balance only"]],
    ["error-rate", { windowMinutes: null }, ["windowMinutes is needed"]],
    ["error-rate", { minCalls: null }, ["minCalls is needed"]],
    ["ip-ban", { windowMinutes: 5 }, ["windowMinutes has no meaning for ip-ban"]],
    ["time-to-empty", { minCalls: 5 }, ["minCalls has no meaning for time-to-empty"]],
    ["ip-ban", { escalateAfterMinutes: 5 }, ["escalateToIds must name at least one channel to escalate to"]],
    ["ip-ban", { escalateToIds: ["a"] }, ["escalateAfterMinutes is needed where somebody is escalated to"]],
  ] as const)("%s with %o: %s", (when, settings, expected) => {
    expect(misfits(when, settings as Partial<RuleSettings>)).toEqual(expected);
  });

  it("is told of every list that its kind has no use for", () => {
    const scope = { accountIds: ["a"], providers: ["capmonster" as const], codes: ["b"], proxyKeyIds: ["c"] };
    const lists = (when: RuleKind) => checkRule(rule(when, { scope })).map(({ field }) => field);
    expect(lists("error-rate")).toEqual([]);
    expect(lists("ip-ban")).toEqual(["scope.accountIds", "scope.codes", "scope.proxyKeyIds"]);
    expect(lists("recording-late")).toEqual([
      "scope.accountIds",
      "scope.providers",
      "scope.codes",
      "scope.proxyKeyIds",
    ]);
  });
});
