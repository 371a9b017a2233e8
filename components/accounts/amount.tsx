import { useLocale, useTranslations } from "next-intl";
import { formatDecimal } from "@/lib/client/format-decimal";

/** The name of a unit in the viewer's language. A unit that was set by hand is shown as it was typed. */
export function useUnitName(): (unit: string) => string {
  const t = useTranslations("accounts.unit");
  return (unit) => (unit === "points" || unit === "units" ? t(unit) : unit);
}

/**
 * An amount with its unit. Balances are decimal text, so no digit is lost on the way to the screen.
 *
 * @param text as the provider wrote it
 */
export function Amount({ text, unit }: { text: string; unit: string }) {
  const locale = useLocale();
  const unitName = useUnitName();
  return (
    <data value={text} className="whitespace-nowrap">
      {formatDecimal(text, locale)} <span className="text-muted">{unitName(unit)}</span>
    </data>
  );
}
