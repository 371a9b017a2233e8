import { useTranslations } from "next-intl";
import type { FieldProblem } from "@/lib/client/accounts/account-form";

/** The words for what is wrong with a field. */
export function useProblemText(): (problem: FieldProblem | undefined) => string | undefined {
  const t = useTranslations("accounts.rule");
  return (problem) => (problem?.kind === "rule" ? t(problem.rule) : problem?.text);
}
