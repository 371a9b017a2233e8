"use client";

import { useTranslations } from "next-intl";
import { SEVERITY_LOOKS } from "@/components/alerts/severity-look";
import { cn } from "@/components/ui/cn";
import { useOpenAlerts } from "@/lib/client/alerts/alerts";
import { readFiring } from "@/lib/client/alerts/fired-anew";
import { shortCount } from "@/lib/client/alerts/tab-signal";

/** How much fires, beside the link to the page of alerts. Nothing when nothing does, or when it is not known. */
export function AlertCount() {
  const t = useTranslations("alerts.bell");
  const { data } = useOpenAlerts();
  const { count, worst } = readFiring(data?.incidents ?? [], data?.counts.firing ?? 0);
  if (count === 0) return null;
  return (
    <span
      className={cn(
        "ml-auto flex h-4.5 min-w-4.5 items-center justify-center rounded-full px-1.5 font-semibold text-[0.6875rem] tabular-nums",
        SEVERITY_LOOKS[worst ?? "info"].solid,
      )}
    >
      <span aria-hidden>{shortCount(count)}</span>
      <span className="sr-only">{t("firing", { count })}</span>
    </span>
  );
}
