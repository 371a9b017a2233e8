import type { CallTotal, CallTotalStore } from "../../store/alerts/call-totals";

/** How the calls of a window ended, by account. */
export type CallWindow = ReadonlyMap<string, readonly CallTotal[]>;

/** The windows that rules look at, read with few queries. */
export interface CallWindows {
  /** @param minutes the lengths that are asked for */
  read(minutes: ReadonlySet<number>, nowMs: number): Promise<ReadonlyMap<number, CallWindow>>;
}

const MINUTE_MS = 60_000;
/** Up to here all windows are cut from one query; longer ones are added up by the database. */
const MAX_SHORT_MINUTES = 15;
/** A longer window hardly changes within seconds, and costs more to read. */
const keepLongMs = (minutes: number): number => (minutes <= 60 ? 15_000 : 60_000);

function byAccount(totals: readonly CallTotal[]): CallWindow {
  const accounts = new Map<string, CallTotal[]>();
  for (const total of totals) {
    const own = accounts.get(total.accountId);
    if (own === undefined) accounts.set(total.accountId, [total]);
    else own.push(total);
  }
  return accounts;
}

/** Where a window of some minutes begins, so that it never holds more: the one that runs, and whole ones before it. */
export const windowFromMs = (minutes: number, nowMs: number): number =>
  Math.floor(nowMs / MINUTE_MS) * MINUTE_MS - (minutes - 1) * MINUTE_MS;

/** The end of the minute that runs. */
const windowToMs = (nowMs: number): number => windowFromMs(0, nowMs);

export function createCallWindows({
  store,
}: {
  readonly store: Pick<CallTotalStore, "listSteps" | "sum">;
}): CallWindows {
  const long = new Map<number, { readonly atMs: number; readonly window: CallWindow }>();

  const readLong = async (minutes: number, nowMs: number): Promise<CallWindow> => {
    const known = long.get(minutes);
    if (known !== undefined && Math.abs(nowMs - known.atMs) < keepLongMs(minutes)) return known.window;
    const window = byAccount(await store.sum(windowFromMs(minutes, nowMs), windowToMs(nowMs)));
    long.set(minutes, { atMs: nowMs, window });
    return window;
  };

  return {
    read: async (asked, nowMs) => {
      const windows = new Map<number, CallWindow>();
      const short = [...asked].filter((minutes) => minutes <= MAX_SHORT_MINUTES);
      if (short.length > 0) {
        const totals = await store.listSteps(60, windowFromMs(Math.max(...short), nowMs), windowToMs(nowMs));
        for (const minutes of short) {
          const fromMs = windowFromMs(minutes, nowMs);
          windows.set(minutes, byAccount(totals.filter(({ atMs }) => atMs >= fromMs)));
        }
      }
      for (const minutes of long.keys()) if (!asked.has(minutes)) long.delete(minutes);
      for (const minutes of asked) if (!windows.has(minutes)) windows.set(minutes, await readLong(minutes, nowMs));
      return windows;
    },
  };
}
