import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { followThreshold } from "@/lib/client/alert-rules/follow-threshold";
import { findLiveProblems, markProblems } from "@/lib/client/alert-rules/live-problems";
import { toPreviewRequest } from "@/lib/client/alert-rules/prepare-rule-preview";
import { checkRuleDraft, toRuleDraft } from "@/lib/client/alert-rules/rule-form";
import { defaultSettings } from "@/lib/client/alert-rules/rule-values";
import { RULE_KINDS } from "@/lib/domain/alert-rules/kinds";

const RATE = { ...toRuleDraft(defaultSettings("error-rate")), name: "many errors" };
const LASTS = { ...toRuleDraft(defaultSettings("time-to-empty")), name: "soon empty" };
const CLEAR_ABOVE = { kind: "rule", rule: "clearAbove" };

describe("where a rule is over again", () => {
  it("moves along with the threshold in the proportion of the two", () => {
    expect(followThreshold(RATE, "10")).toBe("7.5");
    expect(followThreshold(LASTS, "48")).toBe("72");
    expect(followThreshold({ ...RATE, threshold: "90", clearAt: "50" }, "80")).toBe("44.44");
    expect(followThreshold({ ...LASTS, threshold: "30", clearAt: "40" }, "31")).toBe("41.34");
  });

  it("is as it was when the threshold is, however often it was changed between", () => {
    expect(followThreshold({ ...RATE, threshold: "90", clearAt: "50" }, "90")).toBe("50");
  });

  it("stays where nothing follows: no value, no number, a threshold of zero", () => {
    expect(followThreshold({ ...RATE, clearAt: "" }, "10")).toBe("");
    expect(followThreshold(RATE, "1x")).toBe("15");
    expect(followThreshold({ ...RATE, threshold: "0", clearAt: "0" }, "10")).toBe("0");
  });

  it("never comes to lie on the wrong side of the threshold", () => {
    const typed = fc.double({ min: 0.01, max: 99, noNaN: true }).map((value) => value.toFixed(4));
    fc.assert(
      fc.property(fc.constantFrom(...RULE_KINDS), typed, (kind, threshold) => {
        const draft = toRuleDraft(defaultSettings(kind));
        const changed = { ...draft, threshold, clearAt: followThreshold(draft, threshold) };
        expect(checkRuleDraft(changed).clearAt).toBeUndefined();
      }),
    );
  });
});

describe("what is marked in a rule's form", () => {
  it("is at once what keeps its preview from being made", () => {
    const passed = { ...RATE, threshold: "10" };
    expect(toPreviewRequest(passed)).toBeNull();
    expect(markProblems(passed, {})).toEqual({ clearAt: CLEAR_ABOVE });
  });

  it("is something whenever there is no preview, and nothing of that when there is one", () => {
    const typed = fc.constantFrom("", "0", "5", "15", "20", "100", "abc");
    const ids = fc.constantFrom(null, [], ["x"]);
    const fields = { threshold: typed, clearAt: typed, minCalls: typed, windowMinutes: typed, accountIds: ids };
    fc.assert(
      fc.property(fc.constantFrom(...RULE_KINDS), fc.record(fields), (kind, changes) => {
        const draft = { ...toRuleDraft(defaultSettings(kind)), ...changes };
        expect(Object.keys(markProblems(draft, {})).length > 0).toBe(toPreviewRequest(draft) === null);
      }),
    );
  });

  it("waits with the name and with who is told until somebody saves", () => {
    const draft = { ...RATE, name: "", channelIds: [] };
    expect(markProblems(draft, {})).toEqual({});
    expect(Object.keys(markProblems(draft, checkRuleDraft(draft)))).toEqual(["name", "channelIds"]);
  });

  it("goes when it is right again, also where another field made it right", () => {
    const told = checkRuleDraft({ ...RATE, threshold: "10" });
    expect(markProblems(RATE, told)).toEqual({});
    expect(findLiveProblems(RATE)).toEqual({});
  });

  it("keeps what the server said of a field", () => {
    const told = { clearAt: { kind: "text", text: "must be less" } } as unknown as ReturnType<typeof checkRuleDraft>;
    expect(markProblems(RATE, told)).toEqual(told);
  });
});
