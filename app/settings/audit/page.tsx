import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuditView } from "@/components/settings/audit-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: `${t("tabs.audit")} · ${t("title")}` };
}

export default function AuditSettingsPage() {
  return <AuditView />;
}
