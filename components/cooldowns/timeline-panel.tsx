"use client";

import { ChartGantt, Table2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { buttonClasses } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Panel, PanelEmpty, PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { useCooldownHistory } from "@/lib/client/cooldowns/cooldowns";
import type { CooldownHistoryResponse } from "@/lib/contracts/cooldowns";
import type { Period } from "@/lib/domain/period";
import { TimelineChart } from "./timeline-chart";
import { TimelineLegend } from "./timeline-legend";
import { TimelineTable } from "./timeline-table";

const HEIGHT = "min-h-48";

/** When each scope was banned in the period: bars over time, or the same as a table. */
export function TimelinePanel({ period }: { period: Period }) {
  const t = useTranslations("cooldowns.timeline");
  const { data, error, isPending, isFetching, refetch } = useCooldownHistory({ period });

  if (isPending) return <PanelSkeleton label={t("label")} className={HEIGHT} />;
  if (!data) {
    return (
      <PanelFailure
        title={t("failed")}
        error={error}
        onRetry={() => refetch()}
        retrying={isFetching}
        className={HEIGHT}
      />
    );
  }
  if (data.cooldowns.length === 0 && error === null) {
    return (
      <PanelEmpty label={t("label")} icon={ChartGantt} title={t("empty")} hint={t("emptyHint")} className={HEIGHT} />
    );
  }
  return <TimelineReady history={data} period={period} stale={error !== null} />;
}

type TimelineReadyProps = { history: CooldownHistoryResponse; period: Period; stale: boolean };

function TimelineReady({ history, period, stale }: TimelineReadyProps) {
  const t = useTranslations("cooldowns.timeline");
  const [asTable, setAsTable] = useState(false);
  const count = history.cooldowns.length;
  const actions = (
    <>
      <span className="text-muted text-sm tabular-nums">{t("bans", { bans: count })}</span>
      <button
        type="button"
        aria-pressed={asTable}
        onClick={() => setAsTable(!asTable)}
        className={cn(buttonClasses({ variant: "ghost", size: "sm" }), "aria-pressed:bg-hover")}
      >
        <Table2 aria-hidden />
        {t("showTable")}
      </button>
    </>
  );
  return (
    <Panel label={t("label")} stale={stale} actions={actions}>
      {asTable ? (
        <TimelineTable cooldowns={history.cooldowns} />
      ) : (
        <div className="@container flex flex-col gap-3">
          <TimelineChart history={history} period={period} />
          <TimelineLegend cooldowns={history.cooldowns} />
        </div>
      )}
      {history.truncated && <p className="mt-3 text-muted text-xs">{t("truncated", { bans: count })}</p>}
    </Panel>
  );
}
