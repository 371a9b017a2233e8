import { type RuleScope, type RuleSettings, ruleSettings, type UpdateRuleRequest } from "@/lib/contracts/alert-rules";
import { label } from "@/lib/contracts/text";
import { type RuleKind, ruleKindFacts, type Severity } from "@/lib/domain/alert-rules/kinds";
import type { ProviderId } from "@/lib/domain/provider-presets";
import { type FieldProblems, toProblems } from "../form/field-problem";
import { defaultSettings, readTypedValue, readWhole, toTypedValue, usedFieldsOf } from "./rule-values";

/** What can be wrong with a field of a rule; each has its words in the message file `alert-rules`, under `problem`. */
export type RuleProblem =
  | "nameEmpty"
  | "nameLong"
  | "nameBad"
  /** Only the server knows. */
  | "nameTaken"
  | "scopeEmpty"
  | "numberEmpty"
  | "numberBad"
  | "shareBad"
  | "zeroBad"
  | "minutesHigh"
  | "hoursHigh"
  | "clearAbove"
  | "clearBelow"
  | "windowBad"
  | "lastingBad"
  | "minCallsBad"
  | "repeatBad"
  | "channelsEmpty"
  | "escalateBad"
  | "escalateToEmpty";

/** What a person chose and typed, as typed. Null for a list is "any", so that an empty one can be told from it. */
export interface RuleDraft {
  readonly name: string;
  readonly when: RuleKind;
  readonly enabled: boolean;
  readonly severity: Severity;
  readonly accountIds: readonly string[] | null;
  readonly providers: readonly string[] | null;
  readonly codes: readonly string[] | null;
  readonly proxyKeyIds: readonly string[] | null;
  /** Of a balance: one of the account's own thresholds, or a number. */
  readonly balanceBy: "low" | "critical" | "number";
  /** As typed: shares in percent. */
  readonly threshold: string;
  /** Empty: at the threshold. */
  readonly clearAt: string;
  readonly windowMinutes: string;
  readonly forMinutes: string;
  readonly clearForMinutes: string;
  readonly minCalls: string;
  /** Empty: said once. */
  readonly repeatMinutes: string;
  readonly notifyResolved: boolean;
  /** Null: the default channels. */
  readonly channelIds: readonly string[] | null;
  readonly escalates: boolean;
  readonly escalateAfterMinutes: string;
  readonly escalateToIds: readonly string[];
}

export type RuleProblems = FieldProblems<keyof RuleDraft, RuleProblem>;

const ESCALATE_MINUTES = "15";
const MOST_MINUTES = 10_080;
const MOST_HOURS = 8_760;
const orAny = <T>(list: readonly T[]): readonly T[] | null => (list.length === 0 ? null : list);
const typedMinutes = (minutes: number | null): string => (minutes === null ? "" : String(minutes));

/** The form of a rule as it is. */
export function toRuleDraft(rule: RuleSettings): RuleDraft {
  const unit = ruleKindFacts(rule.when).threshold?.unit ?? "minutes";
  return {
    name: rule.name,
    when: rule.when,
    enabled: rule.enabled,
    severity: rule.severity,
    accountIds: orAny(rule.scope.accountIds),
    providers: orAny(rule.scope.providers),
    codes: orAny(rule.scope.codes),
    proxyKeyIds: orAny(rule.scope.proxyKeyIds),
    balanceBy: rule.threshold === null ? (rule.accountLevel ?? "low") : "number",
    threshold: toTypedValue(rule.threshold, unit),
    clearAt: toTypedValue(rule.clearAt, unit),
    windowMinutes: typedMinutes(rule.windowMinutes),
    forMinutes: typedMinutes(rule.forMinutes),
    clearForMinutes: typedMinutes(rule.clearForMinutes),
    minCalls: typedMinutes(rule.minCalls),
    repeatMinutes: typedMinutes(rule.repeatMinutes),
    notifyResolved: rule.notifyResolved,
    channelIds: orAny(rule.channelIds),
    escalates: rule.escalateAfterMinutes !== null,
    escalateAfterMinutes: rule.escalateAfterMinutes === null ? ESCALATE_MINUTES : String(rule.escalateAfterMinutes),
    escalateToIds: rule.escalateToIds,
  };
}

/** The form of another kind: what depends on the kind is set as that kind is; the rest stays. */
export function changeKind(draft: RuleDraft, when: RuleKind): RuleDraft {
  const fresh = toRuleDraft(defaultSettings(when));
  const { name, accountIds, providers, codes, proxyKeyIds, channelIds } = draft;
  const { escalates, escalateAfterMinutes, escalateToIds } = draft;
  const kept = { name, accountIds, providers, codes, proxyKeyIds, channelIds };
  return { ...fresh, ...kept, escalates, escalateAfterMinutes, escalateToIds };
}

/** Whether the kind and the choice of the form ask for a number to compare with. */
export const asksForNumber = ({ when, balanceBy }: Pick<RuleDraft, "when" | "balanceBy">): boolean => {
  const { threshold, accountLevel } = usedFieldsOf(when);
  return threshold && (!accountLevel || balanceBy === "number");
};

/** What is wrong with a form, by the rules of the API's contract. Fields that the kind has no use for are passed over. */
export function checkRuleDraft(draft: RuleDraft): RuleProblems {
  const used = usedFieldsOf(draft.when);
  const { scope } = ruleKindFacts(draft.when);
  const someOf = (list: readonly string[] | null): RuleProblem | null => (list?.length === 0 ? "scopeEmpty" : null);
  return toProblems<keyof RuleDraft, RuleProblem>({
    name: checkName(draft.name),
    accountIds: scope.includes("accounts") ? someOf(draft.accountIds) : null,
    providers: scope.includes("providers") ? someOf(draft.providers) : null,
    codes: scope.includes("codes") ? someOf(draft.codes) : null,
    proxyKeyIds: scope.includes("proxyKeys") ? someOf(draft.proxyKeyIds) : null,
    threshold: asksForNumber(draft) ? checkThreshold(draft) : null,
    clearAt: asksForNumber(draft) ? checkClearAt(draft) : null,
    windowMinutes: used.window ? checkWhole("windowMinutes", draft.windowMinutes, "windowBad") : null,
    forMinutes: used.lasting ? checkWhole("forMinutes", draft.forMinutes, "lastingBad") : null,
    clearForMinutes: used.clearing ? checkWhole("clearForMinutes", draft.clearForMinutes, "lastingBad") : null,
    minCalls: used.minCalls ? checkWhole("minCalls", draft.minCalls, "minCallsBad") : null,
    repeatMinutes:
      draft.repeatMinutes.trim() === "" ? null : checkWhole("repeatMinutes", draft.repeatMinutes, "repeatBad"),
    channelIds: draft.channelIds?.length === 0 ? "channelsEmpty" : null,
    escalateAfterMinutes: draft.escalates
      ? checkWhole("escalateAfterMinutes", draft.escalateAfterMinutes, "escalateBad")
      : null,
    escalateToIds: draft.escalates && draft.escalateToIds.length === 0 ? "escalateToEmpty" : null,
  });
}

/** The whole rule of a form without problems. What its kind has no use for is null or empty. */
export function toRuleSettings(draft: RuleDraft): RuleSettings {
  const used = usedFieldsOf(draft.when);
  const { scope, threshold } = ruleKindFacts(draft.when);
  const unit = threshold?.unit ?? "minutes";
  const hasNumber = asksForNumber(draft);
  const pick = <T extends string>(field: (typeof scope)[number], list: readonly string[] | null): T[] =>
    scope.includes(field) ? ([...(list ?? [])] as T[]) : [];
  return {
    name: draft.name.trim(),
    when: draft.when,
    enabled: draft.enabled,
    severity: draft.severity,
    scope: {
      accountIds: pick("accounts", draft.accountIds),
      providers: pick<ProviderId>("providers", draft.providers),
      codes: pick("codes", draft.codes),
      proxyKeyIds: pick("proxyKeys", draft.proxyKeyIds),
    } satisfies RuleScope,
    threshold: hasNumber ? readTypedValue(draft.threshold, unit) : null,
    accountLevel: used.accountLevel && draft.balanceBy !== "number" ? draft.balanceBy : null,
    clearAt: hasNumber ? readTypedValue(draft.clearAt, unit) : null,
    windowMinutes: used.window ? readWhole(draft.windowMinutes) : null,
    forMinutes: used.lasting ? (readWhole(draft.forMinutes) ?? 0) : 0,
    clearForMinutes: used.clearing ? (readWhole(draft.clearForMinutes) ?? 0) : 0,
    minCalls: used.minCalls ? readWhole(draft.minCalls) : null,
    repeatMinutes: readWhole(draft.repeatMinutes),
    notifyResolved: draft.notifyResolved,
    channelIds: [...(draft.channelIds ?? [])],
    escalateAfterMinutes: draft.escalates ? readWhole(draft.escalateAfterMinutes) : null,
    escalateToIds: draft.escalates ? [...draft.escalateToIds] : [],
  };
}

/** Only what differs from the rule. */
export function toRuleChanges(rule: RuleSettings, draft: RuleDraft): UpdateRuleRequest {
  const { when: _kept, ...after } = toRuleSettings(draft);
  const changed = Object.entries(after).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(rule[field as keyof RuleSettings]),
  );
  return Object.fromEntries(changed) as UpdateRuleRequest;
}

function checkName(text: string): RuleProblem | null {
  if (text.trim() === "") return "nameEmpty";
  if (label.safeParse(text).success) return null;
  return text.trim().length > 60 ? "nameLong" : "nameBad";
}

type WholeField =
  | "windowMinutes"
  | "forMinutes"
  | "clearForMinutes"
  | "minCalls"
  | "repeatMinutes"
  | "escalateAfterMinutes";

function checkWhole(field: WholeField, text: string, problem: RuleProblem): RuleProblem | null {
  const value = readWhole(text);
  return value !== null && ruleSettings.shape[field].safeParse(value).success ? null : problem;
}

function checkNumber(text: string, kind: RuleKind, empty: RuleProblem): RuleProblem | null {
  if (text.trim() === "") return empty;
  const value = readTypedValue(text, ruleKindFacts(kind).threshold?.unit ?? "minutes");
  return value === null || !ruleSettings.shape.threshold.safeParse(value).success ? "numberBad" : null;
}

/** The contract's rule for the number itself, and those of its kind (`checkRule`): what could never fire is a mistake. */
function checkThreshold({ threshold, when }: RuleDraft): RuleProblem | null {
  const bad = checkNumber(threshold, when, "numberEmpty");
  const facts = ruleKindFacts(when).threshold;
  const value = facts === null ? null : readTypedValue(threshold, facts.unit);
  if (bad !== null || facts === null || value === null) return bad;
  if (facts.side === "below" && value === 0) return "zeroBad";
  const { unit } = facts;
  if (unit === "share") return value >= 1 ? "shareBad" : null;
  if (unit === "minutes") return value > MOST_MINUTES ? "minutesHigh" : null;
  return unit === "hours" && value > MOST_HOURS ? "hoursHigh" : null;
}

/** It has to lie on the calm side, or the alert would be over and begin anew at every look. */
function checkClearAt(draft: RuleDraft): RuleProblem | null {
  const facts = ruleKindFacts(draft.when).threshold;
  if (facts === null || draft.clearAt.trim() === "") return null;
  const bad = checkNumber(draft.clearAt, draft.when, "numberBad");
  if (bad !== null) return bad;
  const threshold = readTypedValue(draft.threshold, facts.unit);
  const clearAt = readTypedValue(draft.clearAt, facts.unit);
  if (threshold === null || clearAt === null) return null;
  if (facts.side === "above") return clearAt > threshold ? "clearAbove" : null;
  return clearAt < threshold ? "clearBelow" : null;
}
