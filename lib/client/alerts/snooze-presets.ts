const HOUR_MIN = 60;
const DAY_MIN = 24 * HOUR_MIN;
const MINUTE_MS = 60_000;
/** Before this hour few teams are at work. */
const MORNING_HOUR = 9;

export const SNOOZE_PRESETS = ["hour", "fourHours", "morning", "week"] as const;
export type SnoozePreset = (typeof SNOOZE_PRESETS)[number];

/**
 * For how many whole minutes a preset snoozes. `morning` is nine o'clock of the viewer's next day, whatever the clocks do
 * in between, and never ends before it.
 *
 * @param nowMs UTC epoch milliseconds
 * @param timeZone IANA name of the viewer's zone
 * @returns 1 or more
 * @throws {RangeError} if the runtime does not know `timeZone`
 */
export function snoozeMinutes(preset: SnoozePreset, nowMs: number, timeZone: string): number {
  switch (preset) {
    case "hour":
      return HOUR_MIN;
    case "fourHours":
      return 4 * HOUR_MIN;
    case "week":
      return 7 * DAY_MIN;
    case "morning":
      return Math.ceil((nextMorningMs(nowMs, timeZone) - nowMs) / MINUTE_MS);
  }
}

/** The local clock is asked instead of reckoned: an offset found for one instant may not hold for the other. */
function nextMorningMs(nowMs: number, timeZone: string): number {
  const today = localClock(nowMs, timeZone);
  const wantedUtcMs = Date.UTC(today.year, today.month - 1, today.day + 1, MORNING_HOUR);
  const offsetAt = (atMs: number) => {
    const { year, month, day, hour, minute } = localClock(atMs, timeZone);
    return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
  };
  const guessMs = wantedUtcMs - offsetAt(nowMs);
  return wantedUtcMs - offsetAt(guessMs);
}

type Field = "year" | "month" | "day" | "hour" | "minute";

function localClock(atMs: number, timeZone: string): Record<Field, number> {
  const parts = new Intl.DateTimeFormat("en", {
    ...{ timeZone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric" },
    ...{ hour: "numeric", minute: "numeric" },
  }).formatToParts(atMs);
  const read = (type: Field) => Number(parts.find((part) => part.type === type)?.value);
  return { year: read("year"), month: read("month"), day: read("day"), hour: read("hour"), minute: read("minute") };
}
