"use client";

import type { ReactNode } from "react";
import { Area, AreaChart, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";

export interface SparklinePoint {
  readonly atMs: number;
  readonly value: number;
}

type SparklineProps<Point extends SparklinePoint> = {
  points: readonly Point[];
  fromMs: number;
  toMs: number;
  valueDomain: readonly [low: number, high: number];
  /** Dashed lines across the picture. */
  thresholds: readonly { level: "low" | "critical"; value: number }[];
  /** The curve in words, for who does not see it. */
  label: string;
  /** What hovering a point shows. */
  renderPoint: (point: Point) => ReactNode;
};

const HEIGHT_PX = 56;

const THRESHOLD_COLOURS = { low: "var(--color-warning)", critical: "var(--color-critical)" };

/** A curve without axes. What it is drawn from stays level between two points, as a balance does between two readings. */
export function Sparkline<Point extends SparklinePoint>(props: SparklineProps<Point>) {
  const { points, fromMs, toMs, valueDomain, thresholds, label, renderPoint } = props;
  return (
    <div role="img" aria-label={label} className="min-w-0">
      <ResponsiveContainer width="100%" height={HEIGHT_PX}>
        <AreaChart
          data={[...points]}
          accessibilityLayer={false}
          margin={{ top: 2, right: 3, bottom: 2, left: 3 }}
          className="[&_*]:outline-none"
        >
          <XAxis dataKey="atMs" type="number" domain={[fromMs, toMs]} scale="time" hide />
          <YAxis type="number" domain={[valueDomain[0], valueDomain[1]]} allowDataOverflow hide />
          {thresholds.map(({ level, value }) => (
            <ReferenceLine key={level} y={value} stroke={THRESHOLD_COLOURS[level]} strokeDasharray="4 3" />
          ))}
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: "var(--color-control)" }}
            allowEscapeViewBox={{ x: false, y: true }}
            wrapperStyle={{ zIndex: 20 }}
            content={({ active, payload }) => {
              const point = payload?.[0]?.payload as Point | undefined;
              return active && point ? (
                <div className="rounded-md bg-raised px-2.5 py-1.5 text-xs shadow-raised">{renderPoint(point)}</div>
              ) : null;
            }}
          />
          <Area
            dataKey="value"
            type="stepAfter"
            stroke="var(--color-chart-1)"
            strokeWidth={1.5}
            fill="var(--color-chart-1)"
            fillOpacity={0.1}
            baseValue={valueDomain[0]}
            isAnimationActive={false}
            activeDot={{ r: 3, stroke: "var(--color-surface)", fill: "var(--color-chart-1)" }}
          />
        </AreaChart>
      </ResponsiveContainer>
    </div>
  );
}
