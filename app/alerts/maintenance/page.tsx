import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MaintenanceView } from "@/components/maintenance/maintenance-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("alerts");
  return { title: `${t("tabs.maintenance")} · ${t("title")}` };
}

export default function MaintenancePage() {
  return <MaintenanceView />;
}
