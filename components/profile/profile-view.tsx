"use client";

import { useTranslations } from "next-intl";
import { PageHeader } from "@/components/shell/page-header";
import { useViewer } from "@/lib/client/session/viewer";
import { AboutPanel } from "./about-panel";
import { PasswordPanel } from "./password-panel";
import { SessionsPanel } from "./sessions-panel";
import { TotpPanel } from "./totp-panel";

/** Everything that a person can see and change about their own sign-in. */
export function ProfileView() {
  const t = useTranslations("profile");
  const viewer = useViewer();
  if (viewer === null) return null;
  return (
    <div className="flex w-full max-w-[80rem] flex-col gap-4">
      <PageHeader title={t("title")} description={t("description")} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="grid min-w-0 gap-4">
          <AboutPanel viewer={viewer} />
          <PasswordPanel viewer={viewer} />
        </div>
        <div className="grid min-w-0 gap-4">
          <TotpPanel viewer={viewer} />
          <SessionsPanel />
        </div>
      </div>
    </div>
  );
}
