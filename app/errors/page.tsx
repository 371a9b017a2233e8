import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { ErrorLog } from "@/components/errors/error-log";
import { PageHeader } from "@/components/shell/page-header";
import { PanelSkeleton } from "@/components/ui/panel";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("errors");
  return { title: t("title") };
}

export default function ErrorsPage() {
  const t = useTranslations("errors");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <Suspense fallback={<PanelSkeleton label={t("list.label")} className="min-h-96" />}>
        <ErrorLog />
      </Suspense>
    </>
  );
}
