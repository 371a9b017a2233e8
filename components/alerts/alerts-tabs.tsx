"use client";

import { BellRing, CalendarClock, ListChecks, Megaphone } from "lucide-react";
import { useTranslations } from "next-intl";
import { PageTabs } from "@/components/shell/page-tabs";

export const ALERT_TABS = [
  { key: "alerts", href: "/alerts", icon: BellRing },
  { key: "rules", href: "/alerts/rules", icon: ListChecks },
  { key: "channels", href: "/alerts/channels", icon: Megaphone },
  { key: "maintenance", href: "/alerts/maintenance", icon: CalendarClock },
] as const;

/** The pages about alerts. */
export function AlertsTabs() {
  const t = useTranslations("alerts.tabs");
  return <PageTabs label={t("label")} tabs={ALERT_TABS.map((tab) => ({ ...tab, text: t(tab.key) }))} />;
}
