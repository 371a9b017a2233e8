"use client";

import { ArrowLeft, CircleCheck, Download, Link2, Timer } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { DrillBadge } from "@/components/cooldowns/drill-badge";
import { useScopeName } from "@/components/cooldowns/use-scope-name";
import { CodeText } from "@/components/errors/code-name";
import { PageHeader } from "@/components/shell/page-header";
import { Badge } from "@/components/ui/badge";
import { Button, buttonClasses } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { copyText } from "@/components/ui/copy-text";
import { StaleBadge } from "@/components/ui/stale-badge";
import { toast } from "@/components/ui/toaster";
import { reportFileHref } from "@/lib/client/report/report";
import type { Cooldown } from "@/lib/contracts/cooldowns";

/** Whose ban it is, whether it still runs, and the ways to pass its report on. */
export function ReportHeader({ cooldown, stale }: { cooldown: Cooldown; stale: boolean }) {
  const t = useTranslations("report");
  const scopeName = useScopeName();
  const { id, code, providerName, isDrill, endedAtMs } = cooldown;
  return (
    <div className="flex flex-col gap-1.5">
      <Link
        href="/cooldowns"
        className="-ml-1 inline-flex items-center gap-1 self-start rounded-sm px-1 text-muted text-xs hover:text-foreground"
      >
        <ArrowLeft aria-hidden className="size-3.5" />
        {t("back")}
      </Link>
      <PageHeader
        title={t("heading", { scope: scopeName(cooldown), provider: providerName })}
        description={
          <span className="mt-1 flex flex-wrap items-center gap-x-2.5 gap-y-1.5">
            <CodeText code={code} className="wrap-anywhere" />
            {endedAtMs === null ? (
              <Badge tone={isDrill ? "info" : "critical"} icon={Timer}>
                {t("standing.running")}
              </Badge>
            ) : (
              <Badge tone="success" icon={CircleCheck}>
                {t("standing.ended")}
              </Badge>
            )}
            {isDrill && <DrillBadge />}
            {stale && <StaleBadge />}
          </span>
        }
        actions={<Actions id={id} />}
      />
    </div>
  );
}

/** Without icons all three stand in one line of a phone. */
const SMALL = "max-sm:[&>svg]:hidden";

function Actions({ id }: { id: string }) {
  const t = useTranslations("report.actions");
  const copyLink = async () => {
    const copied = await copyText(`${window.location.origin}/cooldowns/${encodeURIComponent(id)}`);
    if (copied) toast.success(t("linkCopied"));
    else toast.error(t("copyFailed"));
  };
  return (
    <>
      <Button onClick={copyLink} className={SMALL}>
        <Link2 aria-hidden />
        {t("copyLink")}
      </Button>
      {(["markdown", "json"] as const).map((format) => (
        <a
          key={format}
          href={reportFileHref(id, format)}
          download
          title={t(`${format}Label`)}
          className={cn(buttonClasses(), SMALL)}
        >
          <Download aria-hidden />
          {t(format)}
          <span className="sr-only">{` – ${t(`${format}Label`)}`}</span>
        </a>
      ))}
    </>
  );
}
