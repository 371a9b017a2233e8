"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Instant } from "@/components/ui/instant";
import type { CredentialKind } from "@/lib/client/session/credential-form";
import { useAcceptLink } from "@/lib/client/session/session";
import { useCredentialForm } from "@/lib/client/session/use-credential-form";
import { useViewer } from "@/lib/client/session/viewer";
import type { ReadLinkResponse } from "@/lib/contracts/people";
import { CredentialField, KnownUser, NameField, NewPasswordField } from "./credential-field";
import { CredentialNotice, Notice } from "./credential-notice";
import { EntranceCard } from "./entrance-card";
import { NEW_PASSWORD_SET_HREF } from "./sign-in-note";

type AcceptField = "name" | "email" | "password";

const PASSWORD_ONLY = { password: "newPassword" };
const EVERYTHING = { name: "name", email: "email", password: "newPassword" };

/** What a link asks for: everything of a newcomer, of somebody known only the new password. */
export function AcceptForm({ link, token }: { link: ReadLinkResponse; token: string }) {
  const t = useTranslations("sign-in");
  const isReset = link.kind === "reset";
  const accept = useAcceptLink();
  const form = useCredentialForm<AcceptField>(
    (isReset ? PASSWORD_ONLY : EVERYTHING) as Record<AcceptField, CredentialKind>,
    { email: link.email ?? "" },
  );
  const isBusy = accept.isPending || accept.isSuccess;

  const submit = form.submit(({ name, email, password }) => {
    if (isBusy) return;
    accept.mutate(isReset ? { token, password } : { token, name, email, password }, {
      // Takes the place of this page, so that the used-up token is neither in the address nor in the history.
      onSuccess: ({ next }) => window.location.replace(next === "signed-in" ? "/" : NEW_PASSWORD_SET_HREF),
      onError: form.fail,
    });
  });

  return (
    <EntranceCard
      title={t(isReset ? "invitation.titleReset" : "invitation.titleInvitation")}
      hint={t(isReset ? "invitation.hintReset" : "invitation.hint")}
    >
      <LinkFacts link={link} />
      <form ref={form.ref} noValidate method="post" onSubmit={submit} className="mt-5 grid gap-4">
        <AlreadySignedIn isReset={isReset} />
        <CredentialNotice form={form} />
        {!isReset && (
          <>
            <NameField form={form} field="name" autoFocus />
            <CredentialField
              form={form}
              field="email"
              label={t("field.email")}
              hint={link.email !== null && t("field.emailFixed")}
              type="email"
              autoComplete="username"
              readOnly={link.email !== null}
              className="read-only:bg-sunken"
            />
          </>
        )}
        {isReset && link.email !== null && <KnownUser email={link.email} />}
        <NewPasswordField
          form={form}
          field="password"
          label={t(isReset ? "field.newPassword" : "field.password")}
          autoFocus={isReset}
        />
        <Button type="submit" variant="primary" loading={isBusy} className="mt-1 w-full">
          {t(isBusy ? "invitation.submitting" : isReset ? "invitation.submitReset" : "invitation.submit")}
        </Button>
      </form>
    </EntranceCard>
  );
}

function LinkFacts({ link }: { link: ReadLinkResponse }) {
  const t = useTranslations("sign-in.invitation");
  const tRole = useTranslations("shell.role");
  return (
    <DescriptionList className="rounded-md border px-3">
      {link.person !== null && (
        <DescriptionItem term={t("person")}>
          <bdi className="wrap-anywhere font-medium">{link.person}</bdi>
        </DescriptionItem>
      )}
      {link.role && (
        <DescriptionItem term={t("role")}>
          <span className="font-medium">{tRole(`${link.role}.name`)}</span>
          <span className="block text-muted text-xs">{tRole(`${link.role}.can`)}</span>
        </DescriptionItem>
      )}
      <DescriptionItem term={t("expires")}>
        <Instant atMs={link.expiresAtMs} format="dateTime" />
      </DescriptionItem>
    </DescriptionList>
  );
}

/** A reset signs nobody in, so it speaks of no session that would begin. */
function AlreadySignedIn({ isReset }: { isReset: boolean }) {
  const t = useTranslations("sign-in.invitation");
  const viewer = useViewer();
  if (viewer === null) return null;
  return <Notice tone="info">{t(isReset ? "signedInAsReset" : "signedInAs", { email: viewer.email })}</Notice>;
}
