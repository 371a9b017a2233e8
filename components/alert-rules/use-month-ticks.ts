import { useFormatter, useTimeZone } from "next-intl";
import { useMemo } from "react";
import { prepareTimeTicks } from "@/lib/client/charts/time-ticks";

/** The days of a period of 30 days, as labels at several densities. */
export function useMonthTicks(fromMs: number, toMs: number) {
  const formatter = useFormatter();
  const timeZone = useTimeZone() ?? "UTC";
  return useMemo(
    () =>
      prepareTimeTicks({
        period: "30d",
        fromMs,
        toMs,
        timeZone,
        format: (atMs) => formatter.dateTime(new Date(atMs), { month: "short", day: "numeric" }),
      }),
    [fromMs, toMs, timeZone, formatter],
  );
}
