"use client";

import { useTranslations } from "next-intl";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { usePeriod } from "@/lib/client/clock/use-period";
import { PERIOD_IDS } from "@/lib/domain/period";

/** Chooses the period of the page; see `usePeriod`. */
export function PeriodPicker() {
  const t = useTranslations("overview.period");
  const [period, setPeriod] = usePeriod();
  return (
    <SegmentedControl
      label={t("label")}
      value={period}
      onValueChange={setPeriod}
      segments={PERIOD_IDS.map((value) => ({ value, label: t(value) }))}
    />
  );
}
