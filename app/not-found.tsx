import { SearchX } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonClasses } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function NotFound() {
  const t = useTranslations("shell.notFound");
  return (
    <EmptyState
      className="min-h-80"
      icon={SearchX}
      title={<h1>{t("title")}</h1>}
      hint={t("hint")}
      action={
        <Link href="/" className={buttonClasses({ variant: "primary" })}>
          {t("action")}
        </Link>
      }
    />
  );
}
