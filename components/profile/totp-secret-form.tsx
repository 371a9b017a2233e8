"use client";

import { useTranslations } from "next-intl";
import { TotpField } from "@/components/sign-in/credential-field";
import { CredentialNotice } from "@/components/sign-in/credential-notice";
import { CopyButton } from "@/components/ui/copy-button";
import type { CredentialForm } from "@/lib/client/session/use-credential-form";
import type { TotpSetupResponse } from "@/lib/contracts/session";
import { QrCode } from "./qr-code";

type TotpSecretFormProps = {
  /** So that a button in the dialog's foot can send it. */
  id: string;
  setup: TotpSetupResponse;
  form: CredentialForm<"code">;
  onCode: (code: string) => void;
};

/** The secret for the authenticator app, to scan, open or type, and the first code as proof that it arrived. */
export function TotpSecretForm({ id, setup, form, onCode }: TotpSecretFormProps) {
  const t = useTranslations("profile.totp.setUp");
  return (
    <form
      ref={form.ref}
      id={id}
      noValidate
      method="post"
      onSubmit={form.submit(({ code }) => onCode(code))}
      className="grid gap-5 py-1"
    >
      <div className="flex flex-wrap gap-x-5 gap-y-4">
        <QrCode text={setup.uri} label={t("qr")} className="size-44 shrink-0 rounded-md border" />
        <div className="flex min-w-0 flex-1 basis-52 flex-col gap-3">
          <p className="font-medium">{t("scan")}</p>
          <div>
            <p className="text-muted">{t("type")}</p>
            <p className="mt-1 flex items-start gap-1">
              <code className="wrap-anywhere min-w-0 rounded-md bg-sunken px-2 py-1 font-mono text-xs leading-5">
                {inGroups(setup.secret)}
              </code>
              <CopyButton text={setup.secret} />
            </p>
          </div>
          <a href={setup.uri} className="w-fit rounded-sm text-accent underline underline-offset-2">
            {t("open")}
          </a>
        </div>
      </div>
      <CredentialNotice form={form} />
      <div className="grid gap-2">
        <p className="text-muted">{t("confirmHint")}</p>
        <TotpField form={form} field="code" autoFocus />
      </div>
    </form>
  );
}

const GROUP_CHARS = 4;

/** Apps pass over the spaces, and eyes need them. */
const inGroups = (secret: string): string => secret.replaceAll(new RegExp(`(.{${GROUP_CHARS}})(?=.)`, "g"), "$1 ");
