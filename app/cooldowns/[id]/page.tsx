import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BanReport } from "@/components/report/ban-report";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("report");
  return { title: t("title") };
}

export default async function BanReportPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <BanReport id={id} />;
}
