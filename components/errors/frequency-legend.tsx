import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { type FrequencySeries, OTHER_SERIES_ID } from "@/lib/client/errors/prepare-error-frequency";
import { CodeDot, CodeText } from "./code-name";

type FrequencyLegendProps = {
  series: readonly FrequencySeries[];
  hidden: ReadonlySet<string>;
  onHiddenChange: (hidden: ReadonlySet<string>) => void;
};

/** The codes of the chart with their sums; each is a switch that takes its bars out and back in. */
export function FrequencyLegend({ series, hidden, onHiddenChange }: FrequencyLegendProps) {
  const t = useTranslations("errors.frequency");
  const formatter = useFormatter();

  const toggle = (id: string) => {
    const next = new Set(hidden);
    if (!next.delete(id)) next.add(id);
    onHiddenChange(next);
  };

  return (
    <div className="flex max-h-[9.75rem] min-h-0 shrink-0 flex-col @3xl:max-h-none @3xl:w-72 @5xl:w-80">
      <ul aria-label={t("legend")} className="-mx-1 min-h-0 overflow-y-auto px-1 py-0.5">
        {series.map(({ id, codes, colour, total, shown }) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={shown}
              title={id === OTHER_SERIES_ID ? codes.join("\n") : id}
              onClick={() => toggle(id)}
              className={cn(
                "flex min-h-7 w-full items-center gap-2 rounded-md px-1.5 py-0.5 text-left transition-colors hover:bg-hover",
                !shown && "text-muted",
              )}
            >
              <CodeDot colour={colour} hollow={!shown} />
              <span className={cn("min-w-0 flex-1 truncate", !shown && "line-through")}>
                {id === OTHER_SERIES_ID ? (
                  <span className="text-[0.8125rem]">{t("other", { count: codes.length })}</span>
                ) : (
                  <CodeText code={id} />
                )}
              </span>
              <data value={total} className="text-[0.8125rem] tabular-nums">
                {formatter.number(total)}
              </data>
            </button>
          </li>
        ))}
      </ul>
      {series.some(({ shown }) => !shown) && (
        <Button variant="ghost" size="sm" className="mt-1 self-start" onClick={() => onHiddenChange(new Set())}>
          {t("showAll")}
        </Button>
      )}
    </div>
  );
}
