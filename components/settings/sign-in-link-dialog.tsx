"use client";

import { useTranslations } from "next-intl";
import { SecretDialog } from "@/components/ui/secret-dialog";
import { invitationHref } from "@/lib/client/settings/people";
import type { SignInLinkResponse } from "@/lib/contracts/people";

/** A link to hand out, told this once. */
export function SignInLinkDialog({ made, onClose }: { made: SignInLinkResponse; onClose: () => void }) {
  const t = useTranslations("settings");
  const { link, token } = made;
  const person = link.person ?? "";
  const isReset = link.kind === "reset";
  const what = isReset
    ? t("people.reset.linkDescription", { name: person })
    : t("invitations.dialog.linkDescription", { role: t(`role.${link.role ?? "viewer"}`) });
  return (
    <SecretDialog
      title={isReset ? t("people.reset.linkTitle", { name: person }) : t("invitations.dialog.linkTitle")}
      description={`${what} ${t("invitations.dialog.until", { at: new Date(link.expiresAtMs) })}`}
      label={t("invitations.dialog.linkLabel")}
      // The window is only drawn after an answer, which happens in the browser alone.
      secret={invitationHref(window.location.origin, token)}
      doneLabel={t("done")}
      onClose={onClose}
    />
  );
}
