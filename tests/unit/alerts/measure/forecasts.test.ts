import { afterEach, describe, expect, it, vi } from "vitest";
import { hoursUntilEmpty } from "@/lib/domain/balance-forecast";
import { createForecasts } from "@/lib/server/alerts/measure/forecasts";

const NOW_MS = Date.UTC(2026, 10, 1, 12, 7);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

interface Sample {
  readonly accountId: string;
  readonly atMs: number;
  readonly balance: string;
}

/** One sample every five minutes for `accounts` accounts, each spending a little more than the one before. */
const makeSamples = (accounts: number, fromMs: number, toMs: number): Sample[] =>
  Array.from({ length: accounts }, (_, account) =>
    Array.from({ length: Math.floor((toMs - fromMs) / (5 * MINUTE_MS)) }, (_, index) => ({
      accountId: `a${account}`,
      atMs: fromMs + index * 5 * MINUTE_MS,
      balance: String(10_000 - (account + 1) * (index % 200)),
    })),
  ).flat();

function openStore(samples: Sample[]) {
  const asked: { readonly fromMs: number; readonly toMs: number }[] = [];
  return {
    asked,
    listThinned: async (fromMs: number, toMs: number) => {
      asked.push({ fromMs, toMs });
      return samples.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
    },
  };
}

const expected = (samples: readonly Sample[], accountId: string, nowMs: number) =>
  hoursUntilEmpty(
    samples.filter((sample) => sample.accountId === accountId),
    nowMs,
  );

describe("the forecasts of balances", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("say what all samples of an account's last day say, also as time goes by and after the clock was set back", async () => {
    const samples = makeSamples(3, NOW_MS - DAY_MS - 40 * MINUTE_MS, NOW_MS + DAY_MS);
    const forecasts = createForecasts({ samples: openStore(samples) });
    for (const minutes of [0, 1, 3, 16, 180, 60, 61, 1_000]) {
      const nowMs = NOW_MS + minutes * MINUTE_MS;
      const hoursLeft = await forecasts.read(nowMs);
      for (const id of ["a0", "a1", "a2"]) expect(hoursLeft.get(id)).toBe(expected(samples, id, nowMs));
    }
  });

  it("take in what was written since, and read no more than that again", async () => {
    const samples = makeSamples(1, NOW_MS - DAY_MS, NOW_MS);
    const store = openStore(samples);
    const forecasts = createForecasts({ samples: store });
    await forecasts.read(NOW_MS);
    expect(store.asked.length).toBeGreaterThan(90);
    store.asked.length = 0;
    samples.push({ accountId: "a0", atMs: NOW_MS + 1, balance: "9900" });
    const hoursLeft = await forecasts.read(NOW_MS + MINUTE_MS);
    expect(store.asked.length).toBeLessThanOrEqual(2);
    expect(hoursLeft.get("a0")).toBe(expected(samples, "a0", NOW_MS + MINUTE_MS));
    samples.push({ accountId: "a0", atMs: NOW_MS + 2 * MINUTE_MS, balance: "9700" });
    const later = await forecasts.read(NOW_MS + 40 * MINUTE_MS);
    expect(later.get("a0")).toBe(expected(samples, "a0", NOW_MS + 40 * MINUTE_MS));
  });

  it("go through the samples once, however many accounts they are of", async () => {
    const samples = makeSamples(10, NOW_MS - DAY_MS, NOW_MS);
    let looks = 0;
    const counted = samples.map(({ accountId, ...sample }) => ({
      ...sample,
      get accountId() {
        looks += 1;
        return accountId;
      },
    }));
    await createForecasts({ samples: openStore(counted) }).read(NOW_MS);
    expect(looks).toBeGreaterThan(0);
    expect(looks).toBeLessThanOrEqual(samples.length);
  });

  /** How many turns of the event loop others have while a forecast is made. */
  const countTurns = async (accounts: number) => {
    let turns = 0;
    const count = () => {
      turns += 1;
      counter = setImmediate(count);
    };
    let counter = setImmediate(count);
    const samples = makeSamples(accounts, NOW_MS - 4 * 60 * MINUTE_MS, NOW_MS);
    const hoursLeft = await createForecasts({ samples: openStore(samples) }).read(NOW_MS);
    clearImmediate(counter);
    expect(hoursLeft.size).toBe(accounts);
    return turns;
  };

  it("let calls have their turn between the queries, and between a few accounts", async () => {
    let atMs = 0;
    // Of the time that each account takes here two fit in one turn.
    vi.spyOn(performance, "now").mockImplementation(() => {
      atMs += 3;
      return atMs;
    });
    const ofQueries = await countTurns(0);
    expect(ofQueries).toBeGreaterThanOrEqual(96);
    expect(await countTurns(20)).toBeGreaterThanOrEqual(ofQueries + 6);
  });
});
