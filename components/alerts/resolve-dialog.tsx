"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Dialog } from "@/components/ui/dialog";
import { focusFirst } from "@/components/ui/focus-first";
import { FormButtons } from "@/components/ui/form-buttons";
import { ReasonField } from "./reason-field";
import { useReasonForm } from "./use-reason-form";

type ResolveDialogProps = {
  title: string;
  pending: boolean;
  problem?: string;
  onSubmit: (reason: string) => void;
  onClose: () => void;
};

/** Closes an incident by hand, with the reason, after saying what that means. */
export function ResolveDialog({ title, pending, problem, onSubmit, onClose }: ResolveDialogProps) {
  const t = useTranslations("alerts.resolve");
  const formId = useId();
  const form = useReasonForm(pending, onSubmit);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title")}
      description={t("description", { title })}
      footer={<FormButtons formId={formId} submitLabel={t("confirm")} pending={pending} />}
    >
      <form ref={focusFirst} id={formId} onSubmit={form.submit} noValidate className="py-2">
        <ReasonField {...form.field} hint={t("reasonHint")} problem={problem} />
      </form>
    </Dialog>
  );
}
