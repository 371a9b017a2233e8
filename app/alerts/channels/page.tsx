import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ChannelsView } from "@/components/channels/channels-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("alerts");
  return { title: `${t("tabs.channels")} · ${t("title")}` };
}

export default function ChannelsPage() {
  return <ChannelsView />;
}
