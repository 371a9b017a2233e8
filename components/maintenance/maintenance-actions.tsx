"use client";

import { type LucideIcon, Pencil, Square, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toaster";
import type { MaintenanceState } from "@/lib/client/maintenance/maintenance-state";
import { useUpdateMaintenance } from "@/lib/client/maintenance/maintenances";
import type { Maintenance } from "@/lib/contracts/maintenance";

export type MaintenanceCommand = "end" | "edit" | "delete";

const ICONS: Readonly<Record<MaintenanceCommand, LucideIcon>> = { end: Square, edit: Pencil, delete: Trash2 };

const COMMANDS: Readonly<Record<MaintenanceState, readonly MaintenanceCommand[]>> = {
  running: ["end", "edit", "delete"],
  planned: ["edit", "delete"],
  paused: ["edit", "delete"],
  over: ["delete"],
};

type MaintenanceActionsProps = {
  maintenance: Maintenance;
  state: MaintenanceState;
  onCommand: (command: MaintenanceCommand, maintenance: Maintenance) => void;
};

/** What an operator can do with one; nothing with one of the provisioning file. */
export function MaintenanceActions({ maintenance, state, onCommand }: MaintenanceActionsProps) {
  const t = useTranslations("alert-rules.maintenance.action");
  if (maintenance.provisioned) return null;
  return (
    <div className="flex items-center gap-0.5">
      {state !== "over" && <MaintenanceSwitch maintenance={maintenance} />}
      {COMMANDS[state].map((command) => (
        <IconButton
          key={command}
          icon={ICONS[command]}
          size="sm"
          label={`${t(command)}: ${maintenance.name}`}
          title={t(command)}
          onClick={() => onCommand(command, maintenance)}
          className={cn(command === "delete" && "hover:text-critical")}
        />
      ))}
    </div>
  );
}

/** Pauses what comes, or switches it on again; at once. */
function MaintenanceSwitch({ maintenance: { id, name, enabled } }: { maintenance: Maintenance }) {
  const t = useTranslations("alert-rules.maintenance");
  const update = useUpdateMaintenance();
  const toggle = (on: boolean) => {
    if (update.isPending) return;
    update.mutate(
      { id, changes: { enabled: on } },
      {
        onSuccess: () => toast.success(t(on ? "resumed" : "paused", { name })),
        onError: (error) => toast.error(t("changeFailed", { name }), { description: error.message }),
      },
    );
  };
  return (
    <Switch
      checked={update.isPending ? update.variables.changes.enabled === true : enabled}
      onCheckedChange={toggle}
      aria-label={t("on", { name })}
      className="mt-0 mr-1.5"
    />
  );
}
