"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormButtons } from "@/components/ui/form-buttons";
import { toast } from "@/components/ui/toaster";
import { useConfirmTotp, useSetUpTotp } from "@/lib/client/session/me";
import { useCodesSaved } from "@/lib/client/session/use-codes-saved";
import { useCredentialForm } from "@/lib/client/session/use-credential-form";
import { PasswordDialogForm } from "./password-dialog-form";
import { RecoveryCodes } from "./recovery-codes";
import { TotpSecretForm } from "./totp-secret-form";

type SetUpTotpDialogProps = {
  email: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  trigger: ReactNode;
};

/** Turns the second factor on in three steps: the password, the app with its first code, the recovery codes. */
export function SetUpTotpDialog({ email, open, onOpenChange, trigger }: SetUpTotpDialogProps) {
  const t = useTranslations("profile.totp");
  const router = useRouter();
  const formId = useId();
  const begin = useSetUpTotp();
  const confirm = useConfirmTotp();
  const passwordForm = useCredentialForm({ password: "triedPassword" });
  const codeForm = useCredentialForm({ code: "totpCode" });
  const codes = useCodesSaved();
  const step = confirm.isSuccess ? "codes" : begin.data ? "app" : "password";

  const toggle = (isOpen: boolean) => {
    if (!isOpen && step === "codes") {
      if (!codes.passes()) return;
      toast.success(t("turnedOn"));
    }
    for (const part of [passwordForm, codeForm]) part.clear();
    codes.reset();
    begin.reset();
    confirm.reset();
    onOpenChange(isOpen);
  };

  const sendPassword = (password: string) => {
    if (!begin.isPending) begin.mutate(password, { onError: passwordForm.fail });
  };

  const sendCode = (code: string) => {
    if (confirm.isPending) return;
    confirm.mutate(code, { onSuccess: () => router.refresh(), onError: codeForm.fail });
  };

  return (
    <Dialog
      open={open}
      onOpenChange={toggle}
      trigger={trigger}
      title={t(step === "codes" ? "codes.title" : "setUp.title")}
      description={step === "codes" ? t("codes.hint") : undefined}
      footer={
        step === "codes" ? (
          <Button variant="primary" onClick={() => toggle(false)}>
            {t("codes.done")}
          </Button>
        ) : (
          <FormButtons
            formId={formId}
            submitLabel={t(
              begin.isPending || confirm.isPending ? "checking" : step === "app" ? "setUp.confirm" : "next",
            )}
            pending={begin.isPending || confirm.isPending}
          />
        )
      }
    >
      {step === "codes" && begin.data ? (
        <RecoveryCodes codes={begin.data.recoveryCodes} email={email} saving={codes} />
      ) : begin.data ? (
        <TotpSecretForm id={formId} setup={begin.data} form={codeForm} onCode={sendCode} />
      ) : (
        <PasswordDialogForm id={formId} form={passwordForm} hint={t("setUp.passwordHint")} onPassword={sendPassword} />
      )}
    </Dialog>
  );
}
