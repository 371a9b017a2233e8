import { describe, expect, it } from "vitest";
import { createLastCalls } from "@/lib/server/alerts/measure/last-calls";
import type { ProgramCalls } from "@/lib/server/store/alerts/call-totals";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const NOW_MS = Date.UTC(2026, 10, 10, 12, 30);

/** Tallies made of single calls, as the store adds them up. */
function createTallies() {
  const calls: { accountId: string; atMs: number; count: number }[] = [];
  let queries = 0;
  return {
    calls,
    queries: () => queries,
    listProgramCalls: (stepSeconds: number, fromMs: number, toMs: number): Promise<ProgramCalls[]> => {
      queries += 1;
      const stepMs = stepSeconds * 1_000;
      const sums = new Map<string, ProgramCalls>();
      for (const { accountId, atMs, count } of calls) {
        const bucketMs = Math.floor(atMs / stepMs) * stepMs;
        if (bucketMs < fromMs || bucketMs >= toMs) continue;
        const key = `${bucketMs} ${accountId}`;
        sums.set(key, { atMs: bucketMs, accountId, calls: (sums.get(key)?.calls ?? 0) + count });
      }
      return Promise.resolve([...sums.values()].sort((a, b) => a.atMs - b.atMs));
    },
  };
}

describe("the last calls", () => {
  it("know the minute of the last call and how many there were in the day before it", async () => {
    const tallies = createTallies();
    const lastMs = NOW_MS - 5 * HOUR_MS;
    tallies.calls.push({ accountId: "a", atMs: lastMs, count: 7 });
    tallies.calls.push({ accountId: "a", atMs: lastMs - 20 * HOUR_MS, count: 100 });
    tallies.calls.push({ accountId: "a", atMs: lastMs - 30 * HOUR_MS, count: 1_000 });
    const found = (await createLastCalls({ store: tallies }).read(NOW_MS)).get("a");
    expect(found).toEqual({ atMs: lastMs + MINUTE_MS, calls: 107 });
  });

  it("look back over the longest silence that a rule may be about", async () => {
    const tallies = createTallies();
    const lastMs = NOW_MS - 7 * 24 * HOUR_MS;
    tallies.calls.push({ accountId: "a", atMs: lastMs, count: 500 });
    const found = (await createLastCalls({ store: tallies }).read(NOW_MS)).get("a");
    expect(found?.calls).toBe(500);
    expect(Math.abs((found?.atMs ?? 0) - lastMs)).toBeLessThan(HOUR_MS);
  });

  it("follow later calls with few queries, and a call that comes after a silence", async () => {
    const tallies = createTallies();
    const last = createLastCalls({ store: tallies });
    tallies.calls.push({ accountId: "a", atMs: NOW_MS - 3 * HOUR_MS, count: 1 });
    await last.read(NOW_MS);
    const before = tallies.queries();
    const laterMs = NOW_MS + 40 * MINUTE_MS;
    tallies.calls.push({ accountId: "a", atMs: laterMs - MINUTE_MS, count: 2 });
    const found = (await last.read(laterMs)).get("a");
    expect(found).toEqual({ atMs: laterMs, calls: 3 });
    expect(tallies.queries() - before).toBe(2);
    await last.read(laterMs + 1_000);
    expect(tallies.queries() - before).toBe(2);
  });

  it("catch up after a sleep longer than what was kept", async () => {
    const tallies = createTallies();
    const last = createLastCalls({ store: tallies });
    await last.read(NOW_MS);
    const wakeMs = NOW_MS + 10 * HOUR_MS;
    tallies.calls.push({ accountId: "a", atMs: NOW_MS + 4 * HOUR_MS, count: 9 });
    expect((await last.read(wakeMs)).get("a")).toMatchObject({ calls: 9 });
  });

  it("forget an account that was silent for longer than is looked back", async () => {
    const tallies = createTallies();
    const last = createLastCalls({ store: tallies });
    tallies.calls.push({ accountId: "a", atMs: NOW_MS, count: 1 });
    expect((await last.read(NOW_MS)).size).toBe(1);
    expect((await last.read(NOW_MS + 10 * 24 * HOUR_MS)).size).toBe(0);
  });

  it("begin again when the clock was set back", async () => {
    const tallies = createTallies();
    const last = createLastCalls({ store: tallies });
    tallies.calls.push({ accountId: "a", atMs: NOW_MS, count: 1 });
    await last.read(NOW_MS);
    const earlierMs = NOW_MS - 48 * HOUR_MS;
    tallies.calls.length = 0;
    tallies.calls.push({ accountId: "a", atMs: earlierMs - HOUR_MS, count: 4 });
    expect((await last.read(earlierMs)).get("a")).toEqual({ atMs: earlierMs - HOUR_MS + MINUTE_MS, calls: 4 });
  });
});
