import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PeopleView } from "@/components/settings/people-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: `${t("tabs.people")} · ${t("title")}` };
}

export default function PeopleSettingsPage() {
  return <PeopleView />;
}
