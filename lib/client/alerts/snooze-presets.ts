const HOUR_MIN = 60;
const DAY_MIN = 24 * HOUR_MIN;
const MINUTE_MS = 60_000;
/** Before this hour few teams are at work. */
const MORNING_HOUR = 9;

/** What the server takes (`snoozeRequest`). */
const LEAST_MIN = 5;
const MOST_MIN = 30 * DAY_MIN;

/** For every alert, the shortest first. */
const ALWAYS = ["quarter", "half", "hour", "fourHours", "morning", "week"] as const;
export type SnoozePreset = (typeof ALWAYS)[number] | "ban";

const MINUTES = { quarter: 15, half: 30, hour: HOUR_MIN, fourHours: 4 * HOUR_MIN, week: 7 * DAY_MIN } as const;

/**
 * What is offered: until the ban should be over comes first, where its end is known, lies ahead and is one that the
 * server takes.
 *
 * @param nowMs UTC epoch milliseconds
 * @param untilMs when what it is about should be over; null where nobody knows
 */
export function listSnoozePresets(nowMs: number, untilMs: number | null): readonly SnoozePreset[] {
  if (untilMs === null) return ALWAYS;
  const minutes = Math.ceil((untilMs - nowMs) / MINUTE_MS);
  return minutes >= LEAST_MIN && minutes <= MOST_MIN ? ["ban", ...ALWAYS] : ALWAYS;
}

/**
 * For how many whole minutes a preset snoozes. `morning` is nine o'clock of the viewer's next day, whatever the clocks do
 * in between, and never ends before it; `ban` never ends before the ban.
 *
 * @param nowMs UTC epoch milliseconds
 * @param timeZone IANA name of the viewer's zone
 * @param untilMs of `ban`: when it should be over
 * @returns 1 or more
 * @throws {RangeError} if the runtime does not know `timeZone`, or `ban` has no end
 */
export function snoozeMinutes(
  preset: SnoozePreset,
  nowMs: number,
  timeZone: string,
  untilMs: number | null = null,
): number {
  if (preset === "morning") return Math.ceil((nextMorningMs(nowMs, timeZone) - nowMs) / MINUTE_MS);
  if (preset !== "ban") return MINUTES[preset];
  if (untilMs === null) throw new RangeError("a ban without an end cannot be waited for");
  return Math.ceil((untilMs - nowMs) / MINUTE_MS);
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
