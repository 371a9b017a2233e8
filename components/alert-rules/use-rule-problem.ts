import { useTranslations } from "next-intl";
import type { RuleProblem } from "@/lib/client/alert-rules/rule-form";
import type { FieldProblem } from "@/lib/client/form/field-problem";

/** The words for what is wrong with a field of a rule. */
export function useRuleProblem(): (problem: FieldProblem<RuleProblem> | undefined) => string | undefined {
  const t = useTranslations("alert-rules.problem");
  return (problem) => (problem?.kind === "rule" ? t(problem.rule) : problem?.text);
}
