import { useTranslations } from "next-intl";
import type { FieldProblem } from "@/lib/client/form/field-problem";
import type { MaintenanceRule } from "@/lib/client/maintenance/maintenance-form";

/** The words for what is wrong with a field of a maintenance. */
export function useMaintenanceProblem(): (problem: FieldProblem<MaintenanceRule> | undefined) => string | undefined {
  const t = useTranslations("alert-rules.maintenance.problem");
  return (problem) => (problem?.kind === "rule" ? t(problem.rule) : problem?.text);
}
