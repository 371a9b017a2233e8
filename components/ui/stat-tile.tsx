import { ArrowDown, ArrowRight, ArrowUp } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Tone } from "./badge";
import { cn } from "./cn";
import { Skeleton } from "./skeleton";

const ICONS = { up: ArrowUp, down: ArrowDown, flat: ArrowRight };

const TEXT_TONES: Record<Tone, string> = {
  neutral: "text-muted",
  success: "text-success",
  warning: "text-warning",
  critical: "text-critical",
  info: "text-info",
};

export type Trend = { direction: keyof typeof ICONS; text: ReactNode; tone?: Tone };

type StatTileProps = {
  label: ReactNode;
  /** The formatted figure; leave it out while it loads. */
  value?: ReactNode;
  unit?: ReactNode;
  hint?: ReactNode;
  /** What the figure leaves out and must not be missed; a line of its own. */
  note?: ReactNode;
  trend?: Trend;
  tone?: Tone;
  className?: string;
};

/** One figure with its label, its unit and where it is heading. Put several into a `<dl>`. */
export function StatTile({ label, value, unit, hint, note, trend, tone = "neutral", className }: StatTileProps) {
  return (
    <div className={cn("min-w-0 rounded-lg border bg-surface px-4 py-3.5 shadow-panel", className)}>
      <dt className="truncate text-muted text-xs">{label}</dt>
      <dd className="mt-1 flex flex-wrap items-baseline gap-x-1.5">
        {value === undefined ? (
          <Skeleton className="my-1 h-6 w-24" />
        ) : (
          <span
            className={cn("font-semibold text-2xl tabular-nums tracking-tight", tone !== "neutral" && TEXT_TONES[tone])}
          >
            {value}
          </span>
        )}
        {unit && <span className="text-muted text-sm">{unit}</span>}
      </dd>
      {(trend || hint) && (
        <dd className="mt-1 flex flex-wrap items-center gap-x-2 text-muted text-xs">
          {trend && <TrendText {...trend} />}
          {hint && <span>{hint}</span>}
        </dd>
      )}
      {note && <dd className="mt-1 flex flex-wrap gap-x-2 text-xs">{note}</dd>}
    </div>
  );
}

function TrendText({ direction, text, tone = "neutral" }: Trend) {
  const t = useTranslations("common.trend");
  const Icon = ICONS[direction];
  return (
    <span className={cn("inline-flex items-center gap-0.5 font-medium tabular-nums", TEXT_TONES[tone])}>
      <Icon role="img" aria-hidden={false} aria-label={t(direction)} className="size-3.5" />
      {text}
    </span>
  );
}
