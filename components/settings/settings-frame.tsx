"use client";

import { ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PageHeader } from "@/components/shell/page-header";
import { PanelEmpty } from "@/components/ui/panel";
import { useAllows, useViewer } from "@/lib/client/session/viewer";
import { SettingsTabs } from "./settings-tabs";

/** The frame of all pages of the settings. Whoever may not see them is told so, and nothing is asked for. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const t = useTranslations("settings");
  const viewer = useViewer();
  const allowed = useAllows("admin");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      {allowed ? (
        <>
          <SettingsTabs />
          {children}
        </>
      ) : (
        <PanelEmpty
          icon={ShieldCheck}
          title={t("forAdmins.title")}
          hint={viewer && t("forAdmins.hint", { role: t(`role.${viewer.role}`) })}
          className="min-h-96"
        />
      )}
    </>
  );
}
