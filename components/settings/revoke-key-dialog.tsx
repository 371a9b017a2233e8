"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toaster";
import { useRevokeProxyKey } from "@/lib/client/settings/proxy-keys";
import type { ProxyKey } from "@/lib/contracts/proxy-keys";

/** Asks before a program's calls are refused for good. */
export function RevokeKeyDialog({ proxyKey, onClose }: { proxyKey: ProxyKey; onClose: () => void }) {
  const t = useTranslations("settings.keys.revoke");
  const revoke = useRevokeProxyKey();
  const { id, label, account } = proxyKey;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title", { label })}
      description={t("description", { account })}
      confirmLabel={t("action")}
      onConfirm={() =>
        revoke.mutate(id, {
          onSuccess: () => {
            toast.success(t("done", { label }));
            onClose();
          },
          onError: (error) => toast.error(t("failed", { label }), { description: error.message }),
        })
      }
      pending={revoke.isPending}
      dangerous
    />
  );
}
