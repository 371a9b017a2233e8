"use client";

import { ArrowRight, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { LiveDuration } from "@/components/alerts/live-duration";
import { CalmMark, SeverityMark } from "@/components/alerts/severity-mark";
import { useIncidentTitle } from "@/components/alerts/use-incident-title";
import { DrillBadge } from "@/components/cooldowns/drill-badge";
import { StaleBadge } from "@/components/ui/stale-badge";
import { Switch } from "@/components/ui/switch";
import { playAlarm } from "@/lib/client/alerts/alarm-sound";
import { incidentHref, useOpenAlerts } from "@/lib/client/alerts/alerts";
import { readFiring } from "@/lib/client/alerts/fired-anew";
import { useAlarmSound } from "@/lib/client/alerts/use-alarm-sound";
import type { ServerClock } from "@/lib/client/clock/server-clock";
import type { Incident, OpenAlertsResponse } from "@/lib/contracts/incidents";

const NEWEST = 5;

/** The newest alerts that fire, the way to all of them, and whether a new one is heard. */
export function AlertBellList({ onLeave }: { onLeave: () => void }) {
  const t = useTranslations("alerts.bell");
  const { data, isPending, isRefetchError } = useOpenAlerts();
  return (
    <>
      <div className="flex min-h-11 items-center justify-between gap-3 px-4 pt-2">
        <h2 className="font-medium">{t("title")}</h2>
        {isRefetchError && data !== undefined && <StaleBadge />}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {data === undefined ? (
          <Unknown isPending={isPending} />
        ) : (
          <Newest open={data} stale={isRefetchError} onLeave={onLeave} />
        )}
      </div>
      <SoundSwitch />
      <Link
        href="/alerts"
        onClick={onLeave}
        className="flex min-h-10 items-center justify-between gap-2 rounded-b-lg border-t px-4 font-medium text-accent -outline-offset-2 hover:bg-hover"
      >
        {t("all")}
        <ArrowRight aria-hidden className="size-4" />
      </Link>
    </>
  );
}

function Unknown({ isPending }: { isPending: boolean }) {
  const t = useTranslations("alerts.bell");
  if (isPending) return <p className="px-4 pt-1 pb-4 text-muted">{t("loading")}</p>;
  return (
    <p role="alert" className="flex items-start gap-3 px-4 pt-1 pb-4">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-critical" />
      {t("failed")}
    </p>
  );
}

type NewestProps = { open: OpenAlertsResponse & ServerClock; stale: boolean; onLeave: () => void };

function Newest({ open, stale, onLeave }: NewestProps) {
  const t = useTranslations("alerts.bell");
  const { count, newest } = readFiring(open.incidents, open.counts.firing);
  const { acknowledged, snoozed, muted } = open.counts;
  const rest = [
    acknowledged > 0 && t("acknowledged", { count: acknowledged }),
    snoozed > 0 && t("snoozed", { count: snoozed }),
    muted > 0 && t("muted", { count: muted }),
  ].filter((part) => part !== false);
  return (
    <>
      {newest.length === 0 ? (
        <p className="flex items-center gap-3 px-4 pt-1 pb-3">
          {/* What is not known to hold any more must not reassure. */}
          {!stale && <CalmMark />}
          {t(stale ? "calmBefore" : "calm")}
        </p>
      ) : (
        <ul className="divide-y border-y">
          {newest.slice(0, NEWEST).map((incident) => (
            <Row key={incident.id} incident={incident} clock={open} onLeave={onLeave} />
          ))}
        </ul>
      )}
      {(count > NEWEST || rest.length > 0) && (
        <p className="px-4 py-2.5 text-muted text-xs">
          {[count > NEWEST && t("more", { count: count - NEWEST }), ...rest]
            .filter((part) => part !== false)
            .join(" · ")}
        </p>
      )}
    </>
  );
}

function Row({ incident, clock, onLeave }: { incident: Incident; clock: ServerClock; onLeave: () => void }) {
  const t = useTranslations("alerts");
  const title = useIncidentTitle()(incident);
  const { id, number, severity, firesSinceMs, reopened, facts } = incident;
  return (
    <li>
      <Link
        href={incidentHref(id)}
        onClick={onLeave}
        className="flex items-start gap-3 px-4 py-2.5 -outline-offset-2 hover:bg-hover"
      >
        <SeverityMark severity={severity} />
        <span className="min-w-0 flex-1 leading-snug">
          <span className="wrap-anywhere flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
            {title}
            {facts.isDrill && <DrillBadge />}
          </span>
          <span className="block text-muted text-xs tabular-nums">
            {t("number", { number })}
            {" · "}
            {t.rich(reopened > 0 ? "bell.sinceAgain" : "bell.since", {
              times: reopened,
              length: () => <LiveDuration fromMs={firesSinceMs} toMs={null} clock={clock} />,
            })}
          </span>
        </span>
      </Link>
    </li>
  );
}

/** Off until somebody wants it. Switching it on lets it be heard once: whoever does so knows then what to listen for. */
function SoundSwitch() {
  const t = useTranslations("alerts.bell");
  const id = useId();
  const [isOn, setIsOn] = useAlarmSound();
  const change = (next: boolean) => {
    setIsOn(next);
    if (next) playAlarm();
  };
  return (
    <div className="flex items-center justify-between gap-4 border-t px-4 py-2.5">
      <label htmlFor={id} className="min-w-0">
        {t("sound")}
        <span className="block text-muted text-xs">{t("soundHint")}</span>
      </label>
      <Switch id={id} checked={isOn} onCheckedChange={change} />
    </div>
  );
}
