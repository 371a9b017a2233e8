"use client";

import { KeyRound, ScrollText, Users, Webhook } from "lucide-react";
import { useTranslations } from "next-intl";
import { PageTabs } from "@/components/shell/page-tabs";

const TABS = [
  { key: "people", href: "/settings/people", icon: Users },
  { key: "keys", href: "/settings/keys", icon: KeyRound },
  { key: "tokens", href: "/settings/tokens", icon: Webhook },
  { key: "audit", href: "/settings/audit", icon: ScrollText },
] as const;

/** The pages of the settings. */
export function SettingsTabs() {
  const t = useTranslations("settings.tabs");
  return <PageTabs label={t("label")} tabs={TABS.map((tab) => ({ ...tab, text: t(tab.key) }))} />;
}
