"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PageHeader } from "@/components/shell/page-header";
import { ALERT_TABS, AlertsTabs } from "./alerts-tabs";

/**
 * The frame of the pages about alerts. Everybody may see them all; what may be changed there each page decides. The page
 * of one incident is no tab and brings a heading of its own.
 */
export function AlertsFrame({ children }: { children: ReactNode }) {
  const t = useTranslations("alerts");
  const pathname = usePathname();
  if (!ALERT_TABS.some(({ href }) => href === pathname)) return children;
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <AlertsTabs />
      {children}
    </>
  );
}
