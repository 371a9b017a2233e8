"use client";

import { useTranslations } from "next-intl";
import { CredentialField, NameField, NewPasswordField } from "@/components/sign-in/credential-field";
import { CredentialNotice } from "@/components/sign-in/credential-notice";
import { EntranceCard } from "@/components/sign-in/entrance-card";
import { Button, buttonClasses } from "@/components/ui/button";
import { PanelFailure } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import type { CredentialKind } from "@/lib/client/session/credential-form";
import { useSession, useSetUpOwner } from "@/lib/client/session/session";
import { useCredentialForm } from "@/lib/client/session/use-credential-form";
import { SetupSteps } from "./setup-steps";

/** The first step of a fresh installation: its first visitor becomes the owner. */
export function OwnerStep() {
  const t = useTranslations("setup.owner");
  const { data, error, isPending, isFetching, refetch } = useSession();

  if (isPending) return <Waiting />;
  if (!data) {
    return (
      <div className="mx-auto max-w-lg">
        <PanelFailure title={<h1>{t("loadFailed")}</h1>} error={error} onRetry={refetch} retrying={isFetching} />
      </div>
    );
  }
  if (data.ownership === "owned") {
    return (
      <EntranceCard title={t("owned.title")} hint={t("owned.hint")}>
        {/* Not a Link: who is signed in already is sent on by the server. */}
        <a href="/sign-in" className={`${buttonClasses({ variant: "primary" })} w-full`}>
          {t("owned.action")}
        </a>
      </EntranceCard>
    );
  }
  return <OwnerForm needsCode={data.ownership === "unowned-needs-code"} />;
}

type OwnerField = "name" | "email" | "password" | "code";

const WITHOUT_CODE = { name: "name", email: "email", password: "newPassword" } as const;
const WITH_CODE = { code: "setUpCode", ...WITHOUT_CODE } as const;

function OwnerForm({ needsCode }: { needsCode: boolean }) {
  const t = useTranslations("setup.owner");
  const tField = useTranslations("sign-in.field");
  const setUp = useSetUpOwner();
  const form = useCredentialForm<OwnerField>(
    (needsCode ? WITH_CODE : WITHOUT_CODE) as Record<OwnerField, CredentialKind>,
  );
  const isBusy = setUp.isPending || setUp.isSuccess;

  const submit = form.submit(({ name, email, password, code }) => {
    if (isBusy) return;
    setUp.mutate(needsCode ? { name, email, password, code } : { name, email, password }, {
      // A whole page load: from now on the server knows who is there.
      onSuccess: () => window.location.assign("/setup"),
      onError: form.fail,
    });
  });

  return (
    <EntranceCard
      wide
      title={t("title")}
      hint={t("description")}
      lead={<SetupSteps current="owner" isFirst />}
      footer={t("next")}
    >
      {/* Without script this would be sent to nowhere: no field has a name. */}
      <form ref={form.ref} noValidate method="post" onSubmit={submit} aria-label={t("label")} className="grid gap-4">
        <CredentialNotice form={form} />
        {needsCode && (
          <CredentialField
            form={form}
            field="code"
            label={t("code")}
            hint={t("codeHint")}
            autoComplete="off"
            autoFocus
            className="font-mono uppercase"
          />
        )}
        <NameField form={form} field="name" autoFocus={!needsCode} />
        <CredentialField form={form} field="email" label={tField("email")} type="email" autoComplete="username" />
        <NewPasswordField form={form} field="password" label={tField("password")} />
        <Button type="submit" variant="primary" loading={isBusy} className="mt-1 w-full">
          {isBusy ? t("submitting") : t("submit")}
        </Button>
      </form>
    </EntranceCard>
  );
}

function Waiting() {
  const t = useTranslations("setup.owner");
  const tCommon = useTranslations("common");
  return (
    <EntranceCard
      wide
      title={t("title")}
      hint={t("description")}
      lead={<SetupSteps current="owner" isFirst />}
      footer={t("next")}
    >
      <div role="status" className="grid gap-4">
        <span className="sr-only">{tCommon("loading")}</span>
        <Skeleton className="h-9" />
        <Skeleton className="h-9" />
        <Skeleton className="h-9" />
      </div>
    </EntranceCard>
  );
}
