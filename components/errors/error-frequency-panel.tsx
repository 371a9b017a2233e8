"use client";

import { ChartNoAxesColumn, Table2 } from "lucide-react";
import { useFormatter, useTimeZone, useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { ErrorFrequencyChart } from "@/components/charts/error-frequency-chart";
import { buttonClasses } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Panel, PanelEmpty, PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { prepareTimeTicks } from "@/lib/client/charts/time-ticks";
import { useErrorFrequency } from "@/lib/client/errors/errors";
import { prepareErrorFrequency } from "@/lib/client/errors/prepare-error-frequency";
import { useOverview } from "@/lib/client/overview/overview";
import type { ErrorFrequencyResponse } from "@/lib/contracts/errors";
import type { Period } from "@/lib/domain/period";
import { FrequencyLegend } from "./frequency-legend";
import { FrequencyTable } from "./frequency-table";
import { UnansweredNote } from "./unanswered-note";
import { useFrequencyCursor } from "./use-frequency-cursor";

/** One height for every state, so that nothing around the panel moves when the data comes. */
const HEIGHT = "h-[31rem] @3xl:h-[27rem]";

/** How often each code came in the period: stacked bars over time, or the same numbers as a table. */
export function ErrorFrequencyPanel({ period }: { period: Period }) {
  return (
    <div className="@container min-w-0">
      <FrequencyStates period={period} />
    </div>
  );
}

function FrequencyStates({ period }: { period: Period }) {
  const t = useTranslations("errors.frequency");
  const { data, error, isPending, isFetching, refetch } = useErrorFrequency({ period });
  const overview = useOverview({ period });
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const unanswered = overview.data?.current.answeredHere.transport ?? 0;

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
  if (data.codes.length === 0) {
    return (
      <PanelEmpty
        label={t("label")}
        icon={ChartNoAxesColumn}
        title={unanswered > 0 ? t("emptySilent") : t("empty")}
        hint={unanswered > 0 ? undefined : t("emptyHint")}
        action={unanswered > 0 && <UnansweredNote calls={unanswered} period={period} />}
        className={HEIGHT}
      />
    );
  }
  return (
    <FrequencyReady
      data={data}
      period={period}
      unanswered={unanswered}
      stale={error !== null}
      hidden={hidden}
      onHiddenChange={setHidden}
    />
  );
}

type ReadyProps = {
  data: ErrorFrequencyResponse;
  period: Period;
  /** Calls of the period without an answer. */
  unanswered: number;
  stale: boolean;
  hidden: ReadonlySet<string>;
  onHiddenChange: (hidden: ReadonlySet<string>) => void;
};

function FrequencyReady({ data, period, unanswered, stale, hidden, onHiddenChange }: ReadyProps) {
  const t = useTranslations("errors");
  const formatter = useFormatter();
  const timeZone = useTimeZone() ?? "UTC";
  const [asTable, setAsTable] = useState(false);
  const model = useMemo(() => prepareErrorFrequency(data, hidden), [data, hidden]);
  const { fromMs, toMs } = data;
  const timeTicks = useMemo(
    () =>
      prepareTimeTicks({
        period,
        fromMs,
        toMs,
        timeZone,
        format: (atMs, kind) =>
          kind === "time"
            ? formatter.dateTime(new Date(atMs), "time")
            : formatter.dateTime(new Date(atMs), { month: "short", day: "numeric" }),
      }),
    [period, fromMs, toMs, timeZone, formatter],
  );
  const formatCount = useMemo(() => (count: number) => formatter.number(count, "compact"), [formatter]);
  const cursor = useFrequencyCursor(model, period);

  const actions = (
    <>
      <span className="text-muted text-sm tabular-nums">{t("count", { count: model.total })}</span>
      <button
        type="button"
        aria-pressed={asTable}
        onClick={() => setAsTable(!asTable)}
        className={cn(buttonClasses({ variant: "ghost", size: "sm" }), "aria-pressed:bg-hover")}
      >
        <Table2 aria-hidden />
        {t("frequency.showTable")}
      </button>
    </>
  );
  return (
    <Panel
      label={t("frequency.label")}
      actions={actions}
      stale={stale}
      className={cn(HEIGHT, "[&>div:last-child]:min-h-0")}
    >
      <div className="flex h-full flex-col gap-3">
        {unanswered > 0 && <UnansweredNote calls={unanswered} period={period} />}
        <div className="min-h-0 flex-1">
          {asTable ? (
            <FrequencyTable model={model} />
          ) : (
            <div className="flex h-full flex-col gap-4 @3xl:flex-row">
              <div className="relative min-h-0 min-w-0 flex-1">
                <ErrorFrequencyChart
                  series={model.series}
                  bars={model.bars}
                  scale={model.scale}
                  timeTicks={timeTicks}
                  formatCount={formatCount}
                  cursor={cursor}
                />
                {model.series.every((series) => !series.shown) && (
                  <p className="pointer-events-none absolute inset-0 flex items-center justify-center text-muted">
                    {t("frequency.allHidden")}
                  </p>
                )}
              </div>
              <FrequencyLegend series={model.series} hidden={hidden} onHiddenChange={onHiddenChange} />
            </div>
          )}
        </div>
      </div>
    </Panel>
  );
}
