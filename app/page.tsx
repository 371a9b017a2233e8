import { useTranslations } from "next-intl";
import { PageHeader } from "@/components/shell/page-header";

export default function OverviewPage() {
  const t = useTranslations("shell.nav");
  return <PageHeader title={t("overview")} />;
}
