import { useFormatter } from "next-intl";
import { useCallback } from "react";
import type { ThresholdUnit } from "@/lib/domain/alert-rules/kinds";

/** The short form of a value, for an axis. */
export function useTickText(): (unit: ThresholdUnit) => (value: number) => string {
  const formatter = useFormatter();
  return useCallback(
    (unit) => (value) => {
      if (unit === "share") return formatter.number(value, "percent");
      if (unit === "balance") return formatter.number(value, "compact");
      const unitName = unit === "hours" ? "hour" : "minute";
      return formatter.number(value, {
        style: "unit",
        unit: unitName,
        // Narrow, "150m" would be metres.
        unitDisplay: unit === "hours" ? "narrow" : "short",
        maximumFractionDigits: 1,
      });
    },
    [formatter],
  );
}
