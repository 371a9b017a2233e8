import { PERIODS, type Period } from "@/lib/domain/period";

const MINUTE_MS = 60_000;
const DAY_MIN = 24 * 60;

/** A label below the time axis. */
export interface TimeTick {
  /** UTC epoch milliseconds. */
  readonly atMs: number;
  /** From 0 at the left edge of the axis to 1 at the right. */
  readonly position: number;
  readonly label: string;
}

export interface TimeTickOptions {
  readonly period: Period;
  readonly fromMs: number;
  readonly toMs: number;
  /** IANA name of the viewer's zone. */
  readonly timeZone: string;
  /** Words for an instant: a local midnight is named by its date, any other by its time. */
  readonly format: (atMs: number, kind: "date" | "time") => string;
}

/** Distances between labels, the narrowest first; a chart takes the first that it has room for. */
const STEPS_MIN: Record<Period, readonly number[]> = {
  "1h": [5, 10, 15, 30],
  "6h": [30, 60, 120, 180],
  "24h": [60, 120, 180, 240, 360, 720],
  "7d": [1, 2, 3, 7].map((days) => days * DAY_MIN),
  "30d": [1, 2, 3, 5, 7, 10, 15].map((days) => days * DAY_MIN),
};

/**
 * The labels of a time axis at every density, on round times of the viewer's own clock: a zone of +05:45 and a change
 * of the clocks are taken into account.
 *
 * @returns one list a density, the densest first; each is ascending and lies inside the window
 * @throws {RangeError} if the runtime does not know `timeZone`
 */
export function prepareTimeTicks(options: TimeTickOptions): readonly (readonly TimeTick[])[] {
  const { period, fromMs, toMs, format } = options;
  const minuteOfDay = localClock(options.timeZone);
  const toTick = (atMs: number): TimeTick => ({
    atMs,
    position: (atMs - fromMs) / (toMs - fromMs),
    label: format(atMs, minuteOfDay(atMs) === 0 ? "date" : "time"),
  });
  if (PERIODS[period].lengthMs <= DAY_MIN * MINUTE_MS) {
    return STEPS_MIN[period].map((stepMin) => listRound(options, stepMin, minuteOfDay).map(toTick));
  }
  // Days are counted from the first midnight in sight: no number divides every month.
  const midnights = listRound(options, DAY_MIN, minuteOfDay).map(toTick);
  return STEPS_MIN[period].map((stepMin) => midnights.filter((_, index) => index % (stepMin / DAY_MIN) === 0));
}

/** The instants of the window at which the local clock shows a multiple of `stepMin` minutes after midnight. */
function listRound(
  { fromMs, toMs }: Pick<TimeTickOptions, "fromMs" | "toMs">,
  stepMin: number,
  minuteOfDay: (atMs: number) => number,
): number[] {
  const found: number[] = [];
  let atMs = Math.ceil(fromMs / MINUTE_MS) * MINUTE_MS;
  while (atMs < toMs) {
    const pastMin = minuteOfDay(atMs) % stepMin;
    if (pastMin === 0) found.push(atMs);
    // At most an hour at once, so that a change of the clocks in between is never jumped over.
    atMs += Math.min(stepMin - pastMin, 60) * MINUTE_MS;
  }
  return found;
}

function localClock(timeZone: string): (atMs: number) => number {
  const clock = new Intl.DateTimeFormat("en", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return (atMs) => {
    const [hours = 0, minutes = 0] = clock.format(atMs).split(":").map(Number);
    return hours * 60 + minutes;
  };
}
