import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { IncidentView } from "@/components/alerts/incident-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("alerts.incident");
  return { title: t("title") };
}

export default async function IncidentPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <IncidentView id={id} />;
}
