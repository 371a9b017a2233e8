import { useFormatter, useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { OTHER_SERIES_ID } from "@/lib/client/errors/prepare-error-frequency";
import { CodeDot, CodeText } from "./code-name";

interface TooltipPart {
  readonly id: string;
  readonly name: string;
  readonly colour: string;
  readonly count: number;
}

type FrequencyTooltipProps = {
  range: string;
  total: number;
  /** From the bottom of the bar up. */
  parts: readonly TooltipPart[];
  /** The part that is pointed at. */
  pickedId: string | null;
};

const MAX_ROWS = 8;

/** The exact numbers of one bar, the largest first. */
export function FrequencyTooltip({ range, total, parts, pickedId }: FrequencyTooltipProps) {
  const t = useTranslations("errors.frequency");
  const formatter = useFormatter();
  const ranked = [...parts].sort((a, b) => b.count - a.count);
  // What is pointed at is always among the rows.
  const rows = ranked.filter(({ id }, index) => index < MAX_ROWS || id === pickedId);
  return (
    <>
      <p className="font-medium tabular-nums">{range}</p>
      {total === 0 && <p className="mt-1 text-muted">{t("noneInBar")}</p>}
      {total > 0 && (
        <>
          <ul className="mt-1.5 flex flex-col gap-0.5">
            {rows.map(({ id, name, colour, count }) => (
              <li
                key={id}
                className={cn(
                  "-mx-1 flex items-center gap-2 rounded-sm px-1 py-px",
                  id === pickedId && "bg-hover font-medium",
                )}
              >
                <CodeDot colour={colour} />
                <CodeText
                  code={name}
                  className={cn("min-w-0 flex-1 truncate text-xs", id === OTHER_SERIES_ID && "font-sans")}
                />
                <span className="tabular-nums">{formatter.number(count)}</span>
              </li>
            ))}
          </ul>
          {ranked.length > rows.length && (
            <p className="mt-1 text-muted">{t("more", { count: ranked.length - rows.length })}</p>
          )}
          <p className="mt-1.5 flex justify-between border-t pt-1.5 font-medium">
            {t("total")}
            <span className="tabular-nums">{formatter.number(total)}</span>
          </p>
          <p className="mt-0.5 text-muted">{t("follow")}</p>
        </>
      )}
    </>
  );
}
