"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormButtons } from "@/components/ui/form-buttons";
import { toast } from "@/components/ui/toaster";
import { useNewRecoveryCodes } from "@/lib/client/session/me";
import { useCodesSaved } from "@/lib/client/session/use-codes-saved";
import { useCredentialForm } from "@/lib/client/session/use-credential-form";
import { PasswordDialogForm } from "./password-dialog-form";
import { RecoveryCodes } from "./recovery-codes";

type RenewCodesDialogProps = {
  email: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  trigger: ReactNode;
};

/** Makes new recovery codes, after the password was given once more, and shows them until they are saved. */
export function RenewCodesDialog({ email, open, onOpenChange, trigger }: RenewCodesDialogProps) {
  const t = useTranslations("profile.totp");
  const formId = useId();
  const renew = useNewRecoveryCodes();
  const form = useCredentialForm({ password: "triedPassword" });
  const codes = useCodesSaved();
  const shown = renew.data?.recoveryCodes;

  const toggle = (isOpen: boolean) => {
    if (!isOpen && shown) {
      if (!codes.passes()) return;
      toast.success(t("renewed"));
    }
    form.clear();
    codes.reset();
    renew.reset();
    onOpenChange(isOpen);
  };

  const send = (password: string) => {
    if (!renew.isPending) renew.mutate(password, { onError: form.fail });
  };

  return (
    <Dialog
      open={open}
      onOpenChange={toggle}
      trigger={trigger}
      title={t(shown ? "codes.title" : "renew.title")}
      description={t(shown ? "codes.hint" : "renew.hint")}
      footer={
        shown ? (
          <Button variant="primary" onClick={() => toggle(false)}>
            {t("codes.done")}
          </Button>
        ) : (
          <FormButtons formId={formId} submitLabel={t("renew.submit")} pending={renew.isPending} />
        )
      }
    >
      {shown ? (
        <RecoveryCodes codes={shown} email={email} saving={codes} />
      ) : (
        <PasswordDialogForm id={formId} form={form} onPassword={send} />
      )}
    </Dialog>
  );
}
