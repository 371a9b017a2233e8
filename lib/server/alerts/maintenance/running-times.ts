import { type MaintenanceTime, nextMaintenances, runningMaintenance } from "@/lib/domain/maintenance-times";
import type { MaintenanceRecord } from "../../store/alerts/maintenances";

/** What is known of a schedule from one instant until another. */
interface Known {
  readonly schedule: MaintenanceRecord["schedule"];
  readonly fromMs: number;
  /** From then on it has to be worked out again. */
  readonly untilMs: number;
  readonly running: MaintenanceTime | null;
}

/** When a maintenance runs. Asked for every incident at every pass, so that it is worked out only where it may change. */
export interface RunningTimes {
  findRunning(record: MaintenanceRecord, nowMs: number): MaintenanceTime | null;
  /** When it begins or ends next; null for never again. */
  nextChangeMs(record: MaintenanceRecord, nowMs: number): number | null;
}

export function createRunningTimes(): RunningTimes {
  const byId = new Map<string, Known>();

  const know = ({ id, schedule }: MaintenanceRecord, nowMs: number): Known => {
    const known = byId.get(id);
    if (known?.schedule === schedule && nowMs >= known.fromMs && nowMs < known.untilMs) return known;
    const running = runningMaintenance(schedule, nowMs);
    const next = nextMaintenances(schedule, nowMs, 1)[0]?.fromMs ?? Number.POSITIVE_INFINITY;
    const found: Known = { schedule, fromMs: nowMs, untilMs: Math.min(running?.toMs ?? next, next), running };
    byId.set(id, found);
    return found;
  };

  return {
    findRunning: (record, nowMs) => know(record, nowMs).running,
    nextChangeMs: (record, nowMs) => {
      const { untilMs } = know(record, nowMs);
      return Number.isFinite(untilMs) ? untilMs : null;
    },
  };
}
