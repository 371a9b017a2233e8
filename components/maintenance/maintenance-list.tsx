"use client";

import { useTranslations } from "next-intl";
import { useNameList, useScopeNames } from "@/components/alert-rules/use-scope-names";
import { ProvisionedBadge } from "@/components/ui/provisioned-badge";
import { type RecordColumn, RecordList } from "@/components/ui/record-list";
import { stateOf } from "@/lib/client/maintenance/maintenance-state";
import { useAllows } from "@/lib/client/session/viewer";
import type { Maintenance } from "@/lib/contracts/maintenance";
import { MaintenanceActions, type MaintenanceCommand } from "./maintenance-actions";
import { NextTimes } from "./next-times";
import { StateBadge } from "./state-badge";
import { useScheduleText } from "./use-schedule-words";

type MaintenanceListProps = {
  /** What the table lists. */
  label: string;
  maintenances: readonly Maintenance[];
  nowMs: number;
  onCommand: (command: MaintenanceCommand, maintenance: Maintenance) => void;
};

export function MaintenanceList({ label, maintenances, nowMs, onCommand }: MaintenanceListProps) {
  const t = useTranslations("alert-rules.maintenance");
  const mayPlan = useAllows("operator");
  const scheduleText = useScheduleText();
  const columns: readonly RecordColumn<Maintenance>[] = [
    {
      key: "name",
      header: t("column.name"),
      part: "name",
      className: "@4xl:w-[23%]",
      cell: (maintenance) => <MaintenanceName maintenance={maintenance} nowMs={nowMs} />,
    },
    {
      key: "when",
      header: t("column.when"),
      part: "wide",
      className: "@4xl:w-[21%]",
      cell: ({ schedule }) => (
        <span suppressHydrationWarning className="wrap-anywhere">
          {scheduleText(schedule)}
        </span>
      ),
    },
    {
      key: "next",
      header: t("column.next"),
      part: "wide",
      className: "@4xl:w-[25%]",
      cell: (maintenance) => (
        <NextTimes times={maintenance.next} schedule={maintenance.schedule} paused={!maintenance.enabled} />
      ),
    },
    {
      key: "covers",
      header: t("column.covers"),
      part: "wide",
      cell: (maintenance) => <Covers maintenance={maintenance} />,
    },
  ];
  const actionColumn: RecordColumn<Maintenance> = {
    key: "actions",
    header: t("column.actions"),
    part: "actions",
    cell: (maintenance) => (
      <MaintenanceActions maintenance={maintenance} state={stateOf(maintenance, nowMs)} onCommand={onCommand} />
    ),
  };
  // One of the provisioning file is changed there.
  const canAct = mayPlan && maintenances.some(({ provisioned }) => !provisioned);
  return (
    <RecordList
      label={label}
      columns={canAct ? [...columns, actionColumn] : columns}
      rows={maintenances}
      rowKey={({ id }) => id}
    />
  );
}

function MaintenanceName({ maintenance, nowMs }: { maintenance: Maintenance; nowMs: number }) {
  const t = useTranslations("alert-rules.maintenance");
  const { name, createdBy, provisioned } = maintenance;
  return (
    <div className="min-w-0">
      <bdi className="wrap-anywhere font-medium">{name}</bdi>
      <span className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs">
        <StateBadge maintenance={maintenance} state={stateOf(maintenance, nowMs)} />
        {provisioned && <ProvisionedBadge />}
      </span>
      {!provisioned && (
        <span className="wrap-anywhere mt-1 block text-muted text-xs">{t("createdBy", { name: createdBy })}</span>
      )}
    </div>
  );
}

/** What is quiet while it runs, and how many incidents are just now. */
function Covers({ maintenance: { scope, running, muting } }: { maintenance: Maintenance }) {
  const t = useTranslations("alert-rules.maintenance");
  const scopeNames = useScopeNames();
  const nameList = useNameList();
  const names = scopeNames(scope);
  const isAll = scope.accountIds.length === 0 && scope.providers.length === 0;
  return (
    <div className="min-w-0">
      <span className="wrap-anywhere">{isAll ? t("covers.all") : t("covers.only", { names: nameList(names) })}</span>
      {running !== null && <span className="block text-muted text-xs">{t("muting", { count: muting })}</span>}
    </div>
  );
}
