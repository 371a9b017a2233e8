import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  changeKind,
  checkRuleDraft,
  type RuleDraft,
  toRuleChanges,
  toRuleDraft,
  toRuleSettings,
} from "@/lib/client/alert-rules/rule-form";
import { defaultSettings, readTypedValue, toTypedValue } from "@/lib/client/alert-rules/rule-values";
import { ruleSettings } from "@/lib/contracts/alert-rules";
import { checkRule } from "@/lib/domain/alert-rules/check-rule";
import { DEFAULT_RULES } from "@/lib/domain/alert-rules/default-rules";
import { RULE_KINDS } from "@/lib/domain/alert-rules/kinds";

const RATE: RuleDraft = { ...toRuleDraft(defaultSettings("error-rate")), name: "many errors" };
const LASTS: RuleDraft = { ...toRuleDraft(defaultSettings("time-to-empty")), name: "soon empty" };
const rule = (name: string) => ({ kind: "rule", rule: name });

describe("a rule's form", () => {
  it("gives every rule that is there from the beginning back as it was", () => {
    for (const { settings } of DEFAULT_RULES) {
      const draft = toRuleDraft(settings);
      expect(checkRuleDraft(draft)).toEqual({});
      expect(toRuleSettings(draft)).toEqual(settings);
      expect(toRuleChanges(settings, draft)).toEqual({});
    }
  });

  it.each([
    ["an empty name", RATE, { name: " " }, "name", "nameEmpty"],
    ["a name of 61 characters", RATE, { name: "n".repeat(61) }, "name", "nameLong"],
    ["a name of two lines", RATE, { name: "a\nb" }, "name", "nameBad"],
    ["a list of accounts without any", RATE, { accountIds: [] }, "accountIds", "scopeEmpty"],
    ["a rate without a number", RATE, { threshold: "", clearAt: "" }, "threshold", "numberEmpty"],
    ["a number in hexadecimal", RATE, { threshold: "0x10", clearAt: "" }, "threshold", "numberBad"],
    ["a share of all calls", RATE, { threshold: "100" }, "threshold", "shareBad"],
    ["less than nothing", LASTS, { threshold: "0" }, "threshold", "zeroBad"],
    ["more than a year", LASTS, { threshold: "9000", clearAt: "9001" }, "threshold", "hoursHigh"],
    ["a rate that is over above the threshold", RATE, { clearAt: "21" }, "clearAt", "clearAbove"],
    ["hours that are fine below the threshold", LASTS, { clearAt: "23" }, "clearAt", "clearBelow"],
    ["a window of no time", RATE, { windowMinutes: "0" }, "windowMinutes", "windowBad"],
    ["half a minute", RATE, { forMinutes: "0.5" }, "forMinutes", "lastingBad"],
    ["a repetition every minute", RATE, { repeatMinutes: "1" }, "repeatMinutes", "repeatBad"],
    ["chosen channels without any", RATE, { channelIds: [] }, "channelIds", "channelsEmpty"],
    ["an escalation to nobody", RATE, { escalates: true }, "escalateToIds", "escalateToEmpty"],
  ] as const)("finds %s, and nothing else", (_, draft, changes, field, problem) => {
    expect(checkRuleDraft({ ...draft, ...changes })).toEqual({ [field]: rule(problem) });
  });

  it("passes over what its kind has no use for", () => {
    const ban = changeKind({ ...RATE, proxyKeyIds: [] }, "ip-ban");
    expect(checkRuleDraft({ ...ban, threshold: "nonsense", minCalls: "many" })).toEqual({});
    expect(toRuleSettings({ ...ban, threshold: "5", minCalls: "7", codes: ["A"] })).toMatchObject({
      threshold: null,
      minCalls: null,
      scope: { codes: [], proxyKeyIds: [] },
    });
  });

  it("keeps name, scope and channels when another kind is tried, and takes that kind's numbers", () => {
    const draft = changeKind({ ...RATE, accountIds: ["a1"], channelIds: ["c1"], threshold: "77" }, "time-to-empty");
    expect(draft).toMatchObject({ name: "many errors", accountIds: ["a1"], channelIds: ["c1"], threshold: "24" });
  });

  it("sends only what was changed", () => {
    const settings = { ...defaultSettings("error-rate"), name: "many errors" };
    expect(toRuleChanges(settings, { ...RATE, threshold: "30" })).toEqual({ threshold: 0.3 });
    expect(toRuleChanges(settings, { ...RATE, accountIds: ["a1"] })).toEqual({
      scope: { accountIds: ["a1"], providers: [], codes: [], proxyKeyIds: [] },
    });
  });

  it("makes a rule that the API takes, whenever it finds nothing wrong", () => {
    const number = fc.oneof(
      fc.constantFrom("", "0", "1", "20", "99.9", "100", "10080", "10081", "8761"),
      fc.double({ min: 0, max: 2e4, noNaN: true }).map(String),
    );
    const ids = fc.option(fc.uniqueArray(fc.constantFrom("x1", "x2"), { maxLength: 2 }));
    const draft = fc
      .record({
        threshold: number,
        clearAt: number,
        windowMinutes: number,
        forMinutes: number,
        clearForMinutes: number,
        minCalls: number,
        repeatMinutes: number,
        escalateAfterMinutes: number,
        accountIds: ids,
        codes: ids,
        channelIds: ids,
        escalates: fc.boolean(),
        escalateToIds: ids.map((list) => list ?? []),
        balanceBy: fc.constantFrom("low" as const, "critical" as const, "number" as const),
      })
      .chain((typed) =>
        fc
          .record({ kind: fc.constantFrom(...RULE_KINDS), name: fc.string({ maxLength: 70 }) })
          .map(({ kind, name }) => ({
            ...toRuleDraft(defaultSettings(kind)),
            ...typed,
            name,
          })),
      );
    let passed = 0;
    fc.assert(
      fc.property(draft, (one) => {
        if (Object.keys(checkRuleDraft(one)).length > 0) return;
        passed += 1;
        const settings = toRuleSettings(one);
        expect(ruleSettings.parse(settings)).toEqual(settings);
        expect(checkRule(settings)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
    expect(passed).toBeGreaterThan(0);
  });
});

describe("a typed value", () => {
  it.each([
    ["7", "share", 0.07],
    ["33.3", "share", 0.333],
    ["120", "minutes", 120],
    ["0.000001", "balance", 0.000001],
  ] as const)("%s as %s is %d, and back", (text, unit, value) => {
    expect(readTypedValue(text, unit)).toBe(value);
    expect(toTypedValue(value, unit)).toBe(text);
  });

  it.each(["", "-1", "1e3", "0x10", "1,5", " ", "NaN", "1."])("%j is no number", (text) => {
    expect(readTypedValue(text, "hours")).toBeNull();
  });
});
