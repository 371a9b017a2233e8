"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button, buttonClasses } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { identityProviderHref, useSession, useSignIn } from "@/lib/client/session/session";
import { useCredentialForm } from "@/lib/client/session/use-credential-form";
import { CredentialField, PasswordField } from "./credential-field";
import { CredentialNotice, Notice, WaitText } from "./credential-notice";
import { EntranceCard } from "./entrance-card";
import type { SignInNote } from "./sign-in-note";

type PasswordStepProps = {
  /** Where the visitor wanted to go, as it stands in the address. */
  next: string | null;
  note: SignInNote;
  /** The second step was left because it took too long or failed too often. */
  isAgain: boolean;
  onSignedIn: () => void;
  onSecondFactor: () => void;
};

export function PasswordStep({ next, note, isAgain, onSignedIn, onSecondFactor }: PasswordStepProps) {
  const t = useTranslations("sign-in");
  const session = useSession();
  const signIn = useSignIn();
  const form = useCredentialForm({ email: "email", password: "triedPassword" });
  const [arrivalNote, setArrivalNote] = useState(note);
  // What was refused after a step that went right stays in sight until the browser has left.
  const isBusy = signIn.isPending || signIn.data?.next === "signed-in";

  const submit = form.submit((draft) => {
    if (isBusy) return;
    signIn.mutate(draft, {
      onSuccess: (answer) => (answer.next === "totp" ? onSecondFactor() : onSignedIn()),
      onError: form.fail,
    });
  });

  return (
    <EntranceCard title={t("title")} hint={t("hint")} footer={t("noAccount")}>
      <div className="grid gap-5">
        {!form.failure && (isAgain || arrivalNote) && (
          <div role={isAgain || arrivalNote !== "newPasswordSet" ? "alert" : "status"}>
            <NoteText note={arrivalNote} isAgain={isAgain} onWaitOver={() => setArrivalNote(null)} />
          </div>
        )}
        {/* Without script this would be sent to nowhere: no field has a name. */}
        <form ref={form.ref} noValidate method="post" onSubmit={submit} className="grid gap-4">
          <CredentialNotice form={form} />
          <CredentialField
            form={form}
            field="email"
            label={t("field.email")}
            type="email"
            autoComplete="username"
            autoFocus
          />
          <PasswordField form={form} field="password" label={t("field.password")} autoComplete="current-password" />
          <Button type="submit" variant="primary" loading={isBusy} className="mt-1 w-full">
            {isBusy ? t("submitting") : t("submit")}
          </Button>
        </form>
        {session.data?.identityProvider && <IdentityProviderButton name={session.data.identityProvider} next={next} />}
      </div>
    </EntranceCard>
  );
}

type NoteTextProps = Pick<PasswordStepProps, "note" | "isAgain"> & { onWaitOver: () => void };

function NoteText({ note, isAgain, onWaitOver }: NoteTextProps) {
  const t = useTranslations("sign-in");
  if (isAgain) return <Notice tone="critical">{t("refusal.start_again")}</Notice>;
  if (note === null) return null;
  if (note === "newPasswordSet") return <Notice tone="info">{t(note)}</Notice>;
  const isWait = typeof note === "object";
  return (
    <Notice tone="critical">
      {isWait ? <WaitText seconds={note.waitSeconds} onOver={onWaitOver} /> : t(`problem.${note}`)}
    </Notice>
  );
}

function IdentityProviderButton({ name, next }: { name: string; next: string | null }) {
  const t = useTranslations("sign-in");
  return (
    <div className="grid gap-5">
      <div className="flex items-center gap-3 text-muted text-xs">
        <span aria-hidden className="h-px flex-1 bg-border" />
        {t("or")}
        <span aria-hidden className="h-px flex-1 bg-border" />
      </div>
      {/* Not a Link: it leads out of the pages, to a redirect. */}
      <a href={identityProviderHref(next)} className={cn(buttonClasses(), "w-full")}>
        <span className="truncate">{t("identityProvider", { name })}</span>
      </a>
    </div>
  );
}
