import { AlarmClockOff, BellOff, CircleHelp, RotateCcw, TrendingDown, UserCheck } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { DrillBadge } from "@/components/cooldowns/drill-badge";
import { NearInstant } from "@/components/cooldowns/near-instant";
import { Badge } from "@/components/ui/badge";
import { incidentHref } from "@/lib/client/alerts/alerts";
import type { Incident, Mute } from "@/lib/contracts/incidents";

/** What else is to be known of an incident at a glance: who has it, why it is quiet, what is unsure about it. */
export function IncidentBadges({ incident, nowMs }: { incident: Incident; nowMs: number }) {
  const t = useTranslations("alerts.badge");
  const { facts, status, acknowledged, snoozed, muted, noDataSinceMs, resolvesAtMs, reopened } = incident;
  const isOpen = status !== "resolved";
  return (
    <>
      {facts.isDrill && <DrillBadge />}
      {isOpen && acknowledged !== null && (
        <Badge icon={UserCheck} className="max-w-full">
          <span className="truncate">{t("acknowledged", { by: acknowledged.by })}</span>
        </Badge>
      )}
      {isOpen && snoozed !== null && (
        <Badge icon={AlarmClockOff} title={t("snoozedHint", { by: snoozed.by, reason: snoozed.reason })}>
          <span>{t.rich("snoozed", { at: () => <NearInstant atMs={snoozed.untilMs} nowMs={nowMs} /> })}</span>
        </Badge>
      )}
      {isOpen && muted !== null && <MuteBadge mute={muted} />}
      {isOpen && noDataSinceMs !== null && (
        <Badge icon={CircleHelp} title={t("noDataHint")}>
          {t("noData")}
        </Badge>
      )}
      {isOpen && resolvesAtMs !== null && (
        <Badge tone="success" icon={TrendingDown} title={t("recoveringHint")}>
          {t("recovering")}
        </Badge>
      )}
      {/* Of what is over it stands beside how long it lasted. */}
      {isOpen && reopened > 0 && (
        <Badge icon={RotateCcw} title={t("reopenedHint")}>
          {t("reopened", { times: reopened })}
        </Badge>
      )}
    </>
  );
}

function MuteBadge({ mute: { kind, by, incidentId } }: { mute: Mute }) {
  const t = useTranslations("alerts.badge");
  const badge = (
    <Badge icon={BellOff} title={t(`${kind}Hint`)} className="max-w-full">
      <span className="truncate">{t(kind, { by })}</span>
    </Badge>
  );
  if (incidentId === null) return badge;
  return (
    <Link href={incidentHref(incidentId)} className="relative z-10 max-w-full rounded-full hover:underline">
      {badge}
    </Link>
  );
}
