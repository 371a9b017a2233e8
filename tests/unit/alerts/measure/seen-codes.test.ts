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
    save: (codes: readonly SeenCodeRecord[], deleted: readonly string[] = []) => {
      const failure = failures.shift();
      if (failure !== undefined) return Promise.reject(failure);
      for (const code of deleted) rows.delete(code);
      for (const row of codes) rows.set(row.code, row);
      return Promise.resolve();
    },
    listTallied: (fromMs: number) => Promise.resolve(tallied.filter(({ dayMs }) => dayMs >= fromMs)),
  };
}

const OPENED: SeenCodeRecord = { code: "", providerHost: "", accountId: null, firstSeenAtMs: 0, cameAgainAtMs: null };
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
  const full: string[] = [];
  const seen = await openSeenCodes({
    store,
    hostOf: () => "host",
    now: () => NOW_MS,
    onNew: ({ code }) => told.push(code),
    onFull: (host) => full.push(host),
    onSaveFailed: (error) => failed.push(error),
  });
  return { seen, told, failed, full };
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
    const known = { code: "ERROR_KNOWN", providerHost: "host", accountId: "a", firstSeenAtMs: 1, cameAgainAtMs: null };
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

  describe("of a provider that has sent more than are kept", () => {
    const MINUTE_MS = 60_000;
    const REAL = Array.from({ length: 3 }, (_, index) => `REAL_${index}`);

    const flood = async () => {
      const store = createStore([OPENED]);
      const opened = await open(store);
      const note = (code: string, atMs: number, providerHost = "host") =>
        opened.seen.noteCode({ ...sighting(code), providerHost, atMs });
      for (const code of [...REAL, ...REAL]) note(code, NOW_MS);
      for (let index = 0; index < 2_000; index += 1) note(`MADE_UP_${index}`, NOW_MS);
      const codes = () => opened.seen.list().map(({ code }) => code);
      return { ...opened, store, note, codes };
    };

    it("go on being noticed, one a minute, and somebody is told once that not all are", async () => {
      const { seen, told, full, store, note, codes } = await flood();
      expect(full).toEqual(["host"]);
      for (let minute = 1; minute <= 5; minute += 1) {
        note(`LATER_${minute}`, NOW_MS + minute * MINUTE_MS);
        note(`TOO_SOON_${minute}`, NOW_MS + minute * MINUTE_MS + 1);
      }
      await seen.close();
      expect(told.filter((code) => !code.startsWith("MADE_UP") && !code.startsWith("REAL"))).toEqual(
        [1, 2, 3, 4, 5].map((minute) => `LATER_${minute}`),
      );
      expect(full).toEqual(["host"]);
      expect(new Set(store.rows.keys())).toEqual(new Set(["", ...codes()]));
      expect(store.rows.size).toBe(1_001);
    });

    it("lose those first that were not seen for longest, and none that came again while others did not", async () => {
      const { seen, note, codes } = await flood();
      note("MADE_UP_0", NOW_MS);
      for (let minute = 1; minute <= 996; minute += 1) note(`LATER_${minute}`, NOW_MS + minute * MINUTE_MS);
      await seen.close();
      expect(codes()).toEqual(expect.arrayContaining([...REAL, "MADE_UP_0", "LATER_1"]));
      expect(codes().filter((code) => code.startsWith("MADE_UP"))).toEqual(["MADE_UP_0"]);
    });

    it("leave other providers' codes alone", async () => {
      const { seen, told, full, note } = await flood();
      note("ERROR_OF_ANOTHER", NOW_MS, "another");
      await seen.close();
      expect(told).toContain("ERROR_OF_ANOTHER");
      expect(full).toEqual(["host"]);
    });

    it("lose those that came once first after a restart as well, though the others came before them", async () => {
      const { seen, store } = await flood();
      await seen.close();
      const again = await open(createStore([...store.rows.values()]));
      again.seen.noteCode({ ...sighting("LATER"), atMs: NOW_MS + MINUTE_MS });
      await again.seen.close();
      const codes = again.seen.list().map(({ code }) => code);
      expect(codes).toEqual(expect.arrayContaining([...REAL, "LATER"]));
      expect(codes).not.toContain("MADE_UP_0");
    });

    it("write no more than once an hour that one came again", async () => {
      const { seen, store, note } = await flood();
      let saved = 0;
      const { save } = store;
      store.save = (...args) => {
        saved += args[0].length;
        return save(...args);
      };
      for (let second = 0; second <= 3_600; second += 1) note("REAL_0", NOW_MS + second * 1_000);
      await seen.close();
      expect(saved).toBe(1);
      expect(store.rows.get("REAL_0")).toMatchObject({ firstSeenAtMs: NOW_MS, cameAgainAtMs: NOW_MS + 3_600_000 });
    });

    it("are no news after a restart, though tallies have all of them", async () => {
      const { seen, store } = await flood();
      await seen.close();
      const tallied = Array.from({ length: 2_000 }, (_, index) => `MADE_UP_${index}`);
      const rows = [...store.rows.values()];
      const again = createStore(
        rows,
        tallied.map((code) => ({ code, accountId: "a", dayMs: NOW_MS })),
      );
      const { seen: reopened } = await open(again);
      expect(reopened.list()).toHaveLength(1_000);
    });
  });
});
