"use client";

import { useTranslations } from "next-intl";
import { type SubmitEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormButtons } from "@/components/ui/form-buttons";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toaster";
import { ApiError } from "@/lib/client/api/fetch-json";
import type { CooldownCard } from "@/lib/client/cooldowns/cooldown-cards";
import { useResumeCooldown } from "@/lib/client/cooldowns/cooldowns";

const MAX_REASON_CHARS = 500;

/**
 * Lets a person end a cooldown: resume what only a person ends, or lift what would end by itself. Says what is at risk
 * and asks for the reason.
 */
export function EndDialog({ card }: { card: CooldownCard }) {
  const words = card.kind === "blocked" ? "resume" : "lift";
  const t = useTranslations(`cooldowns.${words}`);
  const tLift = useTranslations("cooldowns.lift");
  const values = { account: card.account ?? t("removedAccount"), provider: card.providerName, scope: card.scope };
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

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (resume.isPending) return;
    const trimmed = reason.trim();
    setIsMissing(trimmed === "");
    if (trimmed === "") return;
    // By the promise: the stream may take the card away before the answer is here, and with it the callbacks of `mutate`.
    resume.mutateAsync({ id: card.id, reason: trimmed }).then(
      () => {
        toast.success(t("done", values));
        toggle(false);
      },
      (error: unknown) => {
        // Somebody else was faster: there is nothing left to do here.
        if (!(error instanceof ApiError && error.status === 404)) return;
        toast.info(t("gone"));
        toggle(false);
      },
    );
  };

  return (
    <Dialog
      open={open}
      onOpenChange={toggle}
      trigger={<Button size="sm">{t("open")}</Button>}
      title={t("title", values)}
      description={card.kind === "empty" ? tLift("riskEmpty", values) : t("risk", values)}
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
