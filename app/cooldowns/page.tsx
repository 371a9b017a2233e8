import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CooldownsView } from "@/components/cooldowns/cooldowns-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("cooldowns");
  return { title: t("title") };
}

export default function CooldownsPage() {
  return <CooldownsView />;
}
