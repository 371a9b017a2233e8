"use client";

import { memo } from "react";
import { Bar, BarChart, CartesianGrid, XAxis, YAxis } from "recharts";
import { BarCursor, type BarCursorProps } from "./bar-cursor";
import { TimeAxis, type TimeAxisTick } from "./time-axis";

export interface ChartSeries {
  readonly id: string;
  readonly colour: string;
  readonly shown: boolean;
}

export interface ChartBar {
  readonly startMs: number;
  /** By series, in the unit of the axis. */
  readonly heights: readonly number[];
}

interface StackedBarsProps {
  series: readonly ChartSeries[];
  bars: readonly ChartBar[];
  scale: { readonly ticks: readonly number[]; readonly top: number };
  timeTicks: readonly (readonly TimeAxisTick[])[];
  formatCount: (count: number) => string;
}

/** Room around the plot, in pixels. The cursor lies over exactly the plot. */
const LEFT_PX = 44;
const INSET_PX = { top: 10, right: 6, bottom: 26 };

/**
 * Errors over time, stacked by code. It only draws: every number, colour and word is prepared elsewhere.
 *
 * The drawing itself is hidden from assistive technology; the cursor over it holds a link for each bar.
 */
export function ErrorFrequencyChart({
  cursor,
  ...drawing
}: StackedBarsProps & { cursor: Omit<BarCursorProps, "top" | "className" | "style"> }) {
  return (
    <div className="relative h-full min-h-0 w-full">
      <div aria-hidden className="absolute inset-0">
        <StackedBars {...drawing} />
      </div>
      <BarCursor {...cursor} top={drawing.scale.top} className="absolute" style={{ ...INSET_PX, left: LEFT_PX }} />
    </div>
  );
}

// Moving the pointer changes the cursor only. Nothing is animated: with live data the bars would never come to rest.
const StackedBars = memo(function StackedBars({ series, bars, scale, timeTicks, formatCount }: StackedBarsProps) {
  return (
    <BarChart
      responsive
      style={{ width: "100%", height: "100%" }}
      data={[...bars]}
      margin={{ ...INSET_PX, left: 0 }}
      barCategoryGap="14%"
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} stroke="var(--color-chart-grid)" />
      <XAxis dataKey="startMs" hide />
      <YAxis
        width={LEFT_PX}
        domain={[0, scale.top]}
        ticks={[...scale.ticks]}
        interval={0}
        tickFormatter={formatCount}
        tick={{ fill: "var(--color-chart-axis)", fontSize: 11 }}
        tickLine={false}
        axisLine={false}
      />
      {series.map(
        ({ id, colour, shown }, index) =>
          shown && (
            <Bar
              key={id}
              stackId="errors"
              dataKey={(bar: ChartBar) => bar.heights[index] ?? 0}
              fill={colour}
              isAnimationActive={false}
            />
          ),
      )}
      <TimeAxis levels={timeTicks} />
    </BarChart>
  );
});
