"use client";

import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { readAffectedCalls } from "@/lib/client/alerts/read-measure";
import type { Incident, PendingAlert } from "@/lib/contracts/incidents";
import { useMeasureText } from "./use-measure-text";

/** What is measured of an alert and where its limit is, or for a ban the calls that it concerns. */
export function MeasureCell({ alert }: { alert: Pick<Incident | PendingAlert, "kind" | "facts"> }) {
  const t = useTranslations("alerts.calls");
  const measureText = useMeasureText();
  const measure = measureText(alert);
  if (measure !== null) {
    return (
      <div className="tabular-nums">
        <span className="block text-balance">{measure.value}</span>
        {measure.limit !== null && <span className="block text-muted text-xs">{measure.limit}</span>}
      </div>
    );
  }
  const calls = readAffectedCalls(alert.facts);
  if (calls === null)
    return (
      <span data-none className="text-muted">
        {t("none")}
      </span>
    );
  const { errors, held, observed } = calls;
  return (
    <div className="tabular-nums">
      {held > 0 && <span className="block">{t("held", { calls: held })}</span>}
      {observed > 0 && <span className="block">{t("observed", { calls: observed })}</span>}
      {errors > 0 && (
        <span className={cn("block", held + observed > 0 && "text-muted text-xs")}>{t("errors", { errors })}</span>
      )}
    </div>
  );
}
