"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useId, useTransition } from "react";
import { Dialog } from "@/components/ui/dialog";
import { FormButtons } from "@/components/ui/form-buttons";
import { toast } from "@/components/ui/toaster";
import { useDisableTotp } from "@/lib/client/session/me";
import { useCredentialForm } from "@/lib/client/session/use-credential-form";
import { PasswordDialogForm } from "./password-dialog-form";

type DisableTotpDialogProps = { open: boolean; onOpenChange: (open: boolean) => void; trigger: ReactNode };

/** Turns the second factor off, after the password was given once more. */
export function DisableTotpDialog({ open, onOpenChange, trigger }: DisableTotpDialogProps) {
  const t = useTranslations("profile.totp");
  const router = useRouter();
  const formId = useId();
  const disable = useDisableTotp();
  const form = useCredentialForm({ password: "triedPassword" });
  const [isRefreshing, startTransition] = useTransition();
  const isBusy = disable.isPending || isRefreshing;

  const toggle = (isOpen: boolean) => {
    form.clear();
    onOpenChange(isOpen);
  };

  const send = (password: string) => {
    if (isBusy) return;
    disable.mutate(password, {
      onSuccess: () => {
        toast.success(t("turnedOff"));
        // It closes as soon as the page says so too, and not before.
        startTransition(() => {
          router.refresh();
          toggle(false);
        });
      },
      onError: form.fail,
    });
  };

  return (
    <Dialog
      open={open}
      onOpenChange={toggle}
      trigger={trigger}
      title={t("disable.title")}
      description={t("disable.hint")}
      footer={<FormButtons formId={formId} submitLabel={t("disable.submit")} pending={isBusy} dangerous />}
    >
      <PasswordDialogForm id={formId} form={form} onPassword={send} />
    </Dialog>
  );
}
