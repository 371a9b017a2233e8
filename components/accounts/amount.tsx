import { useLocale, useTranslations } from "next-intl";
import { formatDecimal, leastFractionDigitsOf } from "@/lib/client/format/format-decimal";
import { decimalText } from "@/lib/contracts/common";

/** The name of a unit in the viewer's language. A unit that was set by hand is shown as it was typed. */
export function useUnitName(): (unit: string) => string {
  const t = useTranslations("accounts.unit");
  return (unit) => (unit === "points" || unit === "units" ? t(unit) : unit);
}

/**
 * An amount with its unit.
 *
 * @param text decimal text; anything else is the provider's own and shown as it is
 */
export function Amount({ text, unit }: { text: string; unit: string }) {
  const locale = useLocale();
  const unitName = useUnitName();
  const isDecimal = decimalText.safeParse(text).success;
  const figure = isDecimal ? formatDecimal(text, locale, leastFractionDigitsOf(unit)) : text;
  return (
    <data value={text} className="whitespace-nowrap">
      {figure} <span className="text-muted">{unitName(unit)}</span>
    </data>
  );
}
