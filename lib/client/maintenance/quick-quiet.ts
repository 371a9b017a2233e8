import type { CreateMaintenanceRequest, Maintenance, UpdateMaintenanceRequest } from "@/lib/contracts/maintenance";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * An hour without alerts from now on. It begins with the minute that runs, so that it is on at once, and ends on a full
 * minute, no less than an hour from now.
 *
 * @param nowMs by the server's clock
 */
export function quietHour(name: string, nowMs: number): CreateMaintenanceRequest & { schedule: { kind: "single" } } {
  const fromMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
  const toMs = Math.ceil((nowMs + HOUR_MS) / MINUTE_MS) * MINUTE_MS;
  const scope = { accountIds: [], providers: [] };
  return { name, schedule: { kind: "single", fromMs, toMs }, scope, enabled: true };
}

/**
 * What ends a maintenance that runs: a single one ends now. One that comes back has no end of its own, so it is paused.
 *
 * @param nowMs by the server's clock
 */
export function endNow({ schedule }: Pick<Maintenance, "schedule">, nowMs: number): UpdateMaintenanceRequest {
  if (schedule.kind !== "single") return { enabled: false };
  return { schedule: { ...schedule, toMs: Math.max(schedule.fromMs + 1, Math.floor(nowMs)) } };
}
