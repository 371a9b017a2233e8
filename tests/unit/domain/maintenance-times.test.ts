import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type MaintenanceSchedule as MaintenanceScheduleContract,
  maintenanceSchedule,
} from "@/lib/contracts/maintenance";
import {
  type MaintenanceSchedule,
  maintenanceProblem,
  nextMaintenances,
  runningMaintenance,
} from "@/lib/domain/maintenance-times";

const MINUTE_MS = 60_000;
const at = (text: string): number => Date.parse(text);
const textOf = (ms: number): string => new Date(ms).toISOString().replace(":00.000Z", "Z");

const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7];
const daily = (time: string, timeZone: string, durationMinutes = 60): MaintenanceSchedule => ({
  kind: "weekly",
  days: ALL_DAYS,
  at: time,
  durationMinutes,
  timeZone,
});
const cron = (expression: string, timeZone = "UTC", durationMinutes = 60): MaintenanceSchedule => ({
  kind: "cron",
  expression,
  durationMinutes,
  timeZone,
});
const begins = (schedule: MaintenanceSchedule, after: string, count: number): string[] =>
  nextMaintenances(schedule, at(after), count).map(({ fromMs }) => textOf(fromMs));

describe("a single maintenance", () => {
  const single: MaintenanceSchedule = { kind: "single", fromMs: 1_000, toMs: 2_000 };
  it.each([
    [999, null, 1],
    [1_000, { fromMs: 1_000, toMs: 2_000 }, 0],
    [1_999, { fromMs: 1_000, toMs: 2_000 }, 0],
    [2_000, null, 0],
  ])("at %s", (nowMs, running, coming) => {
    expect(runningMaintenance(single, nowMs)).toEqual(running);
    expect(nextMaintenances(single, nowMs, 3)).toHaveLength(coming);
  });
});

describe("a weekly maintenance", () => {
  it("comes on its days, Sunday being the seventh", () => {
    const schedule: MaintenanceSchedule = {
      kind: "weekly",
      days: [1, 7],
      at: "02:30",
      durationMinutes: 90,
      timeZone: "UTC",
    };
    // 4 October 2026 is a Sunday.
    expect(begins(schedule, "2026-10-01T00:00Z", 3)).toEqual([
      "2026-10-04T02:30Z",
      "2026-10-05T02:30Z",
      "2026-10-11T02:30Z",
    ]);
  });

  it("runs from its first instant up to, and not at, the end of its minutes", () => {
    const schedule = daily("02:30", "UTC", 90);
    const [fromMs, toMs] = [at("2026-10-04T02:30Z"), at("2026-10-04T04:00Z")];
    expect(runningMaintenance(schedule, fromMs - 1)).toBeNull();
    expect(runningMaintenance(schedule, fromMs)).toEqual({ fromMs, toMs });
    expect(runningMaintenance(schedule, fromMs + 500)).toEqual({ fromMs, toMs });
    expect(runningMaintenance(schedule, toMs - 1)).toEqual({ fromMs, toMs });
    expect(runningMaintenance(schedule, toMs)).toBeNull();
  });

  it("goes on over midnight", () => {
    const schedule = daily("23:30", "Asia/Shanghai", 120);
    expect(runningMaintenance(schedule, at("2026-10-04T16:30Z"))?.fromMs).toBe(at("2026-10-04T15:30Z"));
  });
});

describe("when clocks change", () => {
  it.each([
    // On 29 March 2026 clocks go from 02:00 to 03:00, which is 01:00 in UTC.
    ["Europe/Berlin", "2026-03-28T00:00Z", ["2026-03-28T01:30Z", "2026-03-29T01:00Z", "2026-03-30T00:30Z"]],
    // On 4 October 2026 from 02:00 to 03:00, which is 16:00 of the day before in UTC.
    ["Australia/Sydney", "2026-10-02T00:00Z", ["2026-10-02T16:30Z", "2026-10-03T16:00Z", "2026-10-04T15:30Z"]],
  ])("a time that %s leaves out begins at the first instant after the gap", (timeZone, after, expected) => {
    expect(begins(daily("02:30", timeZone), after, 3)).toEqual(expected);
    expect(begins(cron("30 2 * * *", timeZone), after, 3)).toEqual(expected);
  });

  it.each([
    // On 25 October 2026 clocks go from 03:00 back to 02:00: 02:30 is at 00:30 and again at 01:30 in UTC.
    ["Europe/Berlin", "2026-10-24T00:00Z", ["2026-10-24T00:30Z", "2026-10-25T00:30Z", "2026-10-26T01:30Z"]],
    // On 5 April 2026 from 03:00 back to 02:00: 02:30 is at 15:30 and again at 16:30 of the day before.
    ["Australia/Sydney", "2026-04-03T00:00Z", ["2026-04-03T15:30Z", "2026-04-04T15:30Z", "2026-04-05T16:30Z"]],
  ])("a time that comes twice in %s begins once", (timeZone, after, expected) => {
    expect(begins(daily("02:30", timeZone), after, 3)).toEqual(expected);
    expect(begins(cron("30 2 * * *", timeZone), after, 3)).toEqual(expected);
  });

  it("one that began at the first of two equal times does not run after its elapsed minutes", () => {
    const schedule = daily("02:30", "Europe/Berlin", 45);
    expect(runningMaintenance(schedule, at("2026-10-25T00:45Z"))).not.toBeNull();
    expect(runningMaintenance(schedule, at("2026-10-25T01:30Z"))).toBeNull();
  });

  it("it lasts as long as on any other day", () => {
    for (const night of ["2026-03-28T12:00Z", "2026-10-24T12:00Z"]) {
      const [time] = nextMaintenances(daily("00:30", "Europe/Berlin", 240), at(night), 1);
      expect(time && time.toMs - time.fromMs).toBe(240 * MINUTE_MS);
    }
  });

  it("a list of hours is times of day, every half an hour is an interval", () => {
    const after = "2026-10-24T23:59Z";
    expect(begins(cron("0 2,3 * * *", "Europe/Berlin"), after, 2)).toEqual(["2026-10-25T00:00Z", "2026-10-25T02:00Z"]);
    expect(begins(cron("*/30 * * * *", "Europe/Berlin"), after, 4)).toEqual([
      "2026-10-25T00:00Z",
      "2026-10-25T00:30Z",
      "2026-10-25T01:00Z",
      "2026-10-25T01:30Z",
    ]);
  });
});

describe("what runs and what comes", () => {
  it("of several that overlap is the one that ends last", () => {
    const schedule = cron("*/10 * * * *", "UTC", 25);
    expect(runningMaintenance(schedule, at("2026-10-04T02:24Z"))).toEqual({
      fromMs: at("2026-10-04T02:20Z"),
      toMs: at("2026-10-04T02:45Z"),
    });
  });

  it("agree at every instant, in every zone, over a year of changes of clocks", () => {
    const zones = fc.constantFrom(
      "Europe/Berlin",
      "Australia/Sydney",
      "Australia/Lord_Howe",
      "America/Sao_Paulo",
      "UTC",
    );
    const two = (max: number) => fc.integer({ min: 0, max }).map((number) => String(number).padStart(2, "0"));
    const schedules = fc.oneof(
      fc.record({
        kind: fc.constant("weekly" as const),
        days: fc.uniqueArray(fc.constantFrom(...ALL_DAYS), { minLength: 1 }),
        at: fc.tuple(two(3), two(59)).map(([hour, minute]) => `${hour}:${minute}`),
        durationMinutes: fc.integer({ min: 5, max: 3_000 }),
        timeZone: zones,
      }),
      fc.record({
        kind: fc.constant("cron" as const),
        expression: fc.constantFrom("30 2 * * *", "15 1-3 * * *", "0 */2 * * *", "45 2 * * 7", "0 3 1 * *"),
        durationMinutes: fc.integer({ min: 5, max: 3_000 }),
        timeZone: zones,
      }),
    );
    const instants = fc.integer({ min: at("2018-01-01T00:00Z"), max: at("2019-01-01T00:00Z") });
    let running = 0;
    fc.assert(
      fc.property(schedules, instants, (schedule, nowMs) => {
        const begun = nextMaintenances(schedule, nowMs - schedule.durationMinutes * MINUTE_MS, 30).filter(
          ({ fromMs }) => fromMs <= nowMs,
        );
        expect(runningMaintenance(schedule, nowMs)).toEqual(begun.at(-1) ?? null);
        running += begun.length > 0 ? 1 : 0;
      }),
      { numRuns: 150 },
    );
    expect(running).toBeGreaterThan(10);
  });

  it("is nothing for a schedule that is none", () => {
    for (const schedule of [cron("nonsense"), cron("0 0 31 2 *"), daily("02:30", "Mars/Olympus")]) {
      expect(runningMaintenance(schedule, at("2026-10-04T02:30Z"))).toBeNull();
      expect(nextMaintenances(schedule, at("2026-10-04T02:30Z"), 3)).toEqual([]);
    }
    expect(nextMaintenances(daily("02:30", "UTC"), 0, 0)).toEqual([]);
  });
});

describe("a schedule that cannot be", () => {
  it.each([
    [cron("30 2 * * 7"), null],
    [cron("30 2 * * MON-FRI"), null],
    [cron("0 3 L * *"), null],
    [cron("0 0 29 2 *"), null],
    [daily("02:30", "Asia/Shanghai"), null],
    [cron("0 30 2 * * *"), "must be a cron expression of five fields"],
    [cron("30 2 * *"), "must be a cron expression of five fields"],
    [cron("@annually"), "must be a cron expression of five fields"],
    [cron("? 2 * * *"), "must be a cron expression of five fields"],
    [cron("0 0 * * +1"), "must be a cron expression of five fields"],
    [cron("61 2 * * *"), "must be a cron expression of five fields"],
    [cron("*/0 * * * *"), "must be a cron expression of five fields"],
    [cron(`${"0,".repeat(50)}0 2 * * *`), "must be a cron expression of five fields"],
    [cron("0 0 31 2 *"), "must name a time that comes"],
    [cron("30 2 * * 7", "Mars/Olympus"), "must have a time zone"],
    [cron("30 2 * * 7", "UTC", 4), "must last from 5 minutes to 7 days"],
    [cron("30 2 * * 7", "UTC", 10_081), "must last from 5 minutes to 7 days"],
    [cron("30 2 * * 7", "UTC", Number.NaN), "must last from 5 minutes to 7 days"],
    [daily("24:00", "UTC"), "must name a day and a time of day"],
    [{ ...daily("02:30", "UTC"), days: [] } as MaintenanceSchedule, "must name a day and a time of day"],
    [{ kind: "single", fromMs: 2, toMs: 2 } as MaintenanceSchedule, "must end later than it begins"],
  ])("%o: %s", (schedule, problem) => {
    if (problem === null) expect(maintenanceProblem(schedule)).toBeNull();
    else expect(maintenanceProblem(schedule)).toContain(problem);
  });

  it("is told of, whatever its text is, and never thrown about", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."0123456789*/,-#LW? \tJANSU"), maxLength: 120 }),
        (expression) => {
          const isFine = maintenanceProblem(cron(expression)) === null;
          expect(nextMaintenances(cron(expression), at("2026-01-01T00:00Z"), 1)).toHaveLength(isFine ? 1 : 0);
        },
      ),
    );
  });
});

it("takes what the contract gives", () => {
  const toDomain = (schedule: MaintenanceScheduleContract): MaintenanceSchedule => schedule;
  const given = { kind: "cron", expression: " 30 2 * * 7 ", durationMinutes: 60, timeZone: "Europe/Berlin" };
  expect(maintenanceProblem(toDomain(maintenanceSchedule.parse(given)))).toBeNull();
});
