import { checkRuleDraft, type RuleDraft, type RuleProblems } from "./rule-form";

/** The fields that decide when a rule fires. Who is told, and how it is called, makes no difference to that. */
const LIVE_FIELDS: ReadonlySet<string> = new Set<keyof RuleDraft>([
  "accountIds",
  "providers",
  "codes",
  "proxyKeyIds",
  "threshold",
  "clearAt",
  "windowMinutes",
  "forMinutes",
  "clearForMinutes",
  "minCalls",
]);

/** What keeps a form from being looked up in the last 30 days. */
export function findLiveProblems(draft: RuleDraft): RuleProblems {
  return Object.fromEntries(
    Object.entries(checkRuleDraft(draft)).filter(([field]) => LIVE_FIELDS.has(field)),
  ) as RuleProblems;
}

/**
 * What is marked: at once what keeps the preview from being made, since it says that this is marked; the rest, and what
 * the server found, as it was told at the last attempt to save.
 */
export function markProblems(draft: RuleDraft, told: RuleProblems): RuleProblems {
  const lasting = Object.entries(told).filter(([field, problem]) => problem.kind !== "rule" || !LIVE_FIELDS.has(field));
  return { ...(Object.fromEntries(lasting) as RuleProblems), ...findLiveProblems(draft) };
}
