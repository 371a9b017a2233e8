"use client";

import { useTranslations } from "next-intl";
import { Instant } from "@/components/ui/instant";
import { type RecordColumn, RecordList } from "@/components/ui/record-list";
import { incidentLengthMs } from "@/lib/client/alerts/incident-length";
import { formatDuration, formatIsoDuration } from "@/lib/client/format/format";
import type { Incident } from "@/lib/contracts/incidents";
import { ALERT_WIDTHS } from "./column-widths";
import { DeliveryGlance } from "./delivery-glance";
import { IncidentName } from "./incident-name";
import { useEndText } from "./use-end-text";

/** Incidents that are over. Each row is opened by the link on its title, which covers the row. */
export function HistoryList({ incidents, nowMs }: { incidents: readonly Incident[]; nowMs: number }) {
  const t = useTranslations("alerts");
  const columns: readonly RecordColumn<Incident>[] = [
    {
      key: "what",
      header: t("column.what"),
      part: "name",
      className: ALERT_WIDTHS.name,
      cell: (incident) => <IncidentName incident={incident} nowMs={nowMs} />,
    },
    {
      // The newest end first: that is the order of the list.
      key: "ended",
      header: t("column.ended"),
      className: ALERT_WIDTHS.measure,
      bare: true,
      cell: ({ openedAtMs, resolvedAtMs }) => (
        <Instant atMs={resolvedAtMs ?? openedAtMs} format="dateTime" className="tabular-nums" />
      ),
    },
    {
      key: "lasted",
      header: t("column.lasted"),
      className: ALERT_WIDTHS.time,
      numeric: true,
      cell: ({ openedAtMs, resolvedAtMs, reopened }) => (
        <>
          <Length lengthMs={incidentLengthMs(openedAtMs, resolvedAtMs ?? openedAtMs)} />
          {reopened > 0 && <span className="block text-muted text-xs">{t("cameBack.times", { times: reopened })}</span>}
        </>
      ),
    },
    {
      key: "end",
      header: t("column.end"),
      className: ALERT_WIDTHS.endInWords,
      bare: true,
      cell: (incident) => <End incident={incident} />,
    },
    {
      key: "told",
      header: t("column.told"),
      bare: true,
      cell: ({ deliveries }) => <DeliveryGlance deliveries={deliveries} />,
    },
  ];
  return (
    <RecordList label={t("history.label")} columns={columns} rows={incidents} rowKey={({ id }) => id} openable dense />
  );
}

function Length({ lengthMs }: { lengthMs: number }) {
  return <time dateTime={formatIsoDuration(lengthMs)}>{formatDuration(lengthMs)}</time>;
}

/** How it ended, and the reason of who closed it. */
function End({ incident }: { incident: Incident }) {
  const endText = useEndText();
  return (
    <div className="min-w-0">
      <span className="wrap-anywhere">{endText(incident)}</span>
      {incident.resolveReason !== null && (
        <span className="wrap-anywhere line-clamp-2 text-muted text-xs" title={incident.resolveReason}>
          {incident.resolveReason}
        </span>
      )}
    </div>
  );
}
