import { useFormatter, useTranslations } from "next-intl";
import type { SeriesModel } from "@/lib/client/alerts/prepare-series";
import { useMeasuredNumber } from "./use-measure-text";

export interface SeriesNumber {
  /** In full, with the unit. */
  readonly write: (value: number) => string;
  /** Beside the axis, where there is no room for more; the unit of balances and errors is in the panel's name. */
  readonly tick: (value: number) => string;
}

/** Writes the numbers of a curve in its unit. @param balanceUnit of an account's balance; null where it is not known */
export function useSeriesNumber(unit: SeriesModel["unit"], balanceUnit: string | null): SeriesNumber {
  const t = useTranslations("alerts.unit");
  const formatter = useFormatter();
  const measured = useMeasuredNumber();
  const write = (value: number) =>
    unit === "errors" ? t("errors", { count: value }) : measured({ unit, balanceUnit }, value, null);
  const isBare = unit === "errors" || unit === "balance";
  return { write, tick: isBare ? (value) => formatter.number(value, "compact") : write };
}
