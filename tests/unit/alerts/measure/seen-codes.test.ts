import { describe, expect, it, vi } from "vitest";
import { openSeenCodes } from "@/lib/server/alerts/measure/seen-codes";
import type { SeenCodeRecord, TalliedCode } from "@/lib/server/store/alerts/seen-codes";

const NOW_MS = Date.UTC(2026, 10, 1, 12);
const DAY_MS = 86_400_000;

function createStore(stored: SeenCodeRecord[] = [], tallied: TalliedCode[] = []) {
  const rows = new Map(stored.map((row) => [row.code, row]));
  const failures: Error[] = [];
  return {
    rows,
    failures,
    list: () => Promise.resolve([...rows.values()]),
    add: (codes: readonly SeenCodeRecord[]) => {
      const failure = failures.shift();
      if (failure !== undefined) return Promise.reject(failure);
      for (const row of codes) if (!rows.has(row.code)) rows.set(row.code, row);
      return Promise.resolve();
    },
    listTallied: (fromMs: number) => Promise.resolve(tallied.filter(({ dayMs }) => dayMs >= fromMs)),
  };
}

const OPENED: SeenCodeRecord = { code: "", providerHost: "", accountId: null, firstSeenAtMs: 0 };
const sighting = (code: string) => ({
  code,
  description: "words",
  providerHost: "host",
  accountId: "a",
  atMs: NOW_MS,
});

async function open(store: ReturnType<typeof createStore>) {
  const told: string[] = [];
  const failed: unknown[] = [];
  const seen = await openSeenCodes({
    store,
    hostOf: () => "host",
    now: () => NOW_MS,
    onNew: ({ code }) => told.push(code),
    onSaveFailed: (error) => failed.push(error),
  });
  return { seen, told, failed };
}

describe("the codes that were seen", () => {
  it("tell of a code once, and keep it", async () => {
    const store = createStore([OPENED]);
    const { seen, told } = await open(store);
    seen.noteCode(sighting("ERROR_NEW"));
    seen.noteCode(sighting("ERROR_NEW"));
    await seen.close();
    expect(told).toEqual(["ERROR_NEW"]);
    expect(store.rows.get("ERROR_NEW")).toMatchObject({ firstSeenAtMs: NOW_MS, accountId: "a" });
    expect(seen.list()).toMatchObject([{ code: "ERROR_NEW", description: "words" }]);
  });

  it.each(["ERROR_IP_BANNED", "ERROR_IP_BLOCKED", "BANWATCH_UNREADABLE_REPLY", "BANWATCH_NO_CODE", "", "(other)"])(
    "say nothing of %j, which the catalogue knows",
    async (code) => {
      const { seen, told } = await open(createStore([OPENED]));
      seen.noteCode(sighting(code));
      await seen.close();
      expect(told).toEqual([]);
    },
  );

  it("are not fooled by a code that is called like a part of every object", async () => {
    const { seen, told } = await open(createStore([OPENED]));
    for (const code of ["constructor", "__proto__", "toString"]) seen.noteCode(sighting(code));
    await seen.close();
    expect(told).toEqual(["constructor", "__proto__", "toString"]);
  });

  it("find what came right before a crash, and count it as seen now", async () => {
    const tallied = [
      { code: "ERROR_LOST", accountId: "a", dayMs: NOW_MS - DAY_MS },
      { code: "ERROR_KNOWN", accountId: "a", dayMs: NOW_MS - DAY_MS },
    ];
    const known = { code: "ERROR_KNOWN", providerHost: "host", accountId: "a", firstSeenAtMs: 1 };
    const { seen } = await open(createStore([OPENED, known], tallied));
    const found = seen.list().map(({ code, firstSeenAtMs }) => [code, firstSeenAtMs]);
    expect(found).toEqual([
      ["ERROR_KNOWN", 1],
      ["ERROR_LOST", NOW_MS],
    ]);
  });

  it("take everything in the tallies for old at the very first start, and only then", async () => {
    const store = createStore([], [{ code: "ERROR_OLD", accountId: "a", dayMs: NOW_MS - 90 * DAY_MS }]);
    const first = await open(store);
    expect(first.seen.list()).toMatchObject([{ code: "ERROR_OLD", firstSeenAtMs: NOW_MS - 90 * DAY_MS }]);
    expect(store.rows.has("")).toBe(true);
  });

  it("are written again when the database did not take them", async () => {
    vi.useFakeTimers();
    try {
      const store = createStore([OPENED]);
      const { seen, failed } = await open(store);
      store.failures.push(new Error("busy"));
      seen.noteCode(sighting("ERROR_NEW"));
      await vi.advanceTimersByTimeAsync(1);
      expect(failed).toHaveLength(1);
      expect(store.rows.has("ERROR_NEW")).toBe(false);
      await vi.advanceTimersByTimeAsync(5_000);
      expect(store.rows.has("ERROR_NEW")).toBe(true);
      await seen.close();
    } finally {
      vi.useRealTimers();
    }
  });

  it("stay few when a provider makes up a new one with each reply", async () => {
    const store = createStore([OPENED]);
    const { seen, told } = await open(store);
    for (let index = 0; index < 5_000; index += 1) seen.noteCode(sighting(`MADE_UP_${index}`));
    await seen.close();
    expect(told).toHaveLength(1_000);
    expect(store.rows.size).toBe(1_001);
  });
});
