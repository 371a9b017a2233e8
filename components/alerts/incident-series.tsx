"use client";

import { LineChart, Table2 } from "lucide-react";
import { useFormatter, useTimeZone, useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { useAmount } from "@/components/overview/use-amount";
import { buttonClasses } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { prepareSeries, type SeriesModel } from "@/lib/client/alerts/prepare-series";
import { prepareTimeTicks } from "@/lib/client/charts/time-ticks";
import type { Incident, IncidentResponse } from "@/lib/contracts/incidents";
import { ruleKindFacts } from "@/lib/domain/alert-rules/kinds";
import { IncidentChart } from "./incident-chart";
import { SeriesTable } from "./series-table";
import { useSeriesNumber } from "./use-series-number";

type IncidentSeriesProps = { series: NonNullable<IncidentResponse["series"]>; incident: Incident };

/** What was measured around an incident, with the line from which it alerts: a curve, or the same numbers as a table. */
export function IncidentSeries({ series, incident }: IncidentSeriesProps) {
  const t = useTranslations("alerts.series");
  const [asTable, setAsTable] = useState(false);
  const model = useMemo(() => prepareSeries(series, incident), [series, incident]);
  const unit = useBalanceUnit(incident);
  const label = t(`label.${series.unit}`, { unit: unit ?? "", named: unit === null ? "no" : "yes" });
  if (model.range === null) {
    return (
      <Panel label={label} flush>
        <EmptyState icon={LineChart} title={t("empty")} hint={t("emptyHint")} />
      </Panel>
    );
  }
  const actions = (
    <button
      type="button"
      aria-pressed={asTable}
      onClick={() => setAsTable(!asTable)}
      className={cn(buttonClasses({ variant: "ghost", size: "sm" }), "aria-pressed:bg-hover")}
    >
      <Table2 aria-hidden />
      {t("showTable")}
    </button>
  );
  return (
    <Panel label={label} actions={actions} flush={asTable}>
      {asTable ? (
        <SeriesTable model={model} incident={incident} />
      ) : (
        <Curve model={model} range={model.range} incident={incident} />
      )}
    </Panel>
  );
}

type CurveProps = { model: SeriesModel; range: NonNullable<SeriesModel["range"]>; incident: Incident };

function Curve({ model, range, incident }: CurveProps) {
  const t = useTranslations("alerts.series");
  const measure = useTranslations("alerts.measure");
  const formatter = useFormatter();
  const timeZone = useTimeZone() ?? "UTC";
  const { write, tick } = useSeriesNumber(model.unit, incident.facts.unit);
  const { period, fromMs, toMs, threshold } = model;
  const timeTicks = useMemo(
    () =>
      prepareTimeTicks({
        ...{ period, fromMs, toMs, timeZone },
        format: (atMs, kind) =>
          kind === "time"
            ? formatter.dateTime(new Date(atMs), "time")
            : formatter.dateTime(new Date(atMs), { month: "short", day: "numeric" }),
      }),
    [period, fromMs, toMs, timeZone, formatter],
  );
  const side = ruleKindFacts(incident.kind).threshold?.side ?? "above";
  const limit = threshold === null ? null : measure(side, { value: write(threshold) });
  const summary = t("summary", {
    ...{ least: write(range.least), most: write(range.most) },
    limited: limit === null ? "no" : "yes",
    limit: limit ?? "",
  });
  return (
    <>
      <p className="sr-only">{summary}</p>
      <IncidentChart
        model={model}
        timeTicks={timeTicks}
        writeTick={tick}
        thresholdLabel={limit ?? ""}
        markLabel={(kind) => t(`mark.${kind}`)}
        renderPoint={({ atMs, value }) => (
          <>
            <span className="block text-muted">{formatter.dateTime(new Date(atMs), "dateTimeSeconds")}</span>
            <span className="font-medium tabular-nums">{value === null ? t("gap") : write(value)}</span>
          </>
        )}
      />
    </>
  );
}

/** What an account's balance is counted in, in the viewer's language; null where it is not known. */
function useBalanceUnit({ facts: { unit } }: Incident): string | null {
  const amount = useAmount();
  return unit === null ? null : amount("0", unit).unit;
}
