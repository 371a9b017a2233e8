"use client";

import { CalendarClock, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCommand } from "@/components/settings/use-command";
import { Button } from "@/components/ui/button";
import { FoldedList } from "@/components/ui/folded-list";
import { Panel, PanelEmpty, PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { sortMaintenances } from "@/lib/client/maintenance/maintenance-state";
import { useMaintenances } from "@/lib/client/maintenance/maintenances";
import { useAllows } from "@/lib/client/session/viewer";
import type { Maintenance } from "@/lib/contracts/maintenance";
import { DeleteMaintenanceDialog } from "./delete-maintenance-dialog";
import { EndMaintenanceDialog } from "./end-maintenance-dialog";
import type { MaintenanceCommand } from "./maintenance-actions";
import { MaintenanceEditor } from "./maintenance-editor";
import { MaintenanceList } from "./maintenance-list";
import { QuietButton } from "./quiet-button";

type Window = { kind: MaintenanceCommand; maintenance: Maintenance } | { kind: "new" };

/** When nobody is to be told, and of what. */
export function MaintenanceView() {
  const { open, start, close } = useCommand<Window>();
  return (
    <>
      <Maintenances
        onNew={() => start({ kind: "new" })}
        onCommand={(kind, maintenance) => start({ kind, maintenance })}
      />
      {open?.kind === "new" && <MaintenanceEditor from={null} onClose={close} />}
      {open?.kind === "edit" && <MaintenanceEditor from={open.maintenance} onClose={close} />}
      {open?.kind === "end" && <EndMaintenanceDialog maintenance={open.maintenance} onClose={close} />}
      {open?.kind === "delete" && <DeleteMaintenanceDialog maintenance={open.maintenance} onClose={close} />}
    </>
  );
}

type MaintenancesProps = {
  onNew: () => void;
  onCommand: (command: MaintenanceCommand, maintenance: Maintenance) => void;
};

function Maintenances({ onNew, onCommand }: MaintenancesProps) {
  const t = useTranslations("alert-rules.maintenance");
  const mayPlan = useAllows("operator");
  const { data, error, isPending, isFetching, refetch } = useMaintenances();

  if (isPending) return <PanelSkeleton label={t("title")} className="min-h-72" />;
  if (!data) return <PanelFailure title={t("loadFailed")} error={error} onRetry={refetch} retrying={isFetching} />;
  const { current, over } = sortMaintenances(data.maintenances, data.serverNowMs);
  const size = current.length > 0 ? "sm" : "md";
  const actions = mayPlan && (
    <>
      <QuietButton clock={data} size={size} />
      <Button variant="primary" size={size} onClick={onNew}>
        <Plus aria-hidden />
        {t("plan")}
      </Button>
    </>
  );
  return (
    <>
      {current.length === 0 ? (
        <PanelEmpty
          icon={CalendarClock}
          title={t(over.length > 0 ? "none" : "empty")}
          hint={t("emptyHint")}
          action={actions}
          className="min-h-72"
        />
      ) : (
        <Panel label={t("label", { count: current.length })} stale={error !== null} actions={actions} flush>
          <MaintenanceList label={t("title")} maintenances={current} nowMs={data.serverNowMs} onCommand={onCommand} />
        </Panel>
      )}
      {over.length > 0 && (
        <FoldedList label={t("over", { count: over.length })}>
          <MaintenanceList
            label={t("over", { count: over.length })}
            maintenances={over}
            nowMs={data.serverNowMs}
            onCommand={onCommand}
          />
        </FoldedList>
      )}
    </>
  );
}
