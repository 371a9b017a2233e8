import { useTranslations } from "next-intl";
import { readTitleNames } from "@/lib/client/alerts/incident-title";
import type { Incident, PendingAlert } from "@/lib/contracts/incidents";

/** What an alert is in words: "IP ban at api.example.com". */
export function useIncidentTitle(): (of: Pick<Incident | PendingAlert, "kind" | "facts">) => string {
  const t = useTranslations("alerts.headline");
  return ({ kind, facts }) => t(kind, { ...readTitleNames(facts) });
}
