import { Cron } from "croner";

/** When a maintenance is, as the contract has it (`maintenanceSchedule`). */
export type MaintenanceSchedule =
  | { readonly kind: "single"; readonly fromMs: number; readonly toMs: number }
  | ({
      readonly kind: "weekly";
      /** 1 is Monday, 7 Sunday. */
      readonly days: readonly number[];
      /** HH:MM. */
      readonly at: string;
    } & Repeated)
  | ({ readonly kind: "cron"; readonly expression: string } & Repeated);

interface Repeated {
  /** Elapsed time, whatever clocks are set to meanwhile. */
  readonly durationMinutes: number;
  readonly timeZone: string;
}

/** One time of a maintenance, in UTC epoch milliseconds; `toMs` is the first instant after it. */
export interface MaintenanceTime {
  readonly fromMs: number;
  readonly toMs: number;
}

const MINUTE_MS = 60_000;
const SHORTEST_MINUTES = 5;
const LONGEST_MINUTES = 10_080;
/** Whether a time ever comes does not depend on the year. */
const ANY_INSTANT = new Date(Date.UTC(2025, 0, 1));
/** Plain cron, names, L, W and #; neither `?` nor `+`, which mean something else in every dialect. */
const FIVE_FIELDS = /^[\dA-Za-z*,/#-]+( +[\dA-Za-z*,/#-]+){4}$/;
const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)$/;

const CRON_MESSAGE =
  "must be a cron expression of five fields (minute, hour, day of the month, month, day of the week) such as 30 2 * * 7";

type Repeating = Extract<MaintenanceSchedule, Repeated>;

function cronTextOf(schedule: Repeating): string {
  if (schedule.kind === "cron") return schedule.expression.trim();
  const [, hour, minute] = CLOCK.exec(schedule.at) ?? [];
  return `${Number(minute)} ${Number(hour)} * * ${schedule.days.join(",")}`;
}

function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** Null for what is no schedule, or not on this machine: time zones come and go with its version of ICU. */
function parse(schedule: Repeating): Cron | null {
  const text = cronTextOf(schedule);
  if (text.length > 100 || !FIVE_FIELDS.test(text) || !isTimeZone(schedule.timeZone)) return null;
  try {
    // "no-wildcard": a list or range of hours is a list of times of day, so the change of clocks neither drops nor doubles one.
    return new Cron(text, {
      timezone: schedule.timeZone,
      mode: "5-part",
      fixedTimeRule: "no-wildcard",
      paused: true,
    });
  } catch {
    return null;
  }
}

const lasting = (fromMs: number, { durationMinutes }: Repeating): MaintenanceTime => ({
  fromMs,
  toMs: fromMs + durationMinutes * MINUTE_MS,
});

/**
 * The time of a maintenance that runs at `nowMs`; of several that overlap the one that ends last. Null when none does,
 * and for a schedule that `maintenanceProblem` objects to.
 *
 * Times of day are those of the zone's clocks. One that a change to summer time leaves out begins at the first instant
 * after the gap; one that comes twice in the night of the change back begins at the first and not again. An hour or minute
 * given by `*` or a step is not a time of day but an interval, which goes on through both.
 */
export function runningMaintenance(schedule: MaintenanceSchedule, nowMs: number): MaintenanceTime | null {
  if (schedule.kind === "single") {
    const { fromMs, toMs } = schedule;
    return fromMs <= nowMs && nowMs < toMs ? { fromMs, toMs } : null;
  }
  // All runs are equally long, so the newest one ends last. Those of the same second would be looked for in vain otherwise.
  const newest = parse(schedule)
    ?.previousRuns(2, new Date(nowMs + 1_000))
    .find((run) => run.getTime() <= nowMs);
  if (newest === undefined) return null;
  const time = lasting(newest.getTime(), schedule);
  return nowMs < time.toMs ? time : null;
}

/** The next times that begin after `nowMs`, the nearest first, at most `count`. Empty for what never comes again. */
export function nextMaintenances(schedule: MaintenanceSchedule, nowMs: number, count: number): MaintenanceTime[] {
  if (count <= 0) return [];
  if (schedule.kind === "single") {
    const { fromMs, toMs } = schedule;
    return nowMs < fromMs ? [{ fromMs, toMs }] : [];
  }
  const runs = parse(schedule)?.nextRuns(count, new Date(nowMs)) ?? [];
  return runs.map((run) => lasting(run.getTime(), schedule));
}

/** What is wrong with a schedule, to be read after its name; null when nothing is. */
export function maintenanceProblem(schedule: MaintenanceSchedule): string | null {
  if (schedule.kind === "single") {
    return schedule.fromMs < schedule.toMs ? null : "must end later than it begins";
  }
  const { durationMinutes, timeZone } = schedule;
  if (!(durationMinutes >= SHORTEST_MINUTES && durationMinutes <= LONGEST_MINUTES)) {
    return "must last from 5 minutes to 7 days";
  }
  if (!isTimeZone(timeZone)) return "must have a time zone such as Europe/Berlin";
  if (schedule.kind === "weekly" && (!CLOCK.test(schedule.at) || !schedule.days.some((day) => day >= 1 && day <= 7))) {
    return "must name a day and a time of day such as 02:30";
  }
  const cron = parse(schedule);
  if (cron === null) return CRON_MESSAGE;
  return cron.nextRun(ANY_INSTANT) === null ? "must name a time that comes: there is no such day" : null;
}
