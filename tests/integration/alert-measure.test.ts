import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createReadSnapshot, type ReadSnapshot } from "@/lib/server/alerts/measure/snapshot";
import type { CallTotal } from "@/lib/server/store/alerts/call-totals";
import { openStore, type Store } from "@/lib/server/store/open-store";
import { tallyOf } from "@/lib/server/store/recording";
import type { TallyRow } from "@/lib/server/store/tallies";
import { ruleOf } from "../support/alert-sources";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** In the middle of a minute, shortly after an hour began. */
const NOW_MS = Date.UTC(2026, 10, 10, 12, 3, 30);

describe("what rules read of the database", () => {
  let dataDir: string;
  let store: Store;
  let readSnapshot: ReadSnapshot;

  const commit = (tallies: TallyRow[]) =>
    store.recording.commit({ errors: [], cooldowns: [], tallies }, { waitMs: 1_000 });
  const rowOf = (atMs: number, calls: number, changes: Partial<CallTotal> = {}): TallyRow => {
    const key = {
      accountId: "a",
      proxyKeyId: "",
      source: "program",
      method: "createTask",
      code: "",
      origin: "upstream",
    };
    return { ...tallyOf({ atMs, latencyMs: 10, ...key, ...changes } as Parameters<typeof tallyOf>[0]), calls };
  };
  const count = (atMs: number, calls: number, changes: Partial<CallTotal> = {}) =>
    commit([rowOf(atMs, calls, changes)]);
  const windowOf = async (windowMinutes: number, nowMs = NOW_MS) => {
    const { windows } = await readSnapshot([ruleOf("error-rate", { windowMinutes })], nowMs);
    return windows.get(windowMinutes);
  };
  const callsIn = async (windowMinutes: number, nowMs = NOW_MS) =>
    [...((await windowOf(windowMinutes, nowMs))?.get("a") ?? [])].reduce((sum, { calls }) => sum + calls, 0);

  beforeEach(async () => {
    dataDir = makeDataDir();
    store = await openStore({
      databasePath: join(dataDir, "banwatch.db"),
      migrationsFolder: join(process.cwd(), "prisma", "migrations"),
    });
    readSnapshot = createReadSnapshot({
      calls: store.alerts.callTotals,
      samples: store.balanceSamples,
      summarizeWaiting: store.alerts.deliveries.summaryByChannel,
    });
  });
  afterEach(async () => {
    await store.close();
    removeDataDir(dataDir);
  });

  it("holds the minute that runs and the whole ones before it, as many as the window has minutes", async () => {
    await count(NOW_MS, 1);
    await count(NOW_MS - 4 * MINUTE_MS, 10);
    await count(NOW_MS - 5 * MINUTE_MS, 100);
    expect(await callsIn(1)).toBe(1);
    expect(await callsIn(5)).toBe(11);
    expect(await callsIn(6)).toBe(111);
  });

  it("adds a long window up from minutes at its edges and hours in between, to the same sum", async () => {
    await commit(Array.from({ length: 301 }, (_, minute) => rowOf(NOW_MS - minute * MINUTE_MS, 1)));
    expect(await callsIn(200)).toBe(200);
    expect(await callsIn(15)).toBe(15);
    expect(await callsIn(16)).toBe(16);
  });

  it("leaves out Banwatch's own calls and those of nobody's account, and tells keys, codes and origins apart", async () => {
    await count(NOW_MS, 1, { source: "banwatch" });
    await count(NOW_MS, 1, { accountId: "" });
    await count(NOW_MS, 3, { code: "A", proxyKeyId: "k" });
    await count(NOW_MS, 4, { origin: "held", code: "B" });
    const totals = (await windowOf(5))?.get("a");
    expect(totals?.map(({ proxyKeyId, origin, code, calls }) => [proxyKeyId, origin, code, calls]).sort()).toEqual([
      ["", "held", "B", 4],
      ["k", "upstream", "A", 3],
    ]);
  });

  it("reads several short windows with one query, and a long one no more often than it changes", async () => {
    let queries = 0;
    const { callTotals } = store.alerts;
    const counting = createReadSnapshot({
      calls: {
        ...callTotals,
        listSteps: (...parameters) => {
          queries += 1;
          return callTotals.listSteps(...parameters);
        },
        sum: (...parameters) => {
          queries += 1;
          return callTotals.sum(...parameters);
        },
      },
      samples: store.balanceSamples,
      summarizeWaiting: store.alerts.deliveries.summaryByChannel,
    });
    const rules = [3, 5, 15, 1_440].map((windowMinutes) => ruleOf("error-rate", { windowMinutes }));
    await counting(rules, NOW_MS);
    expect(queries).toBe(2);
    await counting(rules, NOW_MS + 5_000);
    expect(queries).toBe(3);
    await counting(
      rules.map((rule) => ({ ...rule, settings: { ...rule.settings, enabled: false } })),
      NOW_MS + 10_000,
    );
    expect(queries).toBe(3);
  });

  it("knows the last call of a program and how busy the day before it was", async () => {
    await count(NOW_MS - 3 * HOUR_MS, 40);
    await count(NOW_MS - 10 * HOUR_MS, 60);
    await count(NOW_MS - MINUTE_MS, 5, { source: "drill" });
    const { lastCalls } = await readSnapshot([ruleOf("no-traffic")], NOW_MS);
    const endMs = Math.floor((NOW_MS - 3 * HOUR_MS) / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
    expect(lastCalls.get("a")).toEqual({ atMs: endMs, calls: 100 });
  });

  it("forecasts from the balances of the last day", async () => {
    await store.accounts.save(
      {
        ...{ id: "a", name: "a", provider: "capsolver", baseUrl: null, keyCipher: "c", keyHmac: "h", keyLast4: "1234" },
        ...{ lowBalance: null, criticalBalance: null, unit: null, provisioned: false, proxyKeysOnly: false },
        ...{ guardMode: null, createdAtMs: 0, updatedAtMs: 0, archivedAtMs: null, firstCallAtMs: null },
      },
      [],
    );
    for (let index = 0; index <= 24; index += 1) {
      const atMs = NOW_MS - (24 - index) * 30 * MINUTE_MS;
      const balance = String(1_000 - index * 10);
      await store.balanceSamples.add({ id: `s${index}`, accountId: "a", atMs, balance, source: "poll" });
    }
    const { hoursLeft } = await readSnapshot([ruleOf("time-to-empty")], NOW_MS);
    // 20 an hour, 760 left.
    expect(hoursLeft.get("a")).toBeCloseTo(38, 5);
  });
});
