"use client";

import { useTranslations } from "next-intl";
import { useRef } from "react";
import { pickTicks, widthOf } from "@/components/charts/time-axis";
import { useWidth } from "@/components/charts/use-width";
import type { RulePreview } from "@/lib/client/alert-rules/prepare-rule-preview";
import { PLOT_PX } from "./preview-chart";
import { useMonthTicks } from "./use-month-ticks";

/** Time without thickness would not be seen. */
const LEAST_PX = 3;
const HATCH = "repeating-linear-gradient(135deg, var(--color-border) 0 1px, transparent 1px 6px)";
const percent = (position: number) => `${position * 100}%`;

/** 30 days as a strip, each firing a bar. Only for the eye: the sentence above and the table below say the same. */
export function PreviewStrip({ preview, fromMs, toMs }: { preview: RulePreview; fromMs: number; toMs: number }) {
  const ruler = useRef<HTMLDivElement>(null);
  const widthPx = useWidth(ruler) ?? 0;
  const ticks = useMonthTicks(fromMs, toMs);
  const { bars, unknownTo, coarseTo } = preview;
  const labels = pickTicks(ticks, widthPx).filter(
    ({ position, label }) => position * widthPx > widthOf(label) / 2 && (1 - position) * widthPx > widthOf(label) / 2,
  );
  return (
    <div
      aria-hidden
      style={preview.series.length > 0 ? { paddingLeft: PLOT_PX.left, paddingRight: PLOT_PX.right } : {}}
    >
      <div ref={ruler} />
      <div className="relative h-9 overflow-hidden rounded-md border bg-surface">
        {coarseTo !== null && (
          <span className="absolute inset-y-0 left-0 bg-hover" style={{ width: percent(coarseTo) }} />
        )}
        {unknownTo !== null && (
          <span
            className="absolute inset-y-0 left-0 bg-sunken"
            style={{ width: percent(unknownTo), backgroundImage: HATCH }}
          />
        )}
        {labels.map(({ position }) => (
          <span key={position} className="absolute inset-y-0 w-px bg-chart-grid" style={{ left: percent(position) }} />
        ))}
        {bars.map(({ start, end, isOpen }, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: the bars of one answer, in their order
            key={index}
            className={
              isOpen ? "absolute inset-y-1 rounded-xs bg-critical" : "absolute inset-y-1 rounded-xs bg-warning"
            }
            style={{
              left: `min(${percent(start)}, 100% - ${LEAST_PX}px)`,
              width: percent(end - start),
              minWidth: LEAST_PX,
            }}
          />
        ))}
      </div>
      <div className="relative mt-1 h-4 text-[0.6875rem] text-chart-axis tabular-nums">
        {labels.map(({ position, label }) => (
          <span
            key={position}
            className="-translate-x-1/2 absolute whitespace-nowrap"
            style={{ left: percent(position) }}
          >
            {label}
          </span>
        ))}
      </div>
      <StripLegend hasUnknown={unknownTo !== null} hasCoarse={coarseTo !== null && coarseTo !== unknownTo} />
    </div>
  );
}

function StripLegend({ hasUnknown, hasCoarse }: { hasUnknown: boolean; hasCoarse: boolean }) {
  const t = useTranslations("alert-rules.preview");
  if (!hasUnknown && !hasCoarse) return null;
  return (
    <p className="mt-1 flex flex-wrap gap-x-4 text-muted text-xs">
      {hasUnknown && (
        <span className="flex items-center gap-1.5">
          <span className="size-3 rounded-xs border bg-sunken" style={{ backgroundImage: HATCH }} />
          {t("legendUnknown")}
        </span>
      )}
      {hasCoarse && (
        <span className="flex items-center gap-1.5">
          <span className="size-3 rounded-xs border bg-hover" />
          {t("legendCoarse")}
        </span>
      )}
    </p>
  );
}
