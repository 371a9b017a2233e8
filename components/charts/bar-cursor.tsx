"use client";

import Link from "next/link";
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
  useRef,
  useState,
} from "react";
import { cn } from "@/components/ui/cn";

/** A bar, and the part of it that is pointed at; null for the bar as a whole. */
export interface BarTarget {
  readonly startMs: number;
  readonly seriesId: string | null;
}

export interface BarCursorProps {
  /** What the links are and how the arrow keys move, for assistive technology. */
  label: string;
  bars: readonly { readonly startMs: number; readonly total: number }[];
  /** The value at the upper edge. */
  top: number;
  /** The series drawn in a bar, from the bottom up. */
  listSeries: (startMs: number) => readonly string[];
  /** The series at a height of a bar, null above it. */
  seriesAt: (startMs: number, value: number) => string | null;
  hrefOf: (target: BarTarget) => string;
  labelOf: (target: BarTarget) => string;
  renderTooltip: (target: BarTarget) => ReactNode;
  className?: string;
  style?: CSSProperties;
}

/**
 * What makes drawn bars usable: each bar is a link, and what is pointed at is explained beside it.
 *
 * The bars are one stop of the tab key. Left and right go from bar to bar, up and down pick a part of the bar, Enter
 * follows. A finger's first touch explains, the second follows.
 */
export function BarCursor(props: BarCursorProps) {
  const { label, bars, top, listSeries, seriesAt, hrefOf, labelOf, renderTooltip, className, style } = props;
  const frame = useRef<HTMLUListElement>(null);
  const [target, setTarget] = useState<BarTarget | null>(null);
  const armed = useRef<number | null>(null);
  const filled = bars.filter((bar) => bar.total > 0);
  const index = target === null ? -1 : bars.findIndex((bar) => bar.startMs === target.startMs);
  const active = index < 0 ? null : target;
  const stop = filled.find((bar) => bar.startMs === active?.startMs) ?? filled.at(-1);
  const left = (at: number) => `${(at / bars.length) * 100}%`;

  const point = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const bar = bars[Math.floor(((event.clientX - box.left) / box.width) * bars.length)];
    if (!bar) return;
    if (event.type === "pointerdown") armed.current = active?.startMs ?? null;
    const seriesId = seriesAt(bar.startMs, ((box.bottom - event.clientY) / box.height) * top);
    if (bar.startMs !== target?.startMs || seriesId !== target.seriesId) setTarget({ startMs: bar.startMs, seriesId });
  };

  const explainFirst = (event: MouseEvent<HTMLElement>, startMs: number) => {
    const byFinger = "pointerType" in event.nativeEvent && event.nativeEvent.pointerType === "touch";
    if (byFinger && armed.current !== startMs) event.preventDefault();
  };

  const move = (event: KeyboardEvent<HTMLElement>, startMs: number) => {
    const at = filled.findIndex((bar) => bar.startMs === startMs);
    const next = { ArrowLeft: filled[at - 1], ArrowRight: filled[at + 1], Home: filled[0], End: filled.at(-1) }[
      event.key
    ];
    const isPick = event.key === "ArrowUp" || event.key === "ArrowDown";
    if (next) frame.current?.querySelector<HTMLElement>(`[data-start="${next.startMs}"]`)?.focus();
    if (isPick) {
      const parts = listSeries(startMs);
      const from = parts.indexOf(active?.seriesId ?? "\0");
      const to = event.key === "ArrowUp" ? from + 1 : from < 0 ? parts.length - 1 : from - 1;
      setTarget({ startMs, seriesId: parts[to] ?? null });
    }
    if (event.key === "Escape") setTarget(null);
    if (next || isPick) event.preventDefault();
  };

  return (
    <div
      className={className}
      style={style}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={(event) => event.pointerType !== "touch" && setTarget(null)}
    >
      {active && (
        <div
          aria-hidden
          className="absolute inset-y-0 rounded-xs bg-foreground/8"
          style={{ left: left(index), width: left(1) }}
        />
      )}
      <ul ref={frame} aria-label={label}>
        {bars.map(
          ({ startMs, total }, at) =>
            total > 0 && (
              <li key={startMs}>
                <Link
                  prefetch={false}
                  href={hrefOf(active?.startMs === startMs ? active : { startMs, seriesId: null })}
                  aria-label={labelOf(active?.startMs === startMs ? active : { startMs, seriesId: null })}
                  data-start={startMs}
                  tabIndex={startMs === stop?.startMs ? 0 : -1}
                  className="absolute inset-y-0 rounded-xs"
                  style={{ left: left(at), width: left(1) }}
                  onFocus={() => active?.startMs !== startMs && setTarget({ startMs, seriesId: null })}
                  onBlur={() => setTarget(null)}
                  onClick={(event) => explainFirst(event, startMs)}
                  onKeyDown={(event) => move(event, startMs)}
                />
              </li>
            ),
        )}
      </ul>
      {active && <Callout at={(index + 0.5) / bars.length}>{renderTooltip(active)}</Callout>}
    </div>
  );
}

/** Stands beside the bar, on the side with more room, and never leaves the plot; on a narrow screen it stands below. */
function Callout({ at, children }: { at: number; children: ReactNode }) {
  const wanted = at <= 0.5 ? `${at * 100}% + 0.75rem` : `${at * 100}% - 16.75rem`;
  return (
    <div
      aria-hidden
      className={cn(
        "pointer-events-none absolute top-full z-10 mt-7 @md:top-0 @md:mt-0 w-64 max-w-full rounded-md bg-raised p-2.5 text-xs shadow-raised",
      )}
      style={{ left: `clamp(0px, calc(${wanted}), max(0px, 100% - 16rem))` }}
    >
      {children}
    </div>
  );
}
