import { useTranslations } from "next-intl";
import type { FieldRule } from "@/lib/client/accounts/account-form";
import type { FieldProblem } from "@/lib/client/form/field-problem";

/** The words for what is wrong with a field. */
export function useProblemText(): (problem: FieldProblem<FieldRule> | undefined) => string | undefined {
  const t = useTranslations("accounts.rule");
  return (problem) => (problem?.kind === "rule" ? t(problem.rule) : problem?.text);
}
