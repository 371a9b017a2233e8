import type { Formats } from "next-intl";

/**
 * The named formats for `useFormatter()` and for messages (`{at, date, dateTime}`).
 *
 * Hours run 00–23 in every language: times are compared with logs and with the provider's, where am and pm mislead.
 */
export const formats = {
  dateTime: {
    date: { year: "numeric", month: "short", day: "numeric" },
    time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    timeSeconds: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
    dateTime: { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    dateTimeSeconds: {
      year: "numeric",
      month: "short",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    },
    full: { dateStyle: "full", timeStyle: "long", hourCycle: "h23" },
  },
  number: {
    integer: { maximumFractionDigits: 0 },
    compact: { notation: "compact", maximumFractionDigits: 1 },
    percent: { style: "percent", maximumFractionDigits: 1 },
    decimal: { maximumFractionDigits: 2 },
  },
} satisfies Formats;
