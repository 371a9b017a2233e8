import type { HealthResponse } from "@/lib/contracts/health";
import type { Recorder } from "../recorder/recorder";
import { REJECTED_FILE } from "../recorder/spool";

export interface HealthService {
  get(): HealthResponse;
}

/**
 * What the process knows of itself. Reads nothing, so that it answers whatever is wrong.
 *
 * @param parts.alertTroubles why alerts do not reach everybody that they should, in sentences
 */
export function createHealthService(parts: {
  readonly recorder: Pick<Recorder, "health">;
  readonly alertTroubles: () => readonly string[];
  readonly now: () => number;
}): HealthService {
  return {
    get: () => {
      const { reason, waiting, dropped, rejected } = parts.recorder.health();
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
      for (const message of parts.alertTroubles()) reasons.push({ code: "alerts", message });
      return {
        live: true,
        ready: true,
        degraded: reasons.length > 0,
        reasons,
        spooledErrors: waiting,
        serverNowMs: parts.now(),
      };
    },
  };
}
