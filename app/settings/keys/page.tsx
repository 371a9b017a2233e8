import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { KeysView } from "@/components/settings/keys-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: `${t("tabs.keys")} · ${t("title")}` };
}

export default function KeysSettingsPage() {
  return <KeysView />;
}
