import { useTranslations } from "next-intl";
import type { FieldProblem } from "@/lib/client/form/field-problem";
import type { FieldRule } from "@/lib/client/settings/field-rule";

/** The words for what is wrong with a field. */
export function useProblemText(): (problem: FieldProblem<FieldRule> | undefined) => string | undefined {
  const t = useTranslations("settings.rule");
  return (problem) => (problem?.kind === "rule" ? t(problem.rule) : problem?.text);
}
