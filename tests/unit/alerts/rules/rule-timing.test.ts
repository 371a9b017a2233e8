import { describe, expect, it } from "vitest";
import { completeRule } from "@/lib/domain/alert-rules/complete-rule";
import { RULE_KINDS, type RuleKind } from "@/lib/domain/alert-rules/kinds";
import type { RuleSettings } from "@/lib/domain/alert-rules/rule-settings";
import { timingOf } from "@/lib/server/alerts/rules/rule-timing";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const ruleOf = (when: RuleKind, settings: Partial<RuleSettings> = {}): RuleSettings =>
  completeRule({ name: "mine", when, ...settings });

describe("how long without data counts as the end", () => {
  it("a quarter of an hour for rates, a day for balances, and no time for anything else", () => {
    const ends = RULE_KINDS.map((kind) => [kind, timingOf(ruleOf(kind)).noDataEndMs] as const);
    expect(Object.fromEntries(ends.filter(([, endMs]) => endMs !== null))).toEqual({
      "error-rate": 15 * MINUTE_MS,
      "provider-unavailable": 15 * MINUTE_MS,
      "low-balance": DAY_MS,
      "time-to-empty": DAY_MS,
    });
  });

  it.each(["error-rate", "provider-unavailable"] as const)("never less than the window of a rate: %s", (kind) => {
    expect(timingOf(ruleOf(kind, { windowMinutes: 60 })).noDataEndMs).toBe(60 * MINUTE_MS);
    expect(timingOf(ruleOf(kind, { windowMinutes: 1 })).noDataEndMs).toBe(15 * MINUTE_MS);
  });
});

it("waits are in milliseconds, and what a rule never does stays null", () => {
  const { forMs, clearForMs, repeatMs, escalateAfterMs } = timingOf(
    ruleOf("error-rate", { forMinutes: 2, clearForMinutes: 5, repeatMinutes: 60, escalateAfterMinutes: null }),
  );
  expect([forMs, clearForMs, repeatMs, escalateAfterMs]).toEqual([120_000, 300_000, 3_600_000, null]);
});
