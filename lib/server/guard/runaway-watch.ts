import { addToWindow, advanceWindow, EMPTY_WINDOW, type MinuteWindow } from "@/lib/domain/minute-window";
import { getPreset, type ProviderId } from "@/lib/domain/provider-presets";
import {
  countPoll,
  noteErrorWithoutTask,
  notePollWithoutTask,
  type PollsWithoutTask,
  type RunawayKind,
  type TaskPolls,
} from "@/lib/domain/runaway";
import { createRecencyMap } from "./recency-map";

/** A call as far as it tells a runaway from an ordinary caller. */
export interface WatchedCall {
  readonly accountId: string;
  /** Null for the account's own key. */
  readonly proxyKeyId: string | null;
  readonly method: string;
  /** Without anybody's key in it: it is shown. Null or empty when the call names none. */
  readonly taskId: string | null;
  /** For display only. */
  readonly callerAddress: string | null;
  readonly provider: ProviderId;
}

/** A runaway caller, by ids. */
export interface RunawayRecord {
  readonly accountId: string;
  readonly proxyKeyId: string | null;
  readonly kind: RunawayKind;
  /** Of `too-many-polls`: the task polled most lately. */
  readonly taskId: string | null;
  readonly callerAddress: string | null;
  readonly callsPerMinute: number;
  /** Since it was noticed. */
  readonly calls: number;
  readonly sinceMs: number;
  readonly lastMs: number;
  readonly answeredHere: boolean;
}

export type NoticedTurn = "first" | "held" | "again";

/** Recognises callers that never look at `errorId`. In memory only: after a restart they give themselves away anew. */
export interface RunawayWatch {
  /**
   * Map look-ups only. Null when the call is an ordinary one.
   *
   * @param turn first: the call is about to be sent, and a poll is counted. held: it waits, so the provider counts
   * nothing. again: it was noticed before.
   */
  notice(call: WatchedCall, nowMs: number, turn?: NoticedTurn): { readonly kind: RunawayKind } | null;
  /** What the provider itself said to a call that was sent. Not for answers made here, nor for failures on the way. */
  noteReply(call: WatchedCall, wasError: boolean, nowMs: number): void;
  /** That a call which `notice` recognised was answered here. */
  noteAnsweredHere(call: WatchedCall, nowMs: number): void;
  /** Those of the last ten minutes, the busiest first, at most 20. */
  list(nowMs: number): readonly RunawayRecord[];
}

type Entry = Omit<RunawayRecord, "callsPerMinute"> & { readonly window: MinuteWindow };

const MAX_CALLERS = 10_000;
const MAX_TASKS = 50_000;
const MAX_LISTED = 20;
const LISTED_MS = 600_000;
/**
 * A caller's text may have megabytes. What is longer than any provider's ids, or was cut to the 100 characters of the
 * record, is not counted: two tasks must not be taken for one.
 */
const MAX_TASK_ID_CHARS = 99;

const taskIdOf = ({ taskId }: WatchedCall): string => taskId ?? "";
const isWatched = (call: WatchedCall): boolean =>
  call.method === "getTaskResult" && taskIdOf(call).length <= MAX_TASK_ID_CHARS;
/** What such a call is if it is a runaway's. */
const kindOf = (call: WatchedCall): RunawayKind => (taskIdOf(call) === "" ? "no-task-id" : "too-many-polls");
const callerOf = ({ accountId, proxyKeyId }: WatchedCall): string => `${accountId} ${proxyKeyId ?? ""}`;
const taskOf = (call: WatchedCall): string => `${call.accountId} ${taskIdOf(call)}`;
const entryOf = (call: WatchedCall, kind: RunawayKind): string => `${kind} ${callerOf(call)}`;

const isListed = ({ lastMs }: Entry, nowMs: number): boolean => Math.abs(nowMs - lastMs) < LISTED_MS;

export function createRunawayWatch(): RunawayWatch {
  const withoutTask = createRecencyMap<PollsWithoutTask>(MAX_CALLERS);
  /** Accounts whose provider finds the task without the field: nothing that its programs send is a runaway's. */
  const findsTasksItself = createRecencyMap<true>(MAX_CALLERS);
  const tasks = createRecencyMap<TaskPolls>(MAX_TASKS);
  const entries = createRecencyMap<Entry>(MAX_CALLERS);

  const isTooOften = ({ polls }: TaskPolls, { provider }: WatchedCall) => polls > getPreset(provider).maxPollsPerTask;

  const isStillRunaway = ({ kind, accountId }: Entry) =>
    kind !== "no-task-id" || findsTasksItself.get(accountId) === undefined;

  /** @param earlier calls that gave the caller away before it was recognised */
  const addCall = (call: WatchedCall, kind: RunawayKind, nowMs: number, earlier: readonly number[] = [nowMs]): void => {
    const key = entryOf(call, kind);
    const known = entries.get(key);
    const before = known !== undefined && isListed(known, nowMs) ? known : null;
    entries.set(key, {
      accountId: call.accountId,
      proxyKeyId: call.proxyKeyId,
      kind,
      taskId: kind === "too-many-polls" ? taskIdOf(call) : null,
      callerAddress: call.callerAddress,
      calls: (before?.calls ?? 0) + earlier.length,
      sinceMs: before?.sinceMs ?? earlier[0] ?? nowMs,
      lastMs: nowMs,
      answeredHere: before?.answeredHere ?? false,
      window: earlier.reduce(addToWindow, before?.window ?? EMPTY_WINDOW),
    });
  };

  const setAnsweredHere = (call: WatchedCall, kind: RunawayKind, answeredHere: boolean): void => {
    const known = entries.get(entryOf(call, kind));
    if (known !== undefined) entries.set(entryOf(call, kind), { ...known, answeredHere });
  };

  const noticeWithoutTask = (call: WatchedCall, nowMs: number): boolean => {
    if (findsTasksItself.get(call.accountId)) return false;
    const state = notePollWithoutTask(withoutTask.get(callerOf(call)), nowMs);
    withoutTask.set(callerOf(call), state);
    return state.isRecognised;
  };

  /** The provider knows nothing of a poll that is not sent, and does not count it. */
  const noticeTask = (call: WatchedCall, nowMs: number, isSent: boolean): boolean => {
    const before = tasks.get(taskOf(call));
    const polls = isSent ? countPoll(before, nowMs) : before;
    if (polls === undefined) return false;
    tasks.set(taskOf(call), polls);
    return isTooOften(polls, call);
  };

  const noteSuccessWithoutTask = (call: WatchedCall): void => {
    findsTasksItself.set(call.accountId, true);
    withoutTask.delete(callerOf(call));
  };

  const noteErrorReply = (call: WatchedCall, nowMs: number): void => {
    if (findsTasksItself.get(call.accountId)) return;
    const before = withoutTask.get(callerOf(call));
    const after = noteErrorWithoutTask(before, nowMs);
    withoutTask.set(callerOf(call), after);
    if (after.isRecognised && before?.isRecognised !== true) addCall(call, "no-task-id", nowMs, after.failedAtMs);
  };

  return {
    notice: (call, nowMs, turn = "first") => {
      if (!isWatched(call)) return null;
      const kind = kindOf(call);
      const isSent = turn === "first";
      const isRunaway = kind === "no-task-id" ? noticeWithoutTask(call, nowMs) : noticeTask(call, nowMs, isSent);
      if (!isRunaway) return null;
      if (turn !== "again") addCall(call, kind, nowMs);
      return { kind };
    },
    noteReply: (call, wasError, nowMs) => {
      if (!isWatched(call)) return;
      const kind = kindOf(call);
      // It was sent, so this caller is not (any more) answered here.
      setAnsweredHere(call, kind, false);
      if (kind === "too-many-polls") return;
      if (wasError) noteErrorReply(call, nowMs);
      else noteSuccessWithoutTask(call);
    },
    noteAnsweredHere: (call, _nowMs) => setAnsweredHere(call, kindOf(call), true),
    list: (nowMs) =>
      [...entries.values()]
        .filter((entry) => isListed(entry, nowMs) && isStillRunaway(entry))
        .map(({ window, ...entry }) => ({ ...entry, callsPerMinute: advanceWindow(window, nowMs).count }))
        .sort((a, b) => b.callsPerMinute - a.callsPerMinute || b.calls - a.calls)
        .slice(0, MAX_LISTED),
  };
}
