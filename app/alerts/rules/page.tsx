import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RulesView } from "@/components/alert-rules/rules-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("alerts");
  return { title: `${t("tabs.rules")} · ${t("title")}` };
}

export default function RulesPage() {
  return <RulesView />;
}
