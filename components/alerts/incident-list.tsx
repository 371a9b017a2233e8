"use client";

import { useTranslations } from "next-intl";
import { NearInstant } from "@/components/cooldowns/near-instant";
import { type RecordColumn, RecordList } from "@/components/ui/record-list";
import type { ServerClock } from "@/lib/client/clock/server-clock";
import { useAllows } from "@/lib/client/session/viewer";
import type { Incident } from "@/lib/contracts/incidents";
import { RowActions } from "./action-buttons";
import { ALERT_WIDTHS } from "./column-widths";
import { DeliveryGlance } from "./delivery-glance";
import { EndsIn } from "./ends-in";
import { IncidentName } from "./incident-name";
import { LiveDuration } from "./live-duration";
import { MeasureCell } from "./measure-cell";
import type { IncidentActions } from "./use-incident-actions";

type IncidentListProps = {
  label: string;
  incidents: readonly Incident[];
  clock: ServerClock;
  actions: IncidentActions;
};

/** Open incidents. */
export function IncidentList({ label, incidents, clock, actions }: IncidentListProps) {
  const t = useTranslations("alerts.column");
  const tBack = useTranslations("alerts.cameBack");
  const mayAct = useAllows("operator");
  const { serverNowMs } = clock;
  const columns: readonly RecordColumn<Incident>[] = [
    {
      key: "what",
      header: t("what"),
      part: "name",
      className: ALERT_WIDTHS.name,
      cell: (incident) => <IncidentName incident={incident} nowMs={serverNowMs} />,
    },
    {
      key: "measure",
      header: t("measure"),
      className: ALERT_WIDTHS.measure,
      cell: (incident) => <MeasureCell alert={incident} />,
    },
    {
      key: "since",
      header: t("since"),
      className: ALERT_WIDTHS.time,
      cell: ({ openedAtMs, firesSinceMs, reopened }) => (
        <div className="tabular-nums">
          <LiveDuration fromMs={firesSinceMs} toMs={null} clock={clock} className="block" />
          <span className="block text-muted text-xs">
            <NearInstant atMs={firesSinceMs} nowMs={serverNowMs} />
          </span>
          {reopened > 0 && (
            <span className="block text-muted text-xs">
              {tBack.rich("first", { at: () => <NearInstant atMs={openedAtMs} nowMs={serverNowMs} /> })}
            </span>
          )}
        </div>
      ),
    },
    {
      key: "ends",
      header: t("ends"),
      className: ALERT_WIDTHS.end,
      cell: (incident) => <EndsIn incident={incident} clock={clock} />,
    },
    {
      key: "told",
      header: t("told"),
      className: mayAct ? ALERT_WIDTHS.told : undefined,
      cell: ({ deliveries }) => <DeliveryGlance deliveries={deliveries} />,
    },
  ];
  const actionColumn: RecordColumn<Incident> = {
    key: "actions",
    header: t("actions"),
    part: "actions",
    className: "text-right",
    cell: (incident) => (
      <RowActions incident={incident} pending={actions.pendingOf(incident)} onAction={actions.start} />
    ),
  };
  return (
    <RecordList
      label={label}
      columns={mayAct ? [...columns, actionColumn] : columns}
      rows={incidents}
      rowKey={({ id }) => id}
      openable
    />
  );
}
