"use client";

import { useTranslations } from "next-intl";
import { useRuleName } from "@/components/alert-rules/use-rule-name";
import { Countdown } from "@/components/cooldowns/countdown";
import { DrillBadge } from "@/components/cooldowns/drill-badge";
import { Badge } from "@/components/ui/badge";
import { Panel } from "@/components/ui/panel";
import { type RecordColumn, RecordList } from "@/components/ui/record-list";
import { pendingKey } from "@/lib/client/alerts/pending-key";
import type { ServerClock } from "@/lib/client/clock/server-clock";
import { useServerNow } from "@/lib/client/clock/use-now";
import type { PendingAlert } from "@/lib/contracts/incidents";
import { ALERT_WIDTHS } from "./column-widths";
import { LiveDuration } from "./live-duration";
import { MeasureCell } from "./measure-cell";
import { SeverityMark } from "./severity-mark";
import { useIncidentTitle } from "./use-incident-title";

type PendingPanelProps = { pending: readonly PendingAlert[]; clock: ServerClock; stale: boolean };

/** What is so, but not yet for long enough: nobody has been told of it, and nothing is to be done. */
export function PendingPanel({ pending, clock, stale }: PendingPanelProps) {
  const t = useTranslations("alerts");
  const columns: readonly RecordColumn<PendingAlert>[] = [
    {
      key: "what",
      header: t("column.what"),
      part: "name",
      className: ALERT_WIDTHS.name,
      cell: (alert) => <PendingName alert={alert} />,
    },
    {
      key: "measure",
      header: t("column.measure"),
      className: ALERT_WIDTHS.measure,
      cell: (alert) => <MeasureCell alert={alert} />,
    },
    {
      key: "since",
      header: t("column.since"),
      className: ALERT_WIDTHS.time,
      cell: ({ sinceMs }) => <LiveDuration fromMs={sinceMs} toMs={null} clock={clock} className="tabular-nums" />,
    },
    {
      key: "fires",
      header: t("column.fires"),
      cell: ({ firesAtMs }) => <FiresIn atMs={firesAtMs} clock={clock} />,
    },
  ];
  return (
    <Panel
      label={
        <span className="flex items-center gap-2">
          {t("group.pending")}
          <Badge>{t("figure", { count: pending.length })}</Badge>
        </span>
      }
      stale={stale}
      flush
    >
      <RecordList label={t("group.pending")} columns={columns} rows={pending} rowKey={pendingKey} />
    </Panel>
  );
}

function PendingName({ alert }: { alert: PendingAlert }) {
  const title = useIncidentTitle()(alert);
  const rule = useRuleName()(alert);
  const { severity, facts } = alert;
  return (
    <div className="flex min-w-0 gap-3">
      <SeverityMark severity={severity} calm />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="wrap-anywhere font-medium leading-snug">{title}</span>
          {facts.isDrill && <DrillBadge />}
        </div>
        <p className="wrap-anywhere mt-0.5 text-muted text-xs">
          {[facts.providerName, rule].filter(Boolean).join(" · ")}
        </p>
      </div>
    </div>
  );
}

function FiresIn({ atMs, clock }: { atMs: number; clock: ServerClock }) {
  const t = useTranslations("alerts.ends");
  const remainingMs = atMs - useServerNow(clock, atMs);
  return remainingMs > 0 ? (
    <Countdown remainingMs={remainingMs} className="font-medium tabular-nums" />
  ) : (
    <span className="text-muted">{t("now")}</span>
  );
}
