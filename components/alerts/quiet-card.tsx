"use client";

import { ShieldCheck } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { useRules } from "@/lib/client/alert-rules/rules";

/** Nothing is open. Says what is watched, since silence only reassures who knows that somebody listens. */
export function QuietCard() {
  const t = useTranslations("alerts.quiet");
  const { data } = useRules();
  const rules = data?.rules.filter(({ enabled }) => enabled).length;
  return (
    <Card className="flex min-h-16 items-center gap-3 px-4 py-3">
      <ShieldCheck aria-hidden className="size-5 shrink-0 text-success" />
      <div className="min-w-0">
        <h2 className="font-medium">{t("title")}</h2>
        <p className="max-w-[75ch] text-muted">
          {rules === undefined
            ? t("hint")
            : t.rich("watched", {
                rules,
                link: (words) => (
                  <Link href="/alerts/rules" className="rounded-sm font-medium text-accent hover:underline">
                    {words}
                  </Link>
                ),
              })}
        </p>
      </div>
    </Card>
  );
}
