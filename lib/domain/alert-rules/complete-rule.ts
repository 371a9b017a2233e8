import { type RuleKindFacts, ruleKindFacts } from "./kinds";
import type { PartialRule, RuleSettings } from "./rule-settings";

/** Left out is not the same as null: null is a setting, such as "said once". */
const given = <T>(value: T | undefined, otherwise: T): T => (value === undefined ? otherwise : value);

/** Somebody who moves the threshold and says no more wants the same distance, not the kind's own number. */
function defaultClearAt(facts: RuleKindFacts["threshold"], threshold: number | null): number | null {
  if (facts === null || facts.clearAt === null || facts.default === null || threshold === null) return null;
  // Twelve digits, so that 0.3 clears at 0.225 and not at 0.22499999999999998.
  return Number(((threshold * facts.clearAt) / facts.default).toPrecision(12));
}

/**
 * A rule with all that was left out set as its kind has it where nobody says otherwise (`ruleKindFacts`). A threshold
 * without `clearAt` keeps the kind's proportion of the two; low balance without a number is the account's own "low", and
 * the account's "critical" is critical. What was given stays as it is, also where `checkRule` objects to it.
 */
export function completeRule(rule: PartialRule): RuleSettings {
  const facts = ruleKindFacts(rule.when);
  const threshold = given(rule.threshold, rule.accountLevel ? null : (facts.threshold?.default ?? null));
  const ownLevel = rule.when === "low-balance" && threshold === null ? "low" : null;
  const accountLevel = given(rule.accountLevel, ownLevel);
  return {
    name: rule.name,
    when: rule.when,
    enabled: given(rule.enabled, true),
    severity: given(rule.severity, accountLevel === "critical" ? "critical" : facts.severity),
    scope: given(rule.scope, { accountIds: [], providers: [], codes: [], proxyKeyIds: [] }),
    threshold,
    accountLevel,
    clearAt: given(rule.clearAt, defaultClearAt(facts.threshold, threshold)),
    windowMinutes: given(rule.windowMinutes, facts.windowMinutes),
    forMinutes: given(rule.forMinutes, facts.forMinutes),
    clearForMinutes: given(rule.clearForMinutes, facts.clearForMinutes),
    minCalls: given(rule.minCalls, facts.minCalls),
    repeatMinutes: given(rule.repeatMinutes, facts.repeatMinutes),
    notifyResolved: given(rule.notifyResolved, facts.notifyResolved),
    channelIds: given(rule.channelIds, []),
    escalateAfterMinutes: given(rule.escalateAfterMinutes, null),
    escalateToIds: given(rule.escalateToIds, []),
  };
}
