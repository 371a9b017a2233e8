import { useFormatter, useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import type { ShareBar } from "@/lib/client/report/prepare-report";

type ShareTableProps<S> = {
  /** Heads the table. */
  title: string;
  /** What stands in the first column. */
  header: string;
  bars: readonly ShareBar<S>[];
  nameOf: (share: S) => ReactNode;
};

/** Errors by one property, with a bar that shows each one's share of all. */
export function ShareTable<S>({ title, header, bars, nameOf }: ShareTableProps<S>) {
  const t = useTranslations("report.before");
  const format = useFormatter();
  const titleId = useId();
  return (
    <section aria-labelledby={titleId} className="min-w-0">
      <h3 id={titleId} className="mb-1.5 font-medium">
        {title}
      </h3>
      <table aria-labelledby={titleId} className="w-full table-fixed border-collapse text-left text-sm">
        <thead className="text-muted text-xs">
          <tr>
            <th scope="col" className="py-1 pr-2 font-normal">
              {header}
            </th>
            <th scope="col" className="w-16 py-1 pr-3 text-right font-normal">
              {t("errors")}
            </th>
            <th scope="col" className="w-12 py-1 text-right font-normal">
              {t("share")}
            </th>
          </tr>
        </thead>
        <tbody>
          {bars.map(({ key, of, errors, percent }) => (
            <tr key={key} className="border-t align-top">
              <th scope="row" className="min-w-0 py-1.5 pr-2 font-normal">
                <span className="wrap-anywhere block">
                  {of === "rest" ? <span className="text-muted">{t("rest")}</span> : nameOf(of)}
                </span>
                <span aria-hidden className="mt-1 block h-1.5 overflow-hidden rounded-full bg-hover">
                  <span
                    className={`block h-full rounded-full ${of === "rest" ? "bg-chart-other" : "bg-chart-3"}`}
                    style={{ width: `${percent}%` }}
                  />
                </span>
              </th>
              <td className="py-1.5 pr-3 text-right tabular-nums">{format.number(errors, "integer")}</td>
              <td className="py-1.5 text-right text-muted tabular-nums">{format.number(percent / 100, "percent")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
