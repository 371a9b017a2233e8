"use client";

import { ArrowLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ApiError } from "@/lib/client/api/fetch-json";
import type { CredentialKind } from "@/lib/client/session/credential-form";
import { useSecondFactor } from "@/lib/client/session/session";
import { useCredentialForm } from "@/lib/client/session/use-credential-form";
import { CredentialField, TotpField } from "./credential-field";
import { CredentialNotice } from "./credential-notice";
import { EntranceCard } from "./entrance-card";

type SecondFactorStepProps = {
  onSignedIn: () => void;
  onBack: () => void;
  /** The password has to be given once more. */
  onStartAgain: () => void;
};

type Way = "code" | "recoveryCode";

const KINDS = { code: "totpCode", recoveryCode: "recoveryCode" } as const;

/** A code of the authenticator app, or a recovery code for who has lost it. */
export function SecondFactorStep(props: SecondFactorStepProps) {
  const [way, setWay] = useState<Way>("code");
  return (
    <CodeForm key={way} way={way} {...props} onOtherWay={() => setWay(way === "code" ? "recoveryCode" : "code")} />
  );
}

type CodeFormProps = SecondFactorStepProps & { way: Way; onOtherWay: () => void };

function CodeForm({ way, onSignedIn, onBack, onStartAgain, onOtherWay }: CodeFormProps) {
  const t = useTranslations("sign-in");
  const confirm = useSecondFactor();
  const form = useCredentialForm<Way>({ [way]: KINDS[way] } as Record<Way, CredentialKind>);
  const isBusy = confirm.isPending || confirm.isSuccess;

  const submit = form.submit(({ code, recoveryCode }) => {
    if (isBusy) return;
    confirm.mutate(way === "code" ? { code } : { recoveryCode }, {
      onSuccess: onSignedIn,
      onError: (error) => {
        if (error instanceof ApiError && error.problem?.code === "start_again") onStartAgain();
        else form.fail(error);
      },
    });
  });

  return (
    <EntranceCard title={t("secondFactor.title")} hint={t("secondFactor.hint")}>
      <form ref={form.ref} noValidate method="post" onSubmit={submit} className="grid gap-4">
        <CredentialNotice form={form} />
        {way === "code" ? (
          <TotpField form={form} field="code" autoFocus />
        ) : (
          <CredentialField
            form={form}
            field="recoveryCode"
            label={t("field.recoveryCode")}
            hint={t("field.recoveryCodeHint")}
            autoComplete="off"
            autoFocus
            className="font-mono"
          />
        )}
        <Button type="submit" variant="primary" loading={isBusy} className="mt-1 w-full">
          {isBusy ? t("secondFactor.submitting") : t("secondFactor.submit")}
        </Button>
        <div className="flex flex-wrap justify-between gap-2">
          <Button variant="ghost" size="sm" onClick={onBack} className="-ml-2.5">
            <ArrowLeft aria-hidden />
            {t("secondFactor.back")}
          </Button>
          <Button variant="ghost" size="sm" onClick={onOtherWay} className="-mr-2.5">
            {t(way === "code" ? "secondFactor.useRecoveryCode" : "secondFactor.useCode")}
          </Button>
        </div>
      </form>
    </EntranceCard>
  );
}
