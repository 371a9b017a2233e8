import type { CooldownRecord } from "../store/cooldowns";
import type { ReportService } from "./report-service";

/** By then the errors that came with a ban are in the database. */
const SETTLED_AFTER_MS = 3_000;

/** Has what led to each cooldown counted a little after it began, while the errors are there to be counted. */
export interface EvidenceTimer {
  noteBegin(record: CooldownRecord): void;
  close(): void;
}

export function createEvidenceTimer(keepBefore: ReportService["keepBefore"]): EvidenceTimer {
  const timers = new Set<NodeJS.Timeout>();
  return {
    noteBegin: (record) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        void keepBefore(record);
      }, SETTLED_AFTER_MS).unref();
      timers.add(timer);
    },
    close: () => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
