/** How far back a report looks (DESIGN §3). */
export const BEFORE_MS = 600_000;

/** The provider's limit on errors counts by the minute (PROTOCOL §2). */
export const LAST_MINUTE_MS = 60_000;

/** Whether a cause is told from the last minute or from the whole window of the report. */
export type CauseWithin = "last-minute" | "window";

/** The same to be put into words. sinceLast: the window is shorter, for it begins where the ban before it ended. */
export type BeforeSpan = "lastMinute" | "tenMinutes" | "sinceLast";

/**
 * Where the window of a ban begins: ten minutes before it, or where the previous cooldown of the same scope ended. The
 * errors of an earlier ban are that one's.
 *
 * @param previousEndMs null where there was none
 * @returns never later than `startedAtMs`
 */
export function windowBegin(startedAtMs: number, previousEndMs: number | null): number {
  return Math.min(startedAtMs, Math.max(startedAtMs - BEFORE_MS, previousEndMs ?? Number.NEGATIVE_INFINITY));
}

/** What a stretch of time before a ban is called. */
export function spanOf(within: CauseWithin, before: { readonly fromMs: number; readonly toMs: number }): BeforeSpan {
  if (within === "last-minute") return "lastMinute";
  return before.toMs - before.fromMs < BEFORE_MS ? "sinceLast" : "tenMinutes";
}
