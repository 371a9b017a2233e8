"use client";

import { ChartPie } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { buttonClasses } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { PanelEmpty, PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Sheet } from "@/components/ui/sheet";
import { StaleBadge } from "@/components/ui/stale-badge";
import { prepareCallers, useCallers } from "@/lib/client/accounts/callers";
import { useAllows } from "@/lib/client/session/viewer";
import type { Account } from "@/lib/contracts/accounts";
import { PERIOD_IDS, type Period } from "@/lib/domain/period";
import { CallerList } from "./caller-list";

/** Who calls with an account's keys, and who causes its errors. */
export function CallersSheet({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useTranslations("accounts.callers");
  const periods = useTranslations("overview.period");
  const mayIssue = useAllows("admin");
  const [period, setPeriod] = useState<Period>("24h");
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title", { name: account.name })}
      description={t("description")}
      className="max-w-2xl"
      footer={
        mayIssue && (
          <Link href="/settings/keys" className={buttonClasses()}>
            {t("issue")}
          </Link>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <SegmentedControl
          label={periods("label")}
          value={period}
          onValueChange={setPeriod}
          segments={PERIOD_IDS.map((value) => ({ value, label: periods(value) }))}
          className="self-start"
        />
        <Callers account={account} period={period} />
      </div>
    </Sheet>
  );
}

function Callers({ account, period }: { account: Account; period: Period }) {
  const t = useTranslations("accounts.callers");
  const { data, error, isPending, isFetching, isPlaceholderData, refetch } = useCallers(account.id, { period });

  if (isPending) return <PanelSkeleton label={t("label")} />;
  if (!data) return <PanelFailure title={t("loadFailed")} error={error} onRetry={refetch} retrying={isFetching} />;
  if (data.callers.length === 0) return <PanelEmpty icon={ChartPie} title={t("empty")} hint={t("emptyHint")} />;
  return (
    <div aria-busy={isPlaceholderData} className={cn("transition-opacity", isPlaceholderData && "opacity-60")}>
      {error !== null && (
        <div className="mb-2 flex justify-end">
          <StaleBadge />
        </div>
      )}
      <CallerList account={account} period={period} rows={prepareCallers(data.callers)} />
    </div>
  );
}
