"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toaster";
import { useRevokeToken } from "@/lib/client/settings/tokens";
import type { ApiToken } from "@/lib/contracts/tokens";

/** Asks before a machine is shut out for good. */
export function RevokeTokenDialog({ token, onClose }: { token: ApiToken; onClose: () => void }) {
  const t = useTranslations("settings.tokens.revoke");
  const revoke = useRevokeToken();
  const { id, name } = token;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title", { name })}
      description={t("description")}
      confirmLabel={t("action")}
      onConfirm={() =>
        revoke.mutate(id, {
          onSuccess: () => {
            toast.success(t("done", { name }));
            onClose();
          },
          onError: (error) => toast.error(t("failed", { name }), { description: error.message }),
        })
      }
      pending={revoke.isPending}
      dangerous
    />
  );
}
