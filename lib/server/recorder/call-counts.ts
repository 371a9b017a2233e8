import type { CallSource, Origin } from "@/lib/contracts/common";
import { tallyOf } from "../store/recording";
import type { TallyRow } from "../store/tallies";

export interface CountedCall {
  readonly atMs: number;
  readonly latencyMs: number;
  readonly accountId: string;
  readonly proxyKeyId: string;
  readonly source: CallSource;
  readonly method: string;
  readonly origin: Origin;
  /** Empty for a success. */
  readonly code: string;
}

/** Calls that are counted and not recorded one by one, in memory until the next commit: not worth a disk sync each. */
export interface CallCounts {
  add(call: CountedCall): void;
  /** All that was counted since the last time, and begins anew. */
  take(): TallyRow[];
  /** Counts again what could not be committed. */
  giveBack(rows: readonly TallyRow[]): void;
  isEmpty(): boolean;
}

const keyOf = (row: TallyRow) =>
  [row.minuteMs, row.accountId, row.proxyKeyId, row.source, row.method, row.origin, row.code].join(" ");

function merge(counts: Map<string, TallyRow>, row: TallyRow): void {
  const key = keyOf(row);
  const known = counts.get(key);
  if (known === undefined) {
    counts.set(key, row);
    return;
  }
  known.calls += row.calls;
  known.latencySumMs += row.latencySumMs;
  row.latencyClasses.forEach((calls, index) => {
    known.latencyClasses[index] = (known.latencyClasses[index] ?? 0) + calls;
  });
}

export function createCallCounts(): CallCounts {
  let counts = new Map<string, TallyRow>();
  return {
    add: (call) => merge(counts, tallyOf(call)),
    take: () => {
      const rows = [...counts.values()];
      counts = new Map();
      return rows;
    },
    giveBack: (rows) => {
      for (const row of rows) merge(counts, row);
    },
    isEmpty: () => counts.size === 0,
  };
}
