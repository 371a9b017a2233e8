"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toaster";
import { useUpdateAccount } from "@/lib/client/accounts/accounts";
import type { Account } from "@/lib/contracts/accounts";

/** Asks before an account's calls are refused. */
export function ArchiveAccountDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useTranslations("accounts.archive");
  const tAction = useTranslations("accounts.action");
  const update = useUpdateAccount();
  const { name } = account;

  const archive = () =>
    update.mutate(
      { id: account.id, changes: { archived: true } },
      {
        onSuccess: () => {
          toast.success(t("done", { name }));
          onClose();
        },
        onError: (error) => toast.error(t("failed", { name }), { description: error.message }),
      },
    );

  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title", { name })}
      description={t("description")}
      confirmLabel={tAction("archive")}
      onConfirm={archive}
      pending={update.isPending}
      dangerous
    />
  );
}
