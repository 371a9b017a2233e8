import { useFormatter, useTranslations } from "next-intl";
import { type ComponentProps, useMemo } from "react";
import type { ErrorFrequencyChart } from "@/components/charts/error-frequency-chart";
import { errorsHref } from "@/lib/client/errors/error-filter";
import { type ErrorFrequencyModel, OTHER_SERIES_ID, seriesAt } from "@/lib/client/errors/prepare-error-frequency";
import type { Period } from "@/lib/domain/period";
import { FrequencyTooltip } from "./frequency-tooltip";

/** Where the chart's bars lead and what is said about them. */
export function useFrequencyCursor(
  model: ErrorFrequencyModel,
  period: Period,
): ComponentProps<typeof ErrorFrequencyChart>["cursor"] {
  const t = useTranslations("errors.frequency");
  const formatter = useFormatter();
  return useMemo(() => {
    const bars = new Map(model.bars.map((bar) => [bar.startMs, bar]));
    const nameOf = (id: string, codes: readonly string[]) =>
      id === OTHER_SERIES_ID ? t("other", { count: codes.length }) : id;
    /** What a bar is made of, from the bottom up. */
    const partsOf = (startMs: number) =>
      model.series.flatMap(({ id, codes, colour, shown }, index) => {
        const count = bars.get(startMs)?.counts[index] ?? 0;
        return shown && count > 0 ? [{ id, name: nameOf(id, codes), colour, count }] : [];
      });
    const rangeOf = (startMs: number) => {
      const endMs = bars.get(startMs)?.endMs ?? startMs;
      return formatter.dateTimeRange(new Date(startMs), new Date(endMs), "dateTime");
    };
    return {
      label: t("chart"),
      bars: model.bars,
      listSeries: (startMs) => partsOf(startMs).map(({ id }) => id),
      seriesAt: (startMs, value) => {
        const bar = bars.get(startMs);
        const index = bar ? seriesAt(bar, value) : null;
        return index === null ? null : (model.series[index]?.id ?? null);
      },
      hrefOf: ({ startMs, seriesId }) => {
        const parts = partsOf(startMs);
        // The list can be narrowed to one code, so "others" and a whole bar lead to the time alone.
        const code = seriesId ?? (parts.length === 1 ? parts[0]?.id : null);
        const toMs = bars.get(startMs)?.endMs ?? startMs;
        // Only the provider's errors are counted here, so only they are listed, or the numbers would not agree.
        return errorsHref({ code: code || null, fromMs: startMs, toMs, origin: "upstream", period });
      },
      labelOf: ({ startMs, seriesId }) => {
        const parts = partsOf(startMs);
        const range = rangeOf(startMs);
        const part = parts.find(({ id }) => id === seriesId);
        if (part) return t("barCode", { code: part.name, count: part.count, range });
        const list = parts.map(({ name, count }) => t("part", { code: name, count }));
        return t("bar", { range, count: bars.get(startMs)?.total ?? 0, parts: formatter.list(list) });
      },
      renderTooltip: ({ startMs, seriesId }) => (
        <FrequencyTooltip
          range={rangeOf(startMs)}
          total={bars.get(startMs)?.total ?? 0}
          parts={partsOf(startMs)}
          pickedId={seriesId}
        />
      ),
    };
  }, [model, period, t, formatter]);
}
