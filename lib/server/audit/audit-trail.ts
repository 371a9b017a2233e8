import type { AuditEventStore } from "../store/audit-events";
import type { AuditActor } from "../team/actor";
import { type AuditEntry, createAuditRecord } from "./audit-record";

/** Writes down what has no transaction of ours: sign-ins, and what was refused. */
export interface AuditTrail {
  /**
   * Adds one line in a transaction of its own. Of what nobody in particular did, at most 60 lines a minute are kept for
   * the whole installation: whoever reaches the port could fill the disk otherwise. How many were left out stands in the
   * next such line, as the change `leftOut`.
   *
   * @throws {DatabaseBusyError} when the database did not take the line in time
   */
  record(by: AuditActor, entry: AuditEntry): Promise<void>;
}

const MINUTE_MS = 60_000;
const LINES_A_MINUTE = 60;

export function createAuditTrail(parts: {
  readonly store: Pick<AuditEventStore, "add">;
  readonly now: () => number;
}): AuditTrail {
  const { store, now } = parts;
  let minute = { startMs: 0, lines: 0 };
  let leftOut = 0;

  /** @returns how many lines were left out before this one; null when this one is left out as well */
  const takePlace = (nowMs: number): number | null => {
    const startMs = nowMs - (nowMs % MINUTE_MS);
    if (minute.startMs !== startMs) minute = { startMs, lines: 0 };
    if (minute.lines >= LINES_A_MINUTE) {
      leftOut += 1;
      return null;
    }
    minute.lines += 1;
    const before = leftOut;
    leftOut = 0;
    return before;
  };

  return {
    record: async (by, entry) => {
      const nowMs = now();
      if (by.kind !== "nobody") return store.add(createAuditRecord(by, entry, nowMs));
      const before = takePlace(nowMs);
      if (before === null) return;
      const told = before === 0 ? [] : [{ field: "leftOut", before: null, after: String(before) }];
      try {
        await store.add(createAuditRecord(by, { ...entry, changes: [...(entry.changes ?? []), ...told] }, nowMs));
      } catch (error) {
        // The line that would have told of them is not there, nor is the line itself.
        leftOut += before + 1;
        throw error;
      }
    },
  };
}
