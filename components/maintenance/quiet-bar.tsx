"use client";

import { BellOff } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonClasses } from "@/components/ui/button";
import { useOpenAlerts } from "@/lib/client/alerts/alerts";
import { useRunningQuiet } from "@/lib/client/maintenance/use-running-quiet";
import { QuietText, useQuietDetail } from "./quiet-text";

/** Says that a maintenance keeps people from being told, whose alerts it covers, and leads to it. Nothing while none runs. */
export function QuietBar() {
  const t = useTranslations("alert-rules.maintenance.now");
  const { quiet, nowMs } = useRunningQuiet();
  const muted = useOpenAlerts().data?.counts.muted ?? 0;
  const detail = useQuietDetail();
  if (quiet === null) return null;
  return (
    <section
      aria-label={t("label")}
      className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg border border-info/40 bg-surface px-4 py-3 shadow-panel"
    >
      <span className="flex size-9 shrink-0 items-center justify-center rounded-full bg-info-soft text-info">
        <BellOff aria-hidden className="size-4.5" />
      </span>
      <div className="min-w-52 flex-1">
        <p className="wrap-anywhere font-medium">
          <QuietText quiet={quiet} nowMs={nowMs} />
        </p>
        <p className="wrap-anywhere max-w-[75ch] text-muted">{detail(quiet, muted)}</p>
      </div>
      <Link href="/alerts/maintenance" className={buttonClasses({ variant: "secondary" })}>
        {t("show")}
      </Link>
    </section>
  );
}
