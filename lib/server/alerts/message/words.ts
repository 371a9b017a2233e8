import { createTranslator } from "use-intl/core";
import type { Locale } from "@/lib/domain/locales";
import { formats } from "@/lib/i18n/formats";
import { messagesByLocale } from "@/lib/i18n/messages";

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

const translatorOf = (locale: Locale) =>
  createTranslator({ locale, messages: messagesByLocale[locale], namespace: "notices", formats, timeZone: "UTC" });

const catalogueOf = (locale: Locale) =>
  createTranslator({ locale, messages: messagesByLocale[locale], namespace: "catalogue", formats, timeZone: "UTC" });

/** How one language says what messages are made of. */
export interface Words {
  readonly t: ReturnType<typeof translatorOf>;
  readonly catalogue: ReturnType<typeof catalogueOf>;
  /** "2026-11-22 23:46:05 UTC", "2026-11-23 07:46:05 UTC+8": whoever reads it may be anywhere. */
  instant(atMs: number): string;
  /** The same without a date that is that of `besideMs`, where both stand side by side. */
  clock(atMs: number, besideMs: number): string;
  /** "7 min 12 s"; of what is negative, "0 s". */
  duration(ms: number): string;
  number(value: number): string;
  /** A share of 1 as a percentage. */
  share(value: number): string;
}

/** Where people choose none. */
export const DEFAULT_TIME_ZONE = "UTC";

/** Whether this runtime has the clocks of a time zone: another version of it may not. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Day, time of day and zone of an instant, as the clocks of a time zone show it. */
function createReadClock(timeZone: string) {
  const format = new Intl.DateTimeFormat("en", {
    ...{ timeZone, calendar: "iso8601", hourCycle: "h23", timeZoneName: "shortOffset" },
    ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" },
  });
  return (atMs: number) => {
    const parts = format.formatToParts(atMs);
    const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? "";
    return {
      day: `${of("year")}-${of("month")}-${of("day")}`,
      time: `${of("hour")}:${of("minute")}:${of("second")} ${of("timeZoneName")
        .replace("GMT", "UTC")
        .replace(/[+-]0$/, "")}`,
    };
  };
}

function createWords(locale: Locale, timeZone: string): Words {
  const readClock = createReadClock(isTimeZone(timeZone) ? timeZone : DEFAULT_TIME_ZONE);
  const t = translatorOf(locale);
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const shares = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });

  const duration = (ms: number): string => {
    const wholeMs = Math.max(0, ms);
    const [days, hours] = [Math.floor(wholeMs / DAY_MS), Math.floor(wholeMs / HOUR_MS)];
    const [minutes, seconds] = [Math.floor(wholeMs / MINUTE_MS), Math.floor(wholeMs / SECOND_MS)];
    if (days > 0) return t(hours % 24 === 0 ? "duration.days" : "duration.daysHours", { days, hours: hours % 24 });
    if (hours > 0) {
      return t(minutes % 60 === 0 ? "duration.hours" : "duration.hoursMinutes", { hours, minutes: minutes % 60 });
    }
    if (minutes > 0) {
      return t(seconds % 60 === 0 ? "duration.minutes" : "duration.minutesSeconds", { minutes, seconds: seconds % 60 });
    }
    return t("duration.seconds", { seconds });
  };

  return {
    t,
    catalogue: catalogueOf(locale),
    instant: (atMs) => {
      const { day, time } = readClock(atMs);
      return `${day} ${time}`;
    },
    clock: (atMs, besideMs) => {
      const { day, time } = readClock(atMs);
      return day === readClock(besideMs).day ? time : `${day} ${time}`;
    },
    duration,
    number: (value) => numbers.format(value),
    share: (value) => shares.format(value),
  };
}

/** More than an installation uses between two changes of its settings. */
const MAX_KEPT = 20;
const kept = new Map<string, Words>();

/**
 * Made once for each language and time zone: a message is composed with every attempt. A zone that this runtime does not
 * know is taken for UTC: a message with another clock is better than none.
 */
export function wordsIn(locale: Locale, timeZone = DEFAULT_TIME_ZONE): Words {
  const key = `${locale} ${timeZone}`;
  const words = kept.get(key) ?? createWords(locale, timeZone);
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(key, words);
  return words;
}
