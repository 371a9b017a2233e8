import { useFormatter, useTranslations } from "next-intl";
import { Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import type { SeriesModel } from "@/lib/client/alerts/prepare-series";
import type { Incident } from "@/lib/contracts/incidents";
import { useSeriesNumber } from "./use-series-number";

/** The curve's numbers, the newest first. */
export function SeriesTable({ model, incident }: { model: SeriesModel; incident: Incident }) {
  const t = useTranslations("alerts.series");
  const formatter = useFormatter();
  const { write } = useSeriesNumber(model.unit, incident.facts.unit);
  const measured = model.points.filter(({ value }) => value !== null).reverse();
  return (
    <div className="max-h-80 overflow-y-auto">
      <Table label={t("tableLabel")}>
        <TableHead className="sticky top-0">
          <tr>
            <TableHeaderCell>{t("time")}</TableHeaderCell>
            <TableHeaderCell numeric>{t("value")}</TableHeaderCell>
          </tr>
        </TableHead>
        <TableBody>
          {measured.map(({ atMs, value }) => (
            <TableRow key={atMs}>
              <TableHeaderCell scope="row" className="text-muted tabular-nums">
                {formatter.dateTime(new Date(atMs), "dateTime")}
              </TableHeaderCell>
              <TableCell numeric>{write(value ?? 0)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
