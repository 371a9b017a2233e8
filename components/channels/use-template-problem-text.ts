import { useTranslations } from "next-intl";
import type { TemplateProblem } from "@/lib/contracts/template-problem";

/** What is wrong with a template, or may be, in words. */
export function useTemplateProblemText(): (problem: TemplateProblem) => string {
  const t = useTranslations("channels.template.problem");
  return ({ fault, what, place, near }) => {
    const named = t(fault, { what, isKnown: what === "" ? "no" : "yes" });
    const whole = near.length === 0 ? named : t("near", { problem: named, names: near.join(", ") });
    return place === null ? whole : t("at", { ...place, problem: whole });
  };
}
