import { describe, expect, it } from "vitest";
import { readLocalText, toLocalText } from "@/lib/client/maintenance/local-instant";
import {
  checkMaintenanceDraft,
  type MaintenanceDraft,
  newMaintenanceDraft,
  toMaintenanceChanges,
  toMaintenanceDraft,
  toMaintenanceRequest,
  toSchedule,
} from "@/lib/client/maintenance/maintenance-form";
import { sortMaintenances, stateOf } from "@/lib/client/maintenance/maintenance-state";
import { endNow, quietHour } from "@/lib/client/maintenance/quick-quiet";
import { maintenanceFieldOf } from "@/lib/client/maintenance/use-maintenance-draft";
import { createMaintenanceRequest, type Maintenance, type MaintenanceSchedule } from "@/lib/contracts/maintenance";
import { runningMaintenance } from "@/lib/domain/maintenance-times";

const NOW_MS = Date.UTC(2026, 9, 14, 12, 34, 56, 789);
const HOUR_MS = 3_600_000;
const DRAFT: MaintenanceDraft = { ...newMaintenanceDraft(NOW_MS, "Europe/Berlin"), name: "move" };
const WEEKLY: MaintenanceDraft = { ...DRAFT, kind: "weekly", days: [4, 2] };
const CRON: MaintenanceDraft = { ...DRAFT, kind: "cron" };
const rule = (name: string) => ({ kind: "rule", rule: name });

describe("a maintenance's form", () => {
  it("begins as an hour from the next full minute on", () => {
    const nextMinuteMs = Date.UTC(2026, 9, 14, 12, 35);
    expect(toSchedule(DRAFT)).toEqual({ kind: "single", fromMs: nextMinuteMs, toMs: nextMinuteMs + HOUR_MS });
  });

  it.each([
    ["an empty name", DRAFT, { name: "" }, "name", "nameEmpty"],
    ["no beginning", DRAFT, { from: "" }, "from", "instantBad"],
    ["an end before the beginning", DRAFT, { to: "2026-10-14T00:00" }, "to", "endsEarly"],
    ["no day", WEEKLY, { days: [] }, "days", "daysEmpty"],
    ["no time of day", WEEKLY, { at: "" }, "at", "timeBad"],
    ["four minutes", WEEKLY, { duration: "4", durationUnit: "minutes" }, "duration", "durationBad"],
    ["more than a week", CRON, { duration: "169" }, "duration", "durationBad"],
    ["a zone that is none", CRON, { timeZone: "Europe/Nowhere" }, "timeZone", "zoneBad"],
    ["four cron fields", CRON, { expression: "0 2 * *" }, "expression", "cronBad"],
    ["a day that never comes", CRON, { expression: "0 2 30 2 *" }, "expression", "cronBad"],
    ["a list of providers without any", DRAFT, { providers: [] }, "providers", "scopeEmpty"],
  ] as const)("finds %s, and nothing else", (_, draft, changes, field, problem) => {
    expect(checkMaintenanceDraft({ ...draft, ...changes })).toEqual({ [field]: rule(problem) });
  });

  it("passes over the fields of other kinds", () => {
    expect(checkMaintenanceDraft({ ...DRAFT, days: [], expression: "?", duration: "x", timeZone: "?" })).toEqual({});
  });

  it.each([
    ["single", DRAFT],
    ["weekly", WEEKLY],
    ["cron", { ...CRON, duration: "90", durationUnit: "minutes" }],
  ] as const)("makes a request that the API takes, and reads it back unchanged: %s", (_, draft) => {
    const request = toMaintenanceRequest(draft);
    expect(createMaintenanceRequest.parse(request)).toEqual(request);
    if (request === null) throw new Error("the form is right");
    const again = toMaintenanceRequest(toMaintenanceDraft(request, NOW_MS, "Asia/Tokyo"));
    expect(again).toEqual(request);
    expect(toMaintenanceChanges(request, again ?? request)).toEqual({});
  });

  it("does not move one that began in the middle of a minute when only its name is changed", () => {
    const schedule: MaintenanceSchedule = { kind: "single", fromMs: NOW_MS, toMs: NOW_MS + HOUR_MS };
    const before = { name: "old", schedule, scope: { accountIds: [], providers: [] } };
    const draft = { ...toMaintenanceDraft(before, NOW_MS, "UTC"), name: "new" };
    const request = toMaintenanceRequest(draft);
    if (request === null) throw new Error("the form is right");
    expect(toMaintenanceChanges(before, request)).toEqual({ name: "new" });
  });
});

describe("an instant by the viewer's clocks", () => {
  it("is written by the clocks of the zone that this runs in, whichever that is", () => {
    const local = new Date(2026, 6, 1, 9, 5);
    expect(toLocalText(local.getTime())).toBe("2026-07-01T09:05");
    expect(readLocalText("2026-07-01T09:05")).toBe(local.getTime());
  });

  it("comes back as the same text, at every hour of a year and so across every change of clocks", () => {
    for (let atMs = Date.UTC(2026, 0, 1); atMs < Date.UTC(2027, 0, 1); atMs += HOUR_MS) {
      const text = toLocalText(atMs);
      const read = readLocalText(text);
      if (read === null) throw new Error(`${text} is an instant`);
      expect(toLocalText(read)).toBe(text);
    }
  });

  it.each(["", "2026-13-01T00:00", "2026-01-01", "1950-01-01T00:00", "tomorrow"])("%j is none", (text) => {
    expect(readLocalText(text)).toBeNull();
  });
});

describe("the quick ways", () => {
  it("make it quiet at once, for no less than an hour, on full minutes", () => {
    const { schedule } = quietHour("quiet", NOW_MS);
    expect(runningMaintenance(schedule, NOW_MS)).not.toBeNull();
    expect(schedule.toMs).toBeGreaterThanOrEqual(NOW_MS + HOUR_MS);
    expect([schedule.fromMs % 60_000, schedule.toMs % 60_000]).toEqual([0, 0]);
  });

  it("end a single one now, also in its first minute, and pause what comes back", () => {
    const request = quietHour("quiet", NOW_MS);
    const { schedule } = endNow(request, NOW_MS);
    if (schedule === undefined) throw new Error("it ends");
    expect(runningMaintenance(schedule, NOW_MS + 1)).toBeNull();
    const first = quietHour("quiet", 0);
    expect(endNow(first, 0).schedule).toEqual({ ...first.schedule, toMs: 1 });
    const weekly = toSchedule(WEEKLY);
    expect(weekly && endNow({ schedule: weekly }, NOW_MS)).toEqual({ enabled: false });
  });
});

describe("the order of maintenances", () => {
  const time = (fromMs: number) => ({ fromMs, toMs: fromMs + HOUR_MS });
  const one = (id: string, fromMs: number, more: Partial<Maintenance> = {}): Maintenance => ({
    id,
    name: id,
    schedule: { kind: "single", ...time(fromMs) },
    scope: { accountIds: [], providers: [] },
    enabled: true,
    provisioned: false,
    createdBy: "somebody",
    running: null,
    next: fromMs > NOW_MS ? [time(fromMs)] : [],
    muting: 0,
    ...more,
  });
  const running = one("running", NOW_MS - 1, { running: time(NOW_MS - 1) });
  const later = one("later", NOW_MS + 9 * HOUR_MS);
  const soon = one("soon", NOW_MS + HOUR_MS);
  const paused = one("paused", NOW_MS + HOUR_MS, { enabled: false, next: [] });
  const old = one("old", NOW_MS - 9 * HOUR_MS);
  const older = one("older", NOW_MS - 99 * HOUR_MS, { enabled: false });

  it("is what runs, what comes next, what is paused; and what is over apart from it, the newest first", () => {
    const { current, over } = sortMaintenances([older, paused, later, old, soon, running], NOW_MS);
    expect(current.map(({ id }) => id)).toEqual(["running", "soon", "later", "paused"]);
    expect(over.map(({ id }) => id)).toEqual(["old", "older"]);
  });

  it("takes one that comes back and has no time ahead for over", () => {
    const schedule: MaintenanceSchedule = {
      kind: "cron",
      expression: "0 0 1 1 *",
      durationMinutes: 60,
      timeZone: "UTC",
    };
    expect(stateOf(one("cron", NOW_MS, { schedule, next: [] }), NOW_MS)).toBe("over");
    expect(stateOf(one("cron", NOW_MS, { schedule, next: [], enabled: false }), NOW_MS)).toBe("paused");
  });
});

describe("maintenanceFieldOf", () => {
  it("finds the form's field, and none for what it does not have", () => {
    expect(maintenanceFieldOf("schedule.toMs")).toBe("to");
    expect(maintenanceFieldOf("schedule.days.0")).toBe("days");
    expect(maintenanceFieldOf("scope.providers.3")).toBe("providers");
    expect(maintenanceFieldOf("schedule")).toBeNull();
    expect(maintenanceFieldOf("constructor")).toBeNull();
  });
});
