"use client";

import { useFormatter } from "next-intl";
import { cn } from "./cn";

export type InstantFormat = "date" | "time" | "timeSeconds" | "dateTime" | "dateTimeSeconds";

type InstantProps = {
  /** UTC epoch milliseconds. */
  atMs: number;
  format?: InstantFormat;
  className?: string;
};

/** An instant in the viewer's time zone and language; hovering shows it in full, with the zone's name. */
export function Instant({ atMs, format = "dateTimeSeconds", className }: InstantProps) {
  const formatter = useFormatter();
  const at = new Date(atMs);
  return (
    // Server and browser agree on the zone, yet their ICU data may differ in a space or a comma.
    <time
      suppressHydrationWarning
      dateTime={at.toISOString()}
      title={formatter.dateTime(at, "full")}
      className={cn("whitespace-nowrap", className)}
    >
      {formatter.dateTime(at, format)}
    </time>
  );
}
