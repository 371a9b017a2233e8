import { z } from "zod";
import { count, epochMs, providerId } from "./common";
import { label } from "./text";

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time of day such as 02:30");

/** An IANA time zone that this machine knows. */
export const timeZone = z
  .string()
  .max(60)
  .refine((name) => {
    try {
      new Intl.DateTimeFormat("en", { timeZone: name });
      return true;
    } catch {
      return false;
    }
  }, "must be a time zone such as Europe/Berlin");

/** Beyond it dates cannot be written down, and nobody plans. */
const YEAR_2100_MS = 4_102_444_800_000;
const instant = epochMs.max(YEAR_2100_MS, "must be before the year 2100");

const durationMinutes = z.int().min(5, "must be at least 5 minutes").max(10_080, "must be at most 7 days");

/** When a maintenance is. Times of day are those of the zone's clocks, also across a change to summer time. */
export const maintenanceSchedule = z.discriminatedUnion("kind", [
  z
    .strictObject({ kind: z.literal("single"), fromMs: instant, toMs: instant })
    .refine(({ fromMs, toMs }) => fromMs < toMs, { path: ["toMs"], message: "must be later than the beginning" }),
  z.strictObject({
    kind: z.literal("weekly"),
    /** 1 is Monday, 7 Sunday. */
    days: z.array(z.int().min(1).max(7)).min(1, "must name at least one day").max(7),
    at: clock,
    durationMinutes,
    timeZone,
  }),
  z.strictObject({
    kind: z.literal("cron"),
    /** Five fields: minute, hour, day of the month, month, day of the week. */
    expression: z.string().trim().min(9).max(100),
    durationMinutes,
    timeZone,
  }),
]);
export type MaintenanceSchedule = z.infer<typeof maintenanceSchedule>;

/** What is quiet meanwhile; both empty: everything. */
export const maintenanceScope = z.strictObject({
  accountIds: z.array(z.string().min(1).max(100)).max(100).default([]),
  providers: z.array(providerId).max(20).default([]),
});
export type MaintenanceScope = z.infer<typeof maintenanceScope>;

const settings = {
  name: label,
  schedule: maintenanceSchedule,
  scope: maintenanceScope,
  enabled: z.boolean(),
};

export const maintenance = z.object({
  id: z.string(),
  ...settings,
  provisioned: z.boolean(),
  createdBy: z.string(),
  /** The time that runs now; null when none does. */
  running: z.object({ fromMs: epochMs, toMs: epochMs }).nullable(),
  /** The next three, the nearest first. */
  next: z.array(z.object({ fromMs: epochMs, toMs: epochMs })),
  /** Incidents that it keeps quiet now. */
  muting: count,
});
export type Maintenance = z.infer<typeof maintenance>;

export const maintenanceListResponse = z.object({ serverNowMs: epochMs, maintenances: z.array(maintenance) });
export type MaintenanceListResponse = z.infer<typeof maintenanceListResponse>;

export const createMaintenanceRequest = z.object({
  ...settings,
  scope: maintenanceScope.default({ accountIds: [], providers: [] }),
  enabled: settings.enabled.default(true),
});
export type CreateMaintenanceRequest = z.infer<typeof createMaintenanceRequest>;
export const updateMaintenanceRequest = z.object(settings).partial();
export type UpdateMaintenanceRequest = z.infer<typeof updateMaintenanceRequest>;
export const maintenanceResponse = z.object({ serverNowMs: epochMs, maintenance });

/** A schedule as it would be once saved. */
export const maintenancePreviewRequest = z.object({ schedule: maintenanceSchedule });
export const maintenancePreviewResponse = z.object({
  serverNowMs: epochMs,
  running: maintenance.shape.running,
  next: maintenance.shape.next,
});
export type MaintenancePreviewResponse = z.infer<typeof maintenancePreviewResponse>;
