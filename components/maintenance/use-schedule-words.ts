import { useFormatter, useTranslations } from "next-intl";
import { useMinutesText } from "@/components/alert-rules/use-value-words";
import type { MaintenanceSchedule } from "@/lib/contracts/maintenance";

/** The first Monday of 2024, in UTC: weekdays are counted from it. */
const A_MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;
const DAY_MINUTES = 1_440;

/** A time from one instant to another, with the day of the week; in a zone of its own where one is given. */
export function useRangeText(): (time: { fromMs: number; toMs: number }, timeZone?: string) => string {
  const formatter = useFormatter();
  return ({ fromMs, toMs }, timeZone) =>
    formatter.dateTimeRange(new Date(fromMs), new Date(toMs), {
      weekday: "short",
      month: "short",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      ...(timeZone === undefined ? {} : { timeZone }),
    });
}

/** The name of a day of the week. @param day 1 is Monday, 7 Sunday */
export function useWeekdayText(): (day: number, width?: "long" | "short") => string {
  const formatter = useFormatter();
  return (day, width = "long") =>
    formatter.dateTime(new Date(A_MONDAY + (day - 1) * DAY_MS), { weekday: width, timeZone: "UTC" });
}

/** The time of day that lies `minutes` after another, both as HH:MM. */
function later(at: string, minutes: number): string {
  const [hour = 0, minute = 0] = at.split(":").map(Number);
  const total = (hour * 60 + minute + minutes) % DAY_MINUTES;
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(total / 60))}:${two(total % 60)}`;
}

/** When a maintenance is, as a sentence. A cron expression stays as it is. */
export function useScheduleText(): (schedule: MaintenanceSchedule) => string {
  const t = useTranslations("alert-rules.maintenance");
  const formatter = useFormatter();
  const rangeText = useRangeText();
  const weekdayText = useWeekdayText();
  const minutesText = useMinutesText();
  return (schedule) => {
    if (schedule.kind === "single") return t("single", { range: rangeText(schedule) });
    const { durationMinutes, timeZone: zone } = schedule;
    const duration = minutesText(durationMinutes);
    if (schedule.kind === "cron") return t("cron", { expression: schedule.expression, duration, zone });
    const days =
      schedule.days.length === 7 ? t("everyDay") : formatter.list(schedule.days.map((day) => weekdayText(day)));
    const { at } = schedule;
    return durationMinutes < DAY_MINUTES
      ? t("weekly", { days, from: at, to: later(at, durationMinutes), zone })
      : t("weeklyLong", { days, from: at, duration, zone });
  };
}

/** The name of a month. @param month 1 is January */
export function useMonthText(): (month: number) => string {
  const formatter = useFormatter();
  return (month) => formatter.dateTime(new Date(Date.UTC(2024, month - 1, 1)), { month: "long", timeZone: "UTC" });
}
