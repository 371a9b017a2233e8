import { type RuleKindFacts, ruleKindFacts, type ScopeField, type ThresholdUnit } from "./kinds";
import type { RuleScope, RuleSettings } from "./rule-settings";

/** What does not fit, to be read after the field's name. */
export interface RuleMisfit {
  readonly field: string;
  readonly message: string;
}

/** The most that a threshold can be: beyond it a rule could never fire, or would look back further than is kept. */
const MOST: Readonly<Record<ThresholdUnit, number>> = { share: 1, minutes: 10_080, hours: 8_760, balance: 1e15 };

const SCOPE_LISTS: Readonly<Record<ScopeField, keyof RuleScope>> = {
  accounts: "accountIds",
  providers: "providers",
  codes: "codes",
  proxyKeys: "proxyKeyIds",
};

type Threshold = NonNullable<RuleKindFacts["threshold"]>;

function thresholdMessage({ unit, side }: Threshold, threshold: number): string | null {
  if (!(threshold >= 0)) return "must be a number that is not negative";
  if (side === "below" && threshold === 0) return "must be above 0: nothing is ever below that";
  // A share of all calls is never above all of them.
  if (unit === "share" && threshold >= MOST.share) return "must be a share below 1, such as 0.2 for 20 %";
  return threshold > MOST[unit] ? `must be at most ${MOST[unit]}` : null;
}

function checkThreshold({ when, threshold, accountLevel }: RuleSettings, facts: RuleKindFacts): RuleMisfit[] {
  if (when !== "low-balance" && accountLevel !== null) {
    return [{ field: "accountLevel", message: "is for low-balance only" }];
  }
  if (threshold === null) {
    if (facts.threshold === null || accountLevel !== null) return [];
    const message = when === "low-balance" ? "is needed, or an accountLevel" : "is needed";
    return [{ field: "threshold", message }];
  }
  if (facts.threshold === null) return [{ field: "threshold", message: `has no meaning for ${when}` }];
  if (accountLevel !== null) return [{ field: "accountLevel", message: "must be null where there is a threshold" }];
  const message = thresholdMessage(facts.threshold, threshold);
  return message === null ? [] : [{ field: "threshold", message }];
}

function checkClearAt({ when, threshold, clearAt }: RuleSettings, facts: RuleKindFacts): RuleMisfit[] {
  if (clearAt === null) return [];
  const complain = (message: string) => [{ field: "clearAt", message }];
  if (facts.threshold === null) return complain(`has no meaning for ${when}`);
  if (threshold === null) return complain("must be null where there is no threshold");
  if (!(clearAt >= 0)) return complain("must be a number that is not negative");
  const { side } = facts.threshold;
  const isCalm = side === "above" ? clearAt <= threshold : clearAt >= threshold;
  return isCalm ? [] : complain(`must be ${side === "above" ? "at most" : "at least"} the threshold, ${threshold}`);
}

function checkCounted(rule: RuleSettings, facts: RuleKindFacts): RuleMisfit[] {
  return (["windowMinutes", "minCalls"] as const).flatMap((field) => {
    if ((rule[field] === null) === (facts[field] === null)) return [];
    return [{ field, message: rule[field] === null ? "is needed" : `has no meaning for ${rule.when}` }];
  });
}

function checkScope({ when, scope }: RuleSettings, facts: RuleKindFacts): RuleMisfit[] {
  const useless = (Object.keys(SCOPE_LISTS) as ScopeField[]).filter((name) => !facts.scope.includes(name));
  return useless
    .map((name) => SCOPE_LISTS[name])
    .filter((list) => scope[list].length > 0)
    .map((list) => ({ field: `scope.${list}`, message: `has no meaning for ${when}` }));
}

function checkEscalation({ escalateAfterMinutes, escalateToIds }: RuleSettings): RuleMisfit[] {
  if (escalateAfterMinutes === null && escalateToIds.length > 0) {
    return [{ field: "escalateAfterMinutes", message: "is needed where somebody is escalated to" }];
  }
  if (escalateAfterMinutes !== null && escalateToIds.length === 0) {
    return [{ field: "escalateToIds", message: "must name at least one channel to escalate to" }];
  }
  return [];
}

/**
 * What a rule is set to that does not fit its kind: a number that is missing, out of range, meaningless, or on the wrong
 * side, a scope that the kind has no use for, half of an escalation. The contract has checked each field by itself.
 *
 * @param rule complete (`completeRule`)
 * @returns empty when everything fits; one entry for each field at most
 */
export function checkRule(rule: RuleSettings): readonly RuleMisfit[] {
  const facts = ruleKindFacts(rule.when);
  return [
    ...checkThreshold(rule, facts),
    ...checkClearAt(rule, facts),
    ...checkCounted(rule, facts),
    ...checkScope(rule, facts),
    ...checkEscalation(rule),
  ];
}
