import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PERIOD_IDS, periodWindow } from "@/lib/domain/period";
import { createErrorService } from "@/lib/server/errors/error-service";
import { openStore, type Store } from "@/lib/server/store/open-store";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { makeError } from "../support/error-records";

/** In the middle of an hour, a quarter and a day, so that nothing is aligned by chance. */
const NOW_MS = Date.UTC(2026, 2, 14, 15, 9, 26);
const HOUR_MS = 3_600_000;

describe("what the charts read", () => {
  let dataDir: string;
  let store: Store;

  beforeAll(async () => {
    dataDir = makeDataDir();
    store = await openStore({ databasePath: `${dataDir}/banwatch.db`, migrationsFolder: "prisma/migrations" });
    const errors = Array.from({ length: 3_000 }, (_, index) =>
      makeError({
        atMs: NOW_MS - Math.floor((index / 3_000) ** 2 * 40 * 24 * HOUR_MS),
        code: `ERROR_${index % 3}`,
        origin: index % 10 === 0 ? "local" : "upstream",
      }),
    );
    await store.recording.commit({ errors, cooldowns: [], tallies: [] }, { waitMs: 100 });
  });
  afterAll(async () => {
    await store.close();
    removeDataDir(dataDir);
  });

  it.each(PERIOD_IDS)(
    "adds up over %s to the very errors of the list, in buckets that begin on the step",
    async (period) => {
      const window = periodWindow(period, NOW_MS);
      const accounts = { resolveId: (id: string) => id, nameOf: () => null };
      const service = createErrorService({
        events: store.errorEvents,
        tallies: store.tallies,
        accounts,
        proxyKeys: { find: () => undefined },
        now: () => NOW_MS,
      });
      const { buckets, codes, stepMs } = await service.getFrequency({ period });
      const listed = await store.errorEvents.list(
        { fromMs: window.fromMs, toMs: window.toMs, origin: "upstream" },
        10_000,
      );
      const inBuckets = buckets
        .flatMap((bucket) => Object.values(bucket.errors))
        .reduce((sum, errors) => sum + errors, 0);
      expect(inBuckets).toBe(listed.length);
      const sums = await store.tallies.sumByOrigin(window.fromMs, window.toMs);
      expect(sums.find(({ origin }) => origin === "upstream")?.errors).toBe(listed.length);
      expect(codes.reduce((sum, { errors }) => sum + errors, 0)).toBe(listed.length);
      expect(listed.length).toBeGreaterThan(0);
      expect(buckets.filter((bucket) => bucket.startMs % stepMs !== 0)).toEqual([]);
      expect(buckets.length).toBeLessThanOrEqual((window.toMs - window.fromMs) / stepMs);
    },
  );

  it("leaves out held calls and nothing else with `not-held`, page by page", async () => {
    const accounts = { resolveId: (id: string) => id, nameOf: () => null };
    const service = createErrorService({
      events: store.errorEvents,
      tallies: store.tallies,
      accounts,
      proxyKeys: { find: () => undefined },
      now: () => NOW_MS,
    });
    const code = "ERROR_IP_BANNED";
    const errors = Array.from({ length: 40 }, (_, index) =>
      makeError({
        atMs: NOW_MS - 100 * 24 * HOUR_MS - Math.floor(index / 8),
        code,
        origin: (["held", "upstream", "held", "local", "held", "transport", "held", "held"] as const)[index % 8],
      }),
    );
    await store.recording.commit({ errors, cooldowns: [], tallies: [] }, { waitMs: 100 });
    const walk = async (origin: "not-held" | "held" | undefined) => {
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await service.list({ code, origin, limit: 4, cursor });
        ids.push(...page.events.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      return ids;
    };
    const idsOf = (keep: (origin: string) => boolean) =>
      errors
        .filter(({ origin }) => keep(origin))
        .sort((a, b) => b.atMs - a.atMs || (a.id < b.id ? 1 : -1))
        .map(({ id }) => id);
    expect(await walk("not-held")).toEqual(idsOf((origin) => origin !== "held"));
    expect(await walk("held")).toEqual(idsOf((origin) => origin === "held"));
    expect(await walk(undefined)).toEqual(idsOf(() => true));
  });

  it("thins balance samples to the last of each step", async () => {
    await store.accounts.save(
      {
        id: "a",
        name: "a",
        provider: "custom",
        baseUrl: "http://127.0.0.1:1",
        keyCipher: "",
        keyHmac: "",
        keyLast4: "",
        lowBalance: null,
        criticalBalance: null,
        unit: null,
        provisioned: false,
        createdAtMs: 0,
        updatedAtMs: 0,
        archivedAtMs: null,
        firstCallAtMs: null,
        proxyKeysOnly: false,
        guardMode: null,
      },
      [],
    );
    for (let minute = 0; minute < 60; minute += 1) {
      await store.balanceSamples.add({
        id: `s${minute}`,
        accountId: "a",
        atMs: minute * 60_000,
        balance: String(1_000 - minute),
        source: "poll",
      });
    }
    const balances = async (fromMs: number) =>
      (await store.balanceSamples.listThinned(fromMs, HOUR_MS, HOUR_MS / 4)).map((sample) => sample.balance);
    expect(await balances(0)).toEqual(["986", "971", "956", "941"]);
    // Steps are counted from the window's beginning, so that there is never one too many.
    expect(await balances(10 * 60_000)).toEqual(["976", "961", "946", "941"]);
  });
});
