"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useRuleName } from "@/components/alert-rules/use-rule-name";
import { incidentHref } from "@/lib/client/alerts/alerts";
import { standingOf } from "@/lib/client/alerts/incident-actions";
import type { Incident } from "@/lib/contracts/incidents";
import { IncidentBadges } from "./incident-badges";
import { SeverityMark } from "./severity-mark";
import { useIncidentTitle } from "./use-incident-title";

/** How bad, what, which and by which rule. The title is a link that covers the row of a list. */
export function IncidentName({ incident, nowMs }: { incident: Incident; nowMs: number }) {
  const t = useTranslations("alerts");
  const title = useIncidentTitle()(incident);
  const rule = useRuleName()(incident);
  const { id, number, severity, status, facts } = incident;
  const isCalm = status === "resolved" || standingOf(incident) === "snoozed" || standingOf(incident) === "muted";
  return (
    <div className="flex min-w-0 gap-3">
      <SeverityMark severity={severity} calm={isCalm} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            href={incidentHref(id)}
            // What is over is no part of the list that keys move through.
            data-incident={status === "resolved" ? undefined : id}
            className="wrap-anywhere scroll-mt-24 font-medium leading-snug outline-none after:absolute after:inset-0"
          >
            {title}
          </Link>
          <IncidentBadges incident={incident} nowMs={nowMs} />
        </div>
        <p className="wrap-anywhere mt-0.5 text-muted text-xs">
          {[t("number", { number }), facts.providerName, rule].filter(Boolean).join(" · ")}
        </p>
      </div>
    </div>
  );
}
