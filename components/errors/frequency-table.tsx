import { useFormatter, useTranslations } from "next-intl";
import { TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { type ErrorFrequencyModel, OTHER_SERIES_ID } from "@/lib/client/errors/prepare-error-frequency";
import { CodeText } from "./code-name";

/** The chart's numbers as a table, the newest first; what is switched off in the legend is left out here too. */
export function FrequencyTable({ model }: { model: ErrorFrequencyModel }) {
  const t = useTranslations("errors.frequency");
  const formatter = useFormatter();
  const shown = model.series.flatMap((series, index) => (series.shown ? [{ series, index }] : []));
  const bars = model.bars.filter((bar) => bar.total > 0).reverse();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a scrolling frame is no set of form fields
    <div
      role="group"
      aria-label={t("label")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
      className="-mx-4 -mb-4 h-[calc(100%+1rem)] overflow-auto rounded-b-lg focus-visible:-outline-offset-2"
    >
      <table className="w-full border-collapse text-left text-sm">
        <caption className="sr-only">{t("tableCaption")}</caption>
        <TableHead className="sticky top-0 z-10">
          <tr>
            <TableHeaderCell className="@xl:sticky @xl:left-0 bg-background">{t("tableTime")}</TableHeaderCell>
            <TableHeaderCell numeric>{t("total")}</TableHeaderCell>
            {shown.map(({ series }) => (
              <TableHeaderCell key={series.id} numeric title={series.id || undefined}>
                <span className="inline-block max-w-64 truncate align-bottom">
                  {series.id === OTHER_SERIES_ID ? (
                    t("other", { count: series.codes.length })
                  ) : (
                    <CodeText code={series.id} className="text-xs" />
                  )}
                </span>
              </TableHeaderCell>
            ))}
          </tr>
        </TableHead>
        <TableBody>
          {bars.map((bar) => (
            <TableRow key={bar.startMs}>
              <TableHeaderCell scope="row" className="bg-surface text-muted @xl:sticky @xl:left-0">
                {formatter.dateTimeRange(new Date(bar.startMs), new Date(bar.endMs), "dateTime")}
              </TableHeaderCell>
              <TableCell numeric className="font-medium">
                {formatter.number(bar.total)}
              </TableCell>
              {shown.map(({ series, index }) => (
                <TableCell key={series.id} numeric className={bar.counts[index] === 0 ? "text-muted" : undefined}>
                  {formatter.number(bar.counts[index] ?? 0)}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </table>
    </div>
  );
}
