import type { HealthResponse } from "@/lib/contracts/health";
import type { Recorder } from "../recorder/recorder";

export interface HealthService {
  get(): HealthResponse;
}

/** What the process knows of itself. Reads nothing, so that it answers whatever is wrong. */
export function createHealthService(recorder: Recorder, now: () => number): HealthService {
  return {
    get: () => {
      const { reason, waiting, dropped } = recorder.health();
      const reasons: HealthResponse["reasons"] = [];
      if (reason !== null) reasons.push({ code: "recording", message: reason });
      if (waiting > 0) {
        reasons.push({
          code: "spool",
          message: `${waiting} errors wait outside the database and are replayed by themselves.`,
        });
      }
      if (dropped > 0) {
        reasons.push({ code: "dropped", message: `${dropped} errors could not be kept anywhere since the start.` });
      }
      return {
        live: true,
        ready: true,
        degraded: reasons.length > 0,
        reasons,
        spooledErrors: waiting,
        serverNowMs: now(),
      };
    },
  };
}
