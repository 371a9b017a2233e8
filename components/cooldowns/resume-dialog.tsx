"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormButtons } from "@/components/ui/form-buttons";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toaster";
import { ApiError } from "@/lib/client/api/fetch-json";
import { useResumeCooldown } from "@/lib/client/cooldowns/cooldowns";

const MAX_REASON_CHARS = 500;

type ResumeDialogProps = { id: string; account: string | null; providerName: string };

/** Lets a person end what only a person ends. Says what is at risk and asks for the reason. */
export function ResumeDialog({ id, account, providerName }: ResumeDialogProps) {
  const t = useTranslations("cooldowns.resume");
  const name = account ?? t("removedAccount");
  const formId = useId();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const resume = useResumeCooldown();

  const toggle = (next: boolean) => {
    setOpen(next);
    setReason("");
    setIsMissing(false);
    resume.reset();
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (resume.isPending) return;
    const trimmed = reason.trim();
    setIsMissing(trimmed === "");
    if (trimmed === "") return;
    resume.mutate(
      { id, reason: trimmed },
      {
        onSuccess: () => {
          toast.success(t("done", { account: name }));
          toggle(false);
        },
        onError: (error) => {
          // Somebody else was faster: there is nothing left to do here.
          if (!(error instanceof ApiError && error.status === 404)) return;
          toast.info(t("gone"));
          toggle(false);
        },
      },
    );
  };

  return (
    <Dialog
      open={open}
      onOpenChange={toggle}
      trigger={<Button size="sm">{t("open")}</Button>}
      title={t("title", { account: name })}
      description={t("risk", { provider: providerName })}
      footer={<FormButtons formId={formId} submitLabel={t("confirm")} pending={resume.isPending} dangerous />}
    >
      <form id={formId} onSubmit={submit} noValidate className="py-2">
        <Field
          label={t("reason")}
          hint={t("reasonHint")}
          error={isMissing ? t("reasonMissing") : resume.error?.message}
          required
        >
          {(control) => (
            <Input
              {...control}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              maxLength={MAX_REASON_CHARS}
              autoComplete="off"
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
