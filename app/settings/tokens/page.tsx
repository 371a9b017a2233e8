import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TokensView } from "@/components/settings/tokens-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: `${t("tabs.tokens")} · ${t("title")}` };
}

export default function TokensSettingsPage() {
  return <TokensView />;
}
