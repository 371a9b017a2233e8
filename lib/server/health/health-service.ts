import type { HealthResponse } from "@/lib/contracts/health";
import type { Recorder } from "../recorder/recorder";
import { REJECTED_FILE } from "../recorder/spool";

export interface HealthService {
  get(): HealthResponse;
}

/** What the process knows of itself. Reads nothing, so that it answers whatever is wrong. */
export function createHealthService(recorder: Recorder, now: () => number): HealthService {
  return {
    get: () => {
      const { reason, waiting, dropped, rejected } = recorder.health();
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
      if (rejected > 0) {
        reasons.push({
          code: "rejected",
          message: `The database refused ${rejected} errors for good since the start. They are in spool/${REJECTED_FILE} of the data directory, each with the reason.`,
        });
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
