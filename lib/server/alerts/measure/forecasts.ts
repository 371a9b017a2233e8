import { setImmediate as nextTurn } from "node:timers/promises";
import { hoursUntilEmpty } from "@/lib/domain/balance-forecast";
import type { BalanceSampleStore } from "../../store/balance-samples";

/** How long each account's balance lasts, kept in step with the samples of the last day. */
export interface Forecasts {
  /**
   * Hours until each account's balance is used up; one of which nothing can be said is missing. Made once a minute, a few
   * accounts at a time, so that calls have their turn in between however many there are.
   */
  read(nowMs: number): Promise<ReadonlyMap<string, number>>;
}

interface Sample {
  readonly atMs: number;
  readonly balance: string;
}

type ByAccount = ReadonlyMap<string, readonly Sample[]>;

const DAY_MS = 86_400_000;
/** As often as balances are asked for. */
const STEP_MS = 300_000;
/** Read at once: so few rows that no query takes long. A whole number of steps. */
const SLICE_MS = 3 * STEP_MS;
/** A forecast for hours does not change within seconds. */
const EVERY_MS = 60_000;
/** Longest stretch of work between two turns of the event loop. */
const TURN_MS = 5;

function byAccount(samples: Awaited<ReturnType<BalanceSampleStore["listThinned"]>>): ByAccount {
  const accounts = new Map<string, Sample[]>();
  for (const { accountId, atMs, balance } of samples) {
    const own = accounts.get(accountId);
    if (own === undefined) accounts.set(accountId, [{ atMs, balance }]);
    else own.push({ atMs, balance });
  }
  return accounts;
}

export function createForecasts({ samples }: { readonly samples: Pick<BalanceSampleStore, "listThinned"> }): Forecasts {
  /** By its beginning, only what lies a whole slice back: what is newer may still grow. */
  const past = new Map<number, ByAccount>();
  let forecast: { readonly atMs: number; readonly hoursLeft: ReadonlyMap<string, number> } | null = null;

  const readSlice = async (fromMs: number, nowMs: number): Promise<ByAccount> => {
    const known = past.get(fromMs);
    if (known !== undefined) return known;
    const slice = byAccount(await samples.listThinned(fromMs, fromMs + SLICE_MS, STEP_MS));
    if (fromMs + 2 * SLICE_MS <= nowMs) past.set(fromMs, slice);
    return slice;
  };

  const readDay = async (nowMs: number): Promise<ByAccount[]> => {
    const firstMs = Math.floor((nowMs - DAY_MS) / SLICE_MS) * SLICE_MS;
    // After a clock that was set back the time that comes again is read again.
    for (const fromMs of past.keys()) if (fromMs < firstMs || fromMs + 2 * SLICE_MS > nowMs) past.delete(fromMs);
    const slices: ByAccount[] = [];
    for (let fromMs = firstMs; fromMs <= nowMs; fromMs += SLICE_MS) {
      // The database's answer does not wait for another turn by itself.
      if (!past.has(fromMs)) await nextTurn();
      slices.push(await readSlice(fromMs, nowMs));
    }
    return slices;
  };

  const compute = async (slices: readonly ByAccount[], nowMs: number): Promise<ReadonlyMap<string, number>> => {
    const hoursLeft = new Map<string, number>();
    let turnAt = performance.now();
    for (const accountId of new Set(slices.flatMap((slice) => [...slice.keys()]))) {
      if (performance.now() - turnAt >= TURN_MS) {
        await nextTurn();
        turnAt = performance.now();
      }
      const own = slices.flatMap((slice) => slice.get(accountId) ?? []);
      const hours = hoursUntilEmpty(own, nowMs);
      if (hours !== null) hoursLeft.set(accountId, hours);
    }
    return hoursLeft;
  };

  return {
    read: async (nowMs) => {
      if (forecast !== null && Math.abs(nowMs - forecast.atMs) < EVERY_MS) return forecast.hoursLeft;
      const hoursLeft = await compute(await readDay(nowMs), nowMs);
      forecast = { atMs: nowMs, hoursLeft };
      return hoursLeft;
    },
  };
}
