"use client";

import { useTranslations } from "next-intl";
import { PasswordField } from "@/components/sign-in/credential-field";
import { CredentialNotice } from "@/components/sign-in/credential-notice";
import type { CredentialForm } from "@/lib/client/session/use-credential-form";

type PasswordDialogFormProps = {
  /** So that a button in the dialog's foot can send it. */
  id: string;
  form: CredentialForm<"password">;
  hint?: string;
  onPassword: (password: string) => void;
};

/** Asks once more for the password, as every change to the second factor does. */
export function PasswordDialogForm({ id, form, hint, onPassword }: PasswordDialogFormProps) {
  const t = useTranslations("profile.totp");
  return (
    <form
      ref={form.ref}
      id={id}
      noValidate
      method="post"
      onSubmit={form.submit(({ password }) => onPassword(password))}
      className="grid gap-4 py-1"
    >
      <CredentialNotice form={form} />
      <PasswordField
        form={form}
        field="password"
        label={t("password")}
        hint={hint}
        autoComplete="current-password"
        autoFocus
      />
    </form>
  );
}
