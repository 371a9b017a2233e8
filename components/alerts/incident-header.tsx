"use client";

import { ArrowLeft, BellRing, CircleCheck, UserCheck } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { PageHeader } from "@/components/shell/page-header";
import { Badge } from "@/components/ui/badge";
import { StaleBadge } from "@/components/ui/stale-badge";
import type { ServerClock } from "@/lib/client/clock/server-clock";
import { useAllows } from "@/lib/client/session/viewer";
import type { Incident } from "@/lib/contracts/incidents";
import { PageActions } from "./action-buttons";
import { IncidentBadges } from "./incident-badges";
import { SEVERITY_LOOKS } from "./severity-look";
import type { IncidentActions } from "./use-incident-actions";
import { useIncidentTitle } from "./use-incident-title";

type IncidentHeaderProps = { incident: Incident; clock: ServerClock; stale: boolean; actions: IncidentActions };

/** What it is, how it stands, and what can be done about it. */
export function IncidentHeader({ incident, clock, stale, actions }: IncidentHeaderProps) {
  const t = useTranslations("alerts");
  const severities = useTranslations("alert-rules.severity");
  const title = useIncidentTitle()(incident);
  const mayAct = useAllows("operator");
  const { icon, tone } = SEVERITY_LOOKS[incident.severity];
  return (
    <div className="flex flex-col gap-1.5">
      <Link
        href="/alerts"
        className="-ml-1 inline-flex items-center gap-1 self-start rounded-sm px-1 text-muted text-xs hover:text-foreground"
      >
        <ArrowLeft aria-hidden className="size-3.5" />
        {t("incident.back")}
      </Link>
      <PageHeader
        title={title}
        description={
          <span className="mt-1 flex flex-wrap items-center gap-x-2.5 gap-y-1.5">
            <span className="tabular-nums">{t("number", { number: incident.number })}</span>
            <Status incident={incident} />
            <Badge tone={incident.status === "resolved" ? "neutral" : tone} icon={icon}>
              {severities(incident.severity)}
            </Badge>
            <IncidentBadges incident={incident} nowMs={clock.serverNowMs} />
            {stale && <StaleBadge />}
          </span>
        }
        actions={
          mayAct && <PageActions incident={incident} pending={actions.pendingOf(incident)} onAction={actions.start} />
        }
      />
    </div>
  );
}

function Status({ incident: { status } }: { incident: Incident }) {
  const t = useTranslations("alerts.status");
  if (status === "resolved") {
    return (
      <Badge tone="success" icon={CircleCheck}>
        {t("resolved")}
      </Badge>
    );
  }
  const isFiring = status === "firing";
  return (
    <Badge tone={isFiring ? "critical" : "neutral"} icon={isFiring ? BellRing : UserCheck}>
      {t(status)}
    </Badge>
  );
}
