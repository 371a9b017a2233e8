"use client";

import { useTranslations } from "next-intl";
import { memo } from "react";
import { CartesianGrid, Line, LineChart, ReferenceLine, XAxis, YAxis } from "recharts";
import { TimeAxis, type TimeAxisTick } from "@/components/charts/time-axis";
import { cn } from "@/components/ui/cn";
import { findPeak, type PreviewSeries, type RulePreview } from "@/lib/client/alert-rules/prepare-rule-preview";
import type { RulePreviewResponse, RuleSettings } from "@/lib/contracts/alert-rules";
import { ruleKindFacts } from "@/lib/domain/alert-rules/kinds";
import { useMonthTicks } from "./use-month-ticks";
import { useTickText } from "./use-tick-text";
import { useValueText } from "./use-value-words";

/** Apart for every kind of sight (globals.css), and neither the colour of a threshold nor that of a firing. */
const COLOURS = ["var(--color-chart-1)", "var(--color-chart-3)", "var(--color-chart-6)"];
/** Room beside the plot. The strip above keeps to it, so that a time stands at one place in both. */
export const PLOT_PX = { left: 46, right: 6 };

type PreviewChartProps = { preview: RulePreview; answer: RulePreviewResponse; rule: RuleSettings };

/** What was measured over 30 days, with the values at which the rule fires and is over. */
export function PreviewChart({ preview, answer, rule }: PreviewChartProps) {
  const t = useTranslations("alert-rules.preview");
  const valueText = useValueText();
  const tickText = useTickText();
  const timeTicks = useMonthTicks(answer.fromMs, answer.toMs);
  const facts = ruleKindFacts(rule.when).threshold;
  const unit = facts?.unit ?? "minutes";
  const peak = findPeak(preview.series, facts?.side ?? "above");
  const { threshold, clearAt } = rule;
  const fires = threshold === null ? null : t("fires", { value: valueText(threshold, unit) });
  const clears = clearAt === null || clearAt === threshold ? null : t("clears", { value: valueText(clearAt, unit) });
  const words =
    peak === null
      ? t("values")
      : t("chart", {
          side: facts?.side ?? "above",
          peak: valueText(peak.value, unit),
          subject: peak.subject,
          threshold: fires ?? "",
        });
  return (
    <figure className="grid gap-2">
      <figcaption className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs">
        <span className="font-medium">{t("values")}</span>
        {preview.series.map(({ subject }, index) => (
          <LegendEntry key={subject} text={subject} colour={COLOURS[index]} />
        ))}
        {fires !== null && <LegendEntry text={fires} colour="var(--color-critical)" dashed />}
        {clears !== null && <LegendEntry text={clears} colour="var(--color-success)" dashed />}
      </figcaption>
      <div role="img" aria-label={words} className="h-44 min-w-0">
        <Drawing
          series={preview.series}
          fromMs={answer.fromMs}
          toMs={answer.toMs}
          ticks={preview.ticks}
          threshold={threshold}
          clearAt={clears === null ? null : clearAt}
          timeTicks={timeTicks}
          formatTick={tickText(unit)}
        />
      </div>
    </figure>
  );
}

function LegendEntry({ text, colour, dashed = false }: { text: string; colour: string | undefined; dashed?: boolean }) {
  return (
    <span className="flex min-w-0 items-center gap-1.5 text-muted">
      <span
        aria-hidden
        className={cn("w-4 shrink-0 border-t-2", dashed && "border-dashed")}
        style={{ borderColor: colour }}
      />
      <bdi className="truncate">{text}</bdi>
    </span>
  );
}

type DrawingProps = {
  series: readonly PreviewSeries[];
  fromMs: number;
  toMs: number;
  ticks: readonly number[];
  threshold: number | null;
  clearAt: number | null;
  timeTicks: readonly (readonly TimeAxisTick[])[];
  formatTick: (value: number) => string;
};

const Drawing = memo(function Drawing(props: DrawingProps) {
  const { series, fromMs, toMs, ticks, threshold, clearAt, timeTicks, formatTick } = props;
  return (
    <LineChart
      responsive
      style={{ width: "100%", height: "100%" }}
      margin={{ top: 6, right: PLOT_PX.right, bottom: 26, left: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} stroke="var(--color-chart-grid)" />
      <XAxis dataKey="atMs" type="number" domain={[fromMs, toMs]} allowDataOverflow hide />
      <YAxis
        type="number"
        width={PLOT_PX.left}
        domain={[0, ticks.at(-1) ?? 1]}
        ticks={[...ticks]}
        interval={0}
        tickFormatter={formatTick}
        tick={{ fill: "var(--color-chart-axis)", fontSize: 11 }}
        tickLine={false}
        axisLine={false}
      />
      {series.map(({ subject, points }, index) => (
        <Line
          key={subject}
          data={[...points]}
          dataKey="value"
          type="linear"
          stroke={COLOURS[index]}
          strokeWidth={1.5}
          dot={false}
          connectNulls={false}
          isAnimationActive={false}
        />
      ))}
      {clearAt !== null && <ReferenceLine y={clearAt} stroke="var(--color-success)" strokeDasharray="4 3" />}
      {threshold !== null && <ReferenceLine y={threshold} stroke="var(--color-critical)" strokeDasharray="4 3" />}
      <TimeAxis levels={timeTicks} />
    </LineChart>
  );
});
