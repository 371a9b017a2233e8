"use client";

import { useTranslations } from "next-intl";
import { KnownUser, NewPasswordField, PasswordField } from "@/components/sign-in/credential-field";
import { CredentialNotice } from "@/components/sign-in/credential-notice";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { toast } from "@/components/ui/toaster";
import { useChangePassword } from "@/lib/client/session/me";
import { useCredentialForm } from "@/lib/client/session/use-credential-form";
import type { Viewer } from "@/lib/contracts/session";

/** Changes the password, for who has one here. */
export function PasswordPanel({ viewer }: { viewer: Viewer }) {
  const t = useTranslations("profile.password");
  return (
    <Panel label={t("label")}>
      <p className="mb-4 max-w-[65ch] text-muted">{t(viewer.password ? "hint" : "none")}</p>
      {viewer.password && <PasswordForm email={viewer.email} />}
    </Panel>
  );
}

function PasswordForm({ email }: { email: string }) {
  const t = useTranslations("profile.password");
  const change = useChangePassword();
  // The server speaks of the current password as `password`.
  const form = useCredentialForm({ password: "triedPassword", newPassword: "newPassword" });

  const submit = form.submit(({ password, newPassword }) => {
    if (change.isPending) return;
    change.mutate(
      { currentPassword: password, newPassword },
      {
        onSuccess: () => {
          toast.success(t("done"));
          form.clear();
        },
        onError: form.fail,
      },
    );
  });

  return (
    <form ref={form.ref} noValidate method="post" onSubmit={submit} className="grid gap-4">
      <CredentialNotice form={form} />
      <KnownUser email={email} />
      <PasswordField form={form} field="password" label={t("current")} autoComplete="current-password" />
      <NewPasswordField form={form} field="newPassword" label={t("new")} />
      <Button type="submit" loading={change.isPending} className="justify-self-start">
        {change.isPending ? t("submitting") : t("submit")}
      </Button>
    </form>
  );
}
