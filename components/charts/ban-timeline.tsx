"use client";

import Link from "next/link";
import { type KeyboardEvent, type MouseEvent, type PointerEvent, type ReactNode, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";
import { Tooltip } from "@/components/ui/tooltip";
import { pickTicks, type TimeAxisTick, widthOf } from "./time-axis";

/** Positions run from 0 at the left edge to 1 at the right. */
export interface TimelineChartPart {
  readonly start: number;
  readonly end: number;
  readonly colour: string;
  /** CSS for `background-image`: the colour, or a pattern of it. */
  readonly fill: string;
  /** It has no end yet: it fades out to the right from `now`. */
  readonly isOpen: boolean;
}

export interface TimelineChartBar {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly parts: readonly TimelineChartPart[];
}

export interface TimelineChartLane<Bar extends TimelineChartBar> {
  readonly key: string;
  readonly bars: readonly Bar[];
}

type BanTimelineProps<Bar extends TimelineChartBar, Lane extends TimelineChartLane<Bar>> = {
  /** What it shows and how the keys move, for assistive technology. */
  label: string;
  lanes: readonly Lane[];
  now: number | null;
  nowLabel: string;
  /** At several densities, the densest first. */
  timeTicks: readonly (readonly TimeAxisTick[])[];
  /** The width of a lane; null until it was measured. */
  widthPx: number | null;
  renderLane: (lane: Lane) => ReactNode;
  hrefOf: (bar: Bar) => string;
  labelOf: (bar: Bar, lane: Lane) => string;
  renderTooltip: (bar: Bar, lane: Lane) => ReactNode;
};

/** One line for the name and one for the bars, or both side by side where there is room. */
const LANE = "grid @2xl:grid-cols-[13rem_minmax(0,1fr)] @2xl:gap-x-3";
/** The cell of the bars, which the axis and its lines have to agree with. */
const TRACK = "relative @2xl:col-start-2";

/**
 * Bans over time, one lane a scope. It only draws: positions, colours and words are prepared elsewhere.
 *
 * The bars are one stop of the tab key: left and right go along a lane, up and down to the next one, Enter follows. A
 * finger's first touch explains, the second follows. Many lanes scroll below an axis that stays in sight.
 */
export function BanTimeline<Bar extends TimelineChartBar, Lane extends TimelineChartLane<Bar>>(
  props: BanTimelineProps<Bar, Lane>,
) {
  const { label, lanes, now, nowLabel, timeTicks, widthPx, renderLane, hrefOf, labelOf, renderTooltip } = props;
  const frame = useRef<HTMLDivElement>(null);
  const armed = useRef<string | null>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const ids = lanes.flatMap(({ bars }) => bars.map(({ id }) => id));
  const stop = focused !== null && ids.includes(focused) ? focused : ids[0];
  const ticks = widthPx === null ? [] : pickTicks(timeTicks, widthPx);

  const move = (event: KeyboardEvent<HTMLElement>, laneAt: number, barAt: number) => {
    const target = nextBar(lanes, laneAt, barAt, event.key);
    if (target === undefined) return;
    event.preventDefault();
    frame.current?.querySelector<HTMLElement>(`[data-bar="${CSS.escape(target)}"]`)?.focus();
  };

  const arm = (event: PointerEvent<HTMLElement>, id: string) => {
    if (event.pointerType === "touch") armed.current = document.activeElement === event.currentTarget ? id : null;
  };
  const explainFirst = (event: MouseEvent<HTMLElement>, id: string) => {
    const byFinger = "pointerType" in event.nativeEvent && event.nativeEvent.pointerType === "touch";
    if (!byFinger || armed.current === id) return;
    event.preventDefault();
    event.currentTarget.focus();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a scrolling frame is no set of form fields
    <div ref={frame} role="group" aria-label={label} className="max-h-96 overflow-y-auto overflow-x-hidden">
      <Axis ticks={ticks} widthPx={widthPx ?? 0} now={now} nowLabel={nowLabel} />
      <div className="relative">
        <div aria-hidden className={cn(LANE, "pointer-events-none absolute inset-0")}>
          <div className={TRACK}>
            {ticks.map(({ position }) => (
              <span
                key={position}
                className="absolute inset-y-0 w-px bg-chart-grid"
                style={{ left: `${position * 100}%` }}
              />
            ))}
            {now !== null && <span className="absolute inset-y-0 w-px bg-accent" style={{ left: `${now * 100}%` }} />}
          </div>
        </div>
        <ul>
          {lanes.map((lane, laneAt) => (
            <li key={lane.key} className={cn(LANE, "border-t py-1.5 first:border-t-0 @2xl:items-center @2xl:py-0.5")}>
              {/* On a narrow screen the lines of the axis would run through the name. */}
              <div className="relative min-w-0 bg-surface">{renderLane(lane)}</div>
              <ul className={cn(TRACK, "h-7")}>
                {lane.bars.map((bar, barAt) => (
                  <li key={bar.id}>
                    <Tooltip content={renderTooltip(bar, lane)}>
                      <Link
                        prefetch={false}
                        href={hrefOf(bar)}
                        aria-label={labelOf(bar, lane)}
                        data-bar={bar.id}
                        tabIndex={bar.id === stop ? 0 : -1}
                        onFocus={() => setFocused(bar.id)}
                        onKeyDown={(event) => move(event, laneAt, barAt)}
                        onPointerDown={(event) => arm(event, bar.id)}
                        onClick={(event) => explainFirst(event, bar.id)}
                        className="group absolute inset-y-0 rounded-sm hover:bg-foreground/8 focus-visible:outline-offset-0"
                        style={{ left: `${bar.start * 100}%`, width: `${(bar.end - bar.start) * 100}%` }}
                      />
                    </Tooltip>
                    <span aria-hidden className="pointer-events-none">
                      {bar.parts.map((part, index) => (
                        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one bar, in their order
                        <Part key={index} part={part} now={now} />
                      ))}
                    </span>
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** Time without thickness would not be seen. */
const LEAST_PART = "3px";

function Part({ part: { start, end, colour, fill, isOpen }, now }: { part: TimelineChartPart; now: number | null }) {
  const solidTo = isOpen ? Math.max(start, now ?? end) : end;
  return (
    <>
      <span
        className="absolute inset-y-1.5 rounded-xs border"
        style={{
          left: `min(${start * 100}%, 100% - ${LEAST_PART})`,
          width: `${(solidTo - start) * 100}%`,
          minWidth: LEAST_PART,
          backgroundImage: fill,
          borderColor: colour,
        }}
      />
      {isOpen && solidTo < end && (
        <span
          className="absolute inset-y-1.5"
          style={{
            left: `${solidTo * 100}%`,
            width: `${(end - solidTo) * 100}%`,
            backgroundImage: `linear-gradient(to right, ${colour}, transparent)`,
            opacity: 0.5,
          }}
        />
      )}
    </>
  );
}

type AxisProps = { ticks: readonly TimeAxisTick[]; widthPx: number; now: number | null; nowLabel: string };

function Axis({ ticks, widthPx, now, nowLabel }: AxisProps) {
  const half = (label: string) => widthOf(label) / 2 + 2;
  /** Kept inside at both edges. */
  const leftOf = (position: number, label: string) =>
    Math.min(Math.max(position * widthPx, half(label)), Math.max(half(label), widthPx - half(label)));
  const nowX = now === null ? null : leftOf(now, nowLabel);
  const hasRoom = ({ position, label }: TimeAxisTick) =>
    nowX === null || Math.abs(leftOf(position, label) - nowX) > half(label) + half(nowLabel) + 6;
  return (
    <div
      aria-hidden
      className={cn(LANE, "sticky top-0 z-10 border-b bg-surface pb-1 text-[0.6875rem] text-chart-axis")}
    >
      <div className={cn(TRACK, "h-4 whitespace-nowrap tabular-nums")}>
        {ticks.filter(hasRoom).map(({ position, label }) => (
          <span key={position} className="-translate-x-1/2 absolute" style={{ left: leftOf(position, label) }}>
            {label}
          </span>
        ))}
        {nowX !== null && (
          <span className="-translate-x-1/2 absolute font-medium text-accent" style={{ left: nowX }}>
            {nowLabel}
          </span>
        )}
      </div>
    </div>
  );
}

/** The bar that a key leads to; up and down keep to the bar that lies nearest in time. */
function nextBar(
  lanes: readonly TimelineChartLane<TimelineChartBar>[],
  laneAt: number,
  barAt: number,
  key: string,
): string | undefined {
  const bars = lanes[laneAt]?.bars ?? [];
  const current = bars[barAt];
  if (key === "ArrowLeft") return bars[barAt - 1]?.id;
  if (key === "ArrowRight") return bars[barAt + 1]?.id;
  if (key === "Home") return bars[0]?.id;
  if (key === "End") return bars.at(-1)?.id;
  if (!current || (key !== "ArrowUp" && key !== "ArrowDown")) return undefined;
  const other = lanes[laneAt + (key === "ArrowUp" ? -1 : 1)]?.bars ?? [];
  const distance = (bar: TimelineChartBar) => Math.abs(bar.start + bar.end - current.start - current.end);
  return [...other].sort((a, b) => distance(a) - distance(b))[0]?.id;
}
