/**
 * A program that never looks at `errorId` (PROTOCOL §4). no-task-id: it asks for a result without naming a task, which is
 * what a failed `createTask` leaves it with. too-many-polls: it asks for one task's result for ever.
 */
export type RunawayKind = "no-task-id" | "too-many-polls";

/** A program is recognised by this many errors in a row. */
const ERRORS_IN_A_ROW = 3;
/** Within which they come, and after which of quiet it is forgotten that a program was recognised. */
const MINUTE_MS = 60_000;
/** After this time without a poll a task's polls are forgotten: its result is gone by then (PROTOCOL §1). */
const TASK_MEMORY_MS = 600_000;

/** A caller's polls that named no task. */
export interface PollsWithoutTask {
  /** When the provider answered the newest ones with an error, one after another: the oldest first, at most three. */
  readonly failedAtMs: readonly number[];
  readonly isRecognised: boolean;
  readonly lastAtMs: number;
}

export interface TaskPolls {
  readonly polls: number;
  readonly lastAtMs: number;
}

/** A clock that was set back must not keep anything for as long as it was set back, so both directions count. */
const isWithin = (aMs: number, bMs: number, spanMs: number): boolean => Math.abs(aMs - bMs) < spanMs;

/**
 * The state after one more poll without a task, before it is answered: whoever was quiet for 60 s is an ordinary caller
 * again.
 *
 * @param known undefined for the caller's first one
 */
export function notePollWithoutTask(known: PollsWithoutTask | undefined, nowMs: number): PollsWithoutTask {
  if (known === undefined || !isWithin(known.lastAtMs, nowMs, MINUTE_MS)) {
    return { failedAtMs: [], isRecognised: false, lastAtMs: nowMs };
  }
  return { ...known, lastAtMs: nowMs };
}

/** The state after the provider itself answered a poll without a task with an error. */
export function noteErrorWithoutTask(known: PollsWithoutTask | undefined, nowMs: number): PollsWithoutTask {
  const { failedAtMs, isRecognised, lastAtMs } = known ?? { failedAtMs: [], isRecognised: false, lastAtMs: nowMs };
  const row = [...failedAtMs.filter((atMs) => isWithin(atMs, nowMs, MINUTE_MS)), nowMs].slice(-ERRORS_IN_A_ROW);
  return { failedAtMs: row, isRecognised: isRecognised || row.length === ERRORS_IN_A_ROW, lastAtMs };
}

/** One more poll of a task. @param known undefined for the task's first one */
export function countPoll(known: TaskPolls | undefined, nowMs: number): TaskPolls {
  const isForgotten = known === undefined || !isWithin(known.lastAtMs, nowMs, TASK_MEMORY_MS);
  return { polls: isForgotten ? 1 : known.polls + 1, lastAtMs: nowMs };
}
