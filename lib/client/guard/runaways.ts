import type { RunawayCaller } from "@/lib/contracts/guard";

export interface Runaway extends RunawayCaller {
  /** Made no such call for a minute. It stays in the list for a while, so that it can be found and mended. */
  readonly hasStopped: boolean;
}

/** Those that go on first, each part in the order that the server gives: the busiest first. */
export function prepareRunaways(callers: readonly RunawayCaller[]): Runaway[] {
  return callers
    .map((caller) => ({ ...caller, hasStopped: caller.callsPerMinute === 0 }))
    .sort((a, b) => Number(a.hasStopped) - Number(b.hasStopped));
}
