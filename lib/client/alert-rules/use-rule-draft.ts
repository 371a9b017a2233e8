import type { RuleSettings } from "@/lib/contracts/alert-rules";
import { markProblems } from "./live-problems";
import { checkRuleDraft, type RuleDraft, type RuleProblem, toRuleDraft } from "./rule-form";
import { type CheckedDraft, useCheckedDraft } from "./use-checked-draft";

export type RuleDraftState = CheckedDraft<RuleDraft, RuleProblem>;

/** Names of the API's fields that the form has under another one. */
const RENAMED: Readonly<Record<string, keyof RuleDraft>> = { accountLevel: "balanceBy" };

const FIELDS: ReadonlySet<string> = new Set<keyof RuleDraft>([
  "name",
  "severity",
  "accountIds",
  "providers",
  "codes",
  "proxyKeyIds",
  "balanceBy",
  "threshold",
  "clearAt",
  "windowMinutes",
  "forMinutes",
  "clearForMinutes",
  "minCalls",
  "repeatMinutes",
  "channelIds",
  "escalateAfterMinutes",
  "escalateToIds",
]);

/** The form's field for one of the API's: `scope.accountIds.0` is the accounts. Null where the form has none. */
export function ruleFieldOf(name: string): keyof RuleDraft | null {
  const field = name.replace(/^scope\./, "").replace(/\..*$/, "");
  const own = RENAMED[field] ?? field;
  return FIELDS.has(own) ? (own as keyof RuleDraft) : null;
}

/** The state of the form of a rule. What keeps its preview from being made is marked as it is typed. */
export function useRuleDraft(initial: () => RuleSettings): RuleDraftState {
  const state = useCheckedDraft(
    () => toRuleDraft(initial()),
    checkRuleDraft,
    ruleFieldOf,
    (field) => (field === "name" ? "nameTaken" : undefined),
  );
  return { ...state, problems: markProblems(state.draft, state.problems) };
}
