import type { CallTotalStore, ProgramCalls } from "../../store/alerts/call-totals";
import type { LastCall } from "./measure-silence";

/** When programs last called each account, kept in step with the tallies. */
export interface LastCalls {
  /** By account; one that did not call within the last eight days is missing. */
  read(nowMs: number): Promise<ReadonlyMap<string, LastCall>>;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** The longest silence that a rule may be about, 7 days, and the day before it. */
const LOOK_BACK_MS = 8 * DAY_MS + HOUR_MS;
/** Tallies of minutes are kept for four days. */
const MINUTES_KEPT_MS = 4 * DAY_MS - HOUR_MS;
/** Silences are measured in minutes. */
const READ_EVERY_MS = 20_000;

const hourOf = (atMs: number): number => Math.floor(atMs / HOUR_MS) * HOUR_MS;

export function createLastCalls({ store }: { readonly store: Pick<CallTotalStore, "listProgramCalls"> }): LastCalls {
  /** Calls of each hour in which there were any, by account. */
  const hours = new Map<string, Map<number, number>>();
  /** The end of the last minute with a call. */
  const lastMs = new Map<string, number>();
  let readAtMs: number | null = null;
  let result: ReadonlyMap<string, LastCall> = new Map();

  const keepHours = (calls: readonly ProgramCalls[]): void => {
    for (const { accountId, atMs, calls: count } of calls) {
      const own = hours.get(accountId) ?? new Map<number, number>();
      own.set(atMs, count);
      hours.set(accountId, own);
    }
  };

  const keepLast = (accountId: string, atMs: number): void => {
    lastMs.set(accountId, Math.max(atMs, lastMs.get(accountId) ?? 0));
  };

  const keepMinutes = async (fromMs: number, toMs: number): Promise<void> => {
    for (const { accountId, atMs } of await store.listProgramCalls(60, fromMs, toMs)) {
      keepLast(accountId, atMs + MINUTE_MS);
    }
  };

  /** Day by day, so that no query takes long. */
  const readAll = async (nowMs: number): Promise<void> => {
    for (let fromMs = hourOf(nowMs - LOOK_BACK_MS); fromMs <= nowMs; fromMs += DAY_MS) {
      keepHours(await store.listProgramCalls(3_600, fromMs, Math.min(fromMs + DAY_MS, hourOf(nowMs) + HOUR_MS)));
    }
    const lastHours = new Set([...hours.values()].map((own) => Math.max(...own.keys())));
    for (const hourMs of lastHours) {
      if (nowMs - hourMs < MINUTES_KEPT_MS) await keepMinutes(hourMs, hourMs + HOUR_MS);
    }
    for (const [accountId, own] of hours) keepLast(accountId, Math.max(...own.keys()) + MINUTE_MS);
  };

  const readNewest = async (sinceMs: number, nowMs: number): Promise<void> => {
    // What the spool brings late may be counted for the hour before.
    const fromMs = hourOf(sinceMs) - HOUR_MS;
    keepHours(await store.listProgramCalls(3_600, fromMs, hourOf(nowMs) + HOUR_MS));
    await keepMinutes(fromMs, hourOf(nowMs) + HOUR_MS);
  };

  const forgetOld = (nowMs: number): void => {
    for (const [accountId, own] of hours) {
      for (const hourMs of own.keys()) if (hourMs < nowMs - LOOK_BACK_MS) own.delete(hourMs);
      if (own.size > 0) continue;
      hours.delete(accountId);
      lastMs.delete(accountId);
    }
  };

  const summarize = (nowMs: number): ReadonlyMap<string, LastCall> =>
    new Map(
      [...lastMs].map(([accountId, endMs]) => {
        const atMs = Math.min(endMs, nowMs);
        let calls = 0;
        for (const [hourMs, count] of hours.get(accountId) ?? []) {
          if (hourMs > atMs - DAY_MS && hourMs <= atMs) calls += count;
        }
        return [accountId, { atMs, calls }];
      }),
    );

  return {
    read: async (nowMs) => {
      if (readAtMs !== null && Math.abs(nowMs - readAtMs) < READ_EVERY_MS) return result;
      // A clock that was set back by much: nothing that is kept fits any more.
      if (readAtMs !== null && nowMs < readAtMs - HOUR_MS) {
        hours.clear();
        lastMs.clear();
        readAtMs = null;
      }
      if (readAtMs === null) await readAll(nowMs);
      else await readNewest(readAtMs, nowMs);
      readAtMs = nowMs;
      forgetOld(nowMs);
      result = summarize(nowMs);
      return result;
    },
  };
}
