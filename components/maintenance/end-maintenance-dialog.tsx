"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toaster";
import { readServerNow } from "@/lib/client/clock/server-clock";
import { useMaintenances, useUpdateMaintenance } from "@/lib/client/maintenance/maintenances";
import { endNow } from "@/lib/client/maintenance/quick-quiet";
import type { Maintenance } from "@/lib/contracts/maintenance";

/** Asks before alerts are told again. */
export function EndMaintenanceDialog({ maintenance, onClose }: { maintenance: Maintenance; onClose: () => void }) {
  const t = useTranslations("alert-rules.maintenance.end");
  const clock = useMaintenances().data;
  const update = useUpdateMaintenance();
  const { id, name, schedule } = maintenance;
  const isSingle = schedule.kind === "single";
  const end = () => {
    if (clock === undefined) return;
    update.mutate(
      { id, changes: endNow(maintenance, readServerNow(clock, performance.now())) },
      {
        onSuccess: () => {
          toast.success(t("done", { name }));
          onClose();
        },
        onError: (error) => toast.error(t("failed", { name }), { description: error.message }),
      },
    );
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title", { name })}
      description={t(isSingle ? "description" : "repeats")}
      confirmLabel={t(isSingle ? "confirm" : "pause")}
      onConfirm={end}
      pending={update.isPending}
    />
  );
}
