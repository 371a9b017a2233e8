import type { AuditTrail } from "../audit/audit-trail";

/** Writes down that somebody came with a Bearer that no token has: at most one line a minute and caller's address. */
export type NoteRefusedToken = (callerAddress: string | null) => void;

const MINUTE_MS = 60_000;

/** More callers than the audit log takes lines for in a minute. */
const MAX_CALLERS = 1_000;

/** @param parts.onSaveFailed hears of a line that the database did not take; the request is answered all the same */
export function createNoteRefusedToken(parts: {
  readonly trail: AuditTrail;
  readonly now: () => number;
  readonly onSaveFailed: (error: unknown) => void;
}): NoteRefusedToken {
  const { trail, now, onSaveFailed } = parts;
  /** When each caller's last line was written, the oldest first. */
  const lines = new Map<string, number>();

  const forgetOld = (nowMs: number): void => {
    for (const [caller, atMs] of lines) {
      if (atMs + MINUTE_MS > nowMs && lines.size < MAX_CALLERS) return;
      lines.delete(caller);
    }
  };

  return (callerAddress) => {
    const nowMs = now();
    const caller = callerAddress ?? "";
    const lastMs = lines.get(caller);
    if (lastMs !== undefined && lastMs + MINUTE_MS > nowMs) return;
    lines.delete(caller);
    forgetOld(nowMs);
    lines.set(caller, nowMs);
    trail
      .record({ kind: "nobody", id: null, name: "unknown token", callerAddress }, { action: "token.refused" })
      .catch(onSaveFailed);
  };
}
