import { useFormatter, useTranslations } from "next-intl";
import { inLargestUnit } from "@/lib/client/alert-rules/minutes-unit";
import type { ThresholdUnit } from "@/lib/domain/alert-rules/kinds";

/** A length of time as it is said: "2 hours". */
export function useMinutesText(): (minutes: number) => string {
  const t = useTranslations("alert-rules.length");
  return (minutes) => {
    const { value, unit } = inLargestUnit(minutes);
    return t(unit, { value });
  };
}

/** How often something comes again, to stand after "every": "hour", "90 minutes". */
export function useEachText(): (minutes: number) => string {
  const t = useTranslations("alert-rules.each");
  const minutesText = useMinutesText();
  return (minutes) => {
    const { value, unit } = inLargestUnit(minutes);
    return value === 1 ? t(unit) : t("many", { duration: minutesText(minutes) });
  };
}

/** A measured value or a threshold with its unit. A balance has none here: each account has its own. */
export function useValueText(): (value: number, unit: ThresholdUnit) => string {
  const formatter = useFormatter();
  const minutesText = useMinutesText();
  const t = useTranslations("alert-rules.length");
  return (value, unit) => {
    if (unit === "share") return formatter.number(value, "percent");
    if (unit === "balance") return formatter.number(value, "decimal");
    const rounded = Math.round(value * 10) / 10;
    return unit === "minutes" ? minutesText(rounded) : t("hour", { value: rounded });
  };
}
