import { useLocale, useTranslations } from "next-intl";
import { formatDecimal, leastFractionDigitsOf } from "@/lib/client/format/format-decimal";

/** Writes a balance and its unit in the viewer's language; a unit of the user's own stays as it was entered. */
export function useAmount() {
  const t = useTranslations("overview.units");
  const locale = useLocale();
  return (balance: string, unit: string) => ({
    figure: formatDecimal(balance, locale, leastFractionDigitsOf(unit)),
    unit: unit === "points" ? t("points") : unit,
  });
}
