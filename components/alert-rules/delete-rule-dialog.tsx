"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toaster";
import { useDeleteRule } from "@/lib/client/alert-rules/rules";
import type { AlertRule } from "@/lib/contracts/alert-rules";
import { useRuleName } from "./use-rule-name";

type DeleteRuleDialogProps = { rule: AlertRule; onClose: () => void };

/** Asks before a rule is deleted. */
export function DeleteRuleDialog({ rule, onClose }: DeleteRuleDialogProps) {
  const t = useTranslations("alert-rules.delete");
  const work = useDeleteRule();
  const name = useRuleName()(rule);
  const { id } = rule;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title", { name })}
      description={t("description")}
      confirmLabel={t("confirm")}
      onConfirm={() =>
        work.mutate(id, {
          onSuccess: () => {
            toast.success(t("done", { name }));
            onClose();
          },
          onError: (error) => toast.error(t("failed", { name }), { description: error.message }),
        })
      }
      pending={work.isPending}
      dangerous
    />
  );
}
