"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import type { ServerClock } from "@/lib/client/clock/server-clock";
import type { Incident } from "@/lib/contracts/incidents";
import { SEVERITIES } from "@/lib/domain/alert-rules/kinds";
import { IncidentList } from "./incident-list";
import { SEVERITY_LOOKS } from "./severity-look";
import type { IncidentActions } from "./use-incident-actions";

/** So many rows come at once: each of them counts its seconds. */
const STEP = 50;

type IncidentGroupProps = {
  label: string;
  /** The number is coloured by the worst of them: what asks for nobody stays grey. */
  isLoud?: boolean;
  incidents: readonly Incident[];
  clock: ServerClock;
  stale: boolean;
  actions: IncidentActions;
  tools?: ReactNode;
};

/** Open incidents that stand in the same place: what fires, what somebody has, what is quiet. */
export function IncidentGroup({ label, isLoud = false, incidents, clock, stale, actions, tools }: IncidentGroupProps) {
  const t = useTranslations("alerts");
  const [shown, setShown] = useState(STEP);
  const left = incidents.length - shown;
  const worst = SEVERITIES.find((severity) => incidents.some((incident) => incident.severity === severity)) ?? "info";
  return (
    <Panel
      label={
        <span className="flex items-center gap-2">
          {label}
          <Badge tone={isLoud ? SEVERITY_LOOKS[worst].tone : "neutral"}>
            {t("figure", { count: incidents.length })}
          </Badge>
        </span>
      }
      actions={tools}
      stale={stale}
      flush
    >
      <IncidentList label={label} incidents={incidents.slice(0, shown)} clock={clock} actions={actions} />
      {left > 0 && (
        <p className="flex justify-center border-t p-3">
          <Button onClick={() => setShown(shown + STEP)}>{t("more", { count: Math.min(STEP, left) })}</Button>
        </p>
      )}
    </Panel>
  );
}
