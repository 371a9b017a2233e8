import { createTranslator } from "use-intl/core";
import { LOCALES, type Locale } from "@/lib/domain/locales";
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
  /** "2026-11-22 23:46 UTC": nobody knows where a message is read. */
  instant(atMs: number): string;
  /** The same without a date that is that of `besideMs`, where both stand side by side. */
  clock(atMs: number, besideMs: number): string;
  /** "7 min 12 s"; of what is negative, "0 s". */
  duration(ms: number): string;
  number(value: number): string;
  /** A share of 1 as a percentage. */
  share(value: number): string;
}

const isoDay = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);
const isoMinute = (atMs: number) => new Date(atMs).toISOString().slice(11, 16);

function createWords(locale: Locale): Words {
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
    instant: (atMs) => `${isoDay(atMs)} ${isoMinute(atMs)} UTC`,
    clock: (atMs, besideMs) => `${isoDay(atMs) === isoDay(besideMs) ? "" : `${isoDay(atMs)} `}${isoMinute(atMs)} UTC`,
    duration,
    number: (value) => numbers.format(value),
    share: (value) => shares.format(value),
  };
}

const byLocale = Object.fromEntries(LOCALES.map((locale) => [locale, createWords(locale)])) as Record<Locale, Words>;

/** Made once for each language: a message is composed with every attempt. */
export const wordsIn = (locale: Locale): Words => byLocale[locale];
