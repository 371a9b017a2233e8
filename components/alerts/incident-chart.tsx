"use client";

import type { ReactNode } from "react";
import { Area, CartesianGrid, ComposedChart, ReferenceLine, Tooltip, XAxis, YAxis } from "recharts";
import { TimeAxis, type TimeAxisTick } from "@/components/charts/time-axis";
import type { SeriesMark, SeriesModel, SeriesPoint } from "@/lib/client/alerts/prepare-series";

type IncidentChartProps = {
  model: SeriesModel;
  timeTicks: readonly (readonly TimeAxisTick[])[];
  writeTick: (value: number) => string;
  thresholdLabel: string;
  markLabel: (kind: SeriesMark["kind"]) => string;
  /** What hovering a point shows. */
  renderPoint: (point: SeriesPoint) => ReactNode;
};

const LEFT_PX = 60;
const INSET_PX = { top: 12, right: 12, bottom: 26 };

const MARK_COLOURS: Readonly<Record<SeriesMark["kind"], string>> = {
  opened: "var(--color-critical)",
  acknowledged: "var(--color-control)",
  resolved: "var(--color-success)",
};

/**
 * What was measured, with the threshold as a dashed line and what happened as upright ones. It only draws, and is hidden
 * from assistive technology: the same numbers stand in a table and in one sentence beside it.
 */
export function IncidentChart(props: IncidentChartProps) {
  const { model, timeTicks, writeTick, thresholdLabel, markLabel, renderPoint } = props;
  const { points, fromMs, toMs, scale, threshold, marks, unit } = model;
  return (
    <div aria-hidden className="flex flex-col gap-1">
      {/* Beside the lines their names would cover each other: what is short has them close together. */}
      <ul className="flex flex-wrap justify-end gap-x-4 gap-y-1 text-muted text-xs">
        {threshold !== null && (
          <li className="mr-auto flex items-center gap-1.5">
            <span className="w-4 border-t-2 border-dashed" style={{ borderColor: "var(--color-warning)" }} />
            {thresholdLabel}
          </li>
        )}
        {marks.map(({ kind }) => (
          <li key={kind} className="flex items-center gap-1.5">
            <span className="h-3 w-0.5 rounded-full" style={{ background: MARK_COLOURS[kind] }} />
            {markLabel(kind)}
          </li>
        ))}
      </ul>
      <div className="h-60 w-full">
        <ComposedChart
          responsive
          style={{ width: "100%", height: "100%" }}
          data={[...points]}
          margin={{ ...INSET_PX, left: 0 }}
          accessibilityLayer={false}
          className="[&_*]:outline-none"
        >
          <CartesianGrid vertical={false} stroke="var(--color-chart-grid)" />
          <XAxis dataKey="atMs" type="number" domain={[fromMs, toMs]} scale="time" allowDataOverflow hide />
          <YAxis
            width={LEFT_PX}
            domain={[0, scale.top]}
            ticks={[...scale.ticks]}
            interval={0}
            tickFormatter={writeTick}
            tick={{ fill: "var(--color-chart-axis)", fontSize: 11 }}
            tickLine={false}
            axisLine={false}
          />
          <Area
            dataKey="value"
            type={unit === "errors" ? "step" : "linear"}
            connectNulls={false}
            stroke="var(--color-chart-1)"
            strokeWidth={1.75}
            fill="var(--color-chart-1)"
            fillOpacity={0.1}
            isAnimationActive={false}
            dot={({ cx, cy, payload, key }) =>
              (payload as SeriesPoint).isAlone ? (
                <circle key={key} cx={cx} cy={cy} r={2.5} fill="var(--color-chart-1)" />
              ) : (
                <g key={key} />
              )
            }
            activeDot={{ r: 3, stroke: "var(--color-surface)", fill: "var(--color-chart-1)" }}
          />
          {threshold !== null && <ReferenceLine y={threshold} stroke="var(--color-warning)" strokeDasharray="5 4" />}
          {marks.map(({ kind, atMs }) => (
            <ReferenceLine key={kind} x={atMs} stroke={MARK_COLOURS[kind]} strokeWidth={1.5} />
          ))}
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: "var(--color-control)" }}
            wrapperStyle={{ zIndex: 20 }}
            content={({ active, payload }) => {
              const point = payload?.[0]?.payload as SeriesPoint | undefined;
              return active && point ? (
                <div className="rounded-md bg-raised px-2.5 py-1.5 text-xs shadow-raised">{renderPoint(point)}</div>
              ) : null;
            }}
          />
          <TimeAxis levels={timeTicks} />
        </ComposedChart>
      </div>
    </div>
  );
}
