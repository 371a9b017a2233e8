import { useTranslations } from "next-intl";
import type { Incident } from "@/lib/contracts/incidents";

/** How an incident ended, in words. */
export function useEndText(): (of: Pick<Incident, "resolvedHow" | "resolvedBy">) => string {
  const t = useTranslations("alerts.end");
  return ({ resolvedHow, resolvedBy }) => {
    if (resolvedHow === null) return t("unknown");
    if (resolvedHow === "person") return resolvedBy === null ? t("personUnknown") : t("person", { person: resolvedBy });
    return t(resolvedHow);
  };
}
