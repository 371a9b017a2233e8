"use client";

import { ArrowRight, FileText } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonClasses } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Panel } from "@/components/ui/panel";
import { chooseAdvice } from "@/lib/client/alerts/choose-advice";
import type { Incident } from "@/lib/contracts/incidents";

/** What it means and what to do about it, in the words of the catalogue of codes or of the messages that were sent. */
export function IncidentAdvice({ incident: { kind, facts } }: { incident: Incident }) {
  const t = useTranslations("alerts.advice");
  const codes = useTranslations("catalogue");
  const kinds = useTranslations("alert-rules.kind");
  const notices = useTranslations("notices.advice");
  const advice = chooseAdvice(kind, facts.code);
  const isOfCode = advice.from === "catalogue";
  return (
    <Panel label={t("label")}>
      <p className="max-w-[68ch]">{isOfCode ? codes(`${advice.key}.meaning`) : kinds(`${advice.kind}.means`)}</p>
      <div className="mt-3 rounded-md bg-accent-soft px-3 py-2.5">
        <h3 className="flex items-center gap-1.5 font-medium text-accent">
          <ArrowRight aria-hidden className="size-4" />
          {t("nextStep")}
        </h3>
        <p className="mt-1 max-w-[68ch]">{isOfCode ? codes(`${advice.key}.nextStep`) : notices(advice.kind)}</p>
      </div>
      {facts.cooldownId !== null && (
        <Link href={`/cooldowns/${encodeURIComponent(facts.cooldownId)}`} className={cn(buttonClasses(), "mt-3")}>
          <FileText aria-hidden />
          {t("report")}
        </Link>
      )}
    </Panel>
  );
}
