"use client";

import { useTranslations } from "next-intl";
import { PanelFailure } from "@/components/ui/panel";

/** In place of a page whose rendering failed. The digest finds the same failure in the server's log. */
export function PageFailure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useTranslations("shell.failure");
  const digest = error instanceof Error && "digest" in error && error.digest ? String(error.digest) : null;
  const detail = digest ? `${t("hint")} ${t("reference", { digest })}` : t("hint");
  return <PanelFailure title={<h1>{t("title")}</h1>} error={detail} onRetry={onRetry} className="min-h-80" />;
}
