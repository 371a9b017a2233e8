"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toaster";
import { useDeleteMaintenance } from "@/lib/client/maintenance/maintenances";
import type { Maintenance } from "@/lib/contracts/maintenance";

/** Asks before a maintenance is deleted. */
export function DeleteMaintenanceDialog({ maintenance, onClose }: { maintenance: Maintenance; onClose: () => void }) {
  const t = useTranslations("alert-rules.maintenance.delete");
  const remove = useDeleteMaintenance();
  const { id, name, running } = maintenance;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title", { name })}
      description={t(running === null ? "description" : "running")}
      confirmLabel={t("confirm")}
      onConfirm={() =>
        remove.mutate(id, {
          onSuccess: () => {
            toast.success(t("done", { name }));
            onClose();
          },
          onError: (error) => toast.error(t("failed", { name }), { description: error.message }),
        })
      }
      pending={remove.isPending}
      dangerous
    />
  );
}
