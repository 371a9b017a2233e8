import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fillHistory } from "@/lib/cli/demo/history/fill-history";
import { generateHistory, type History } from "@/lib/cli/demo/history/generate-history";
import { createSeededRandom } from "@/lib/cli/demo/seeded-random";
import { openStore, type Store } from "@/lib/server/store/open-store";
import { DEMO_ACCOUNTS } from "./demo-accounts";

const NOW_MS = Date.UTC(2026, 10, 22, 15, 7, 31);
const DAY_MS = 86_400_000;
const RANGE = { fromMs: NOW_MS - 40 * DAY_MS, toMs: NOW_MS + DAY_MS, tallyStepSeconds: 86_400 } as const;

let folder: string;
let store: Store;
let history: History;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "banwatch-demo-"));
  store = await openStore({
    databasePath: join(folder, "banwatch.db"),
    migrationsFolder: join(process.cwd(), "prisma", "migrations"),
  });
  for (const { id, member } of DEMO_ACCOUNTS) {
    await store.accounts.save(
      {
        id,
        name: member.name,
        provider: member.provider,
        baseUrl: null,
        keyCipher: "",
        keyHmac: id,
        keyLast4: "0000",
        lowBalance: null,
        criticalBalance: null,
        unit: null,
        provisioned: true,
        createdAtMs: NOW_MS,
        updatedAtMs: NOW_MS,
        archivedAtMs: null,
        firstCallAtMs: null,
        proxyKeysOnly: false,
        guardMode: null,
      },
      [],
    );
  }
  const month = generateHistory({ nowMs: NOW_MS, accounts: DEMO_ACCOUNTS, random: createSeededRandom(1) });
  // One day in ten, the last among them: the whole month is for the demo itself.
  const isKept = (atMs: number) => Math.floor((atMs - month.fromMs) / DAY_MS) % 10 >= 9;
  history = {
    ...month,
    errors: month.errors.filter(({ atMs }) => isKept(atMs)),
    successes: month.successes.filter(({ minuteMs }) => isKept(minuteMs)),
    samples: month.samples.filter(({ atMs }) => isKept(atMs)).slice(0, 200),
  };
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const readTotals = async () =>
  (await store.tallies.sumByOrigin(RANGE.fromMs, RANGE.toMs)).find(({ origin }) => origin === "upstream");

const countAnswered = ({ errors }: Pick<History, "errors">) =>
  errors.filter(({ origin }) => origin === "upstream").length;

it("counts in the tallies exactly what it stored", async () => {
  await fillHistory(store, history);
  const successes = history.successes.reduce((sum, { calls }) => sum + calls, 0);
  const errors = countAnswered(history);
  expect(errors).toBeGreaterThan(1_000);
  expect(await readTotals()).toEqual({ origin: "upstream", calls: successes + errors, errors });
  expect(await store.errorEvents.list({}, 100_000)).toHaveLength(history.errors.length);
  const samples = await store.balanceSamples.listThinned(RANGE.fromMs, RANGE.toMs, 1);
  expect(samples).toHaveLength(history.samples.length);
  expect(await store.cooldowns.listRunning()).toEqual([]);
  const kept = (await store.cooldowns.listBetween(RANGE.fromMs, RANGE.toMs, 500)).map(({ id }) => id);
  const expected = history.cooldowns.filter(({ startedAtMs }) => Math.floor(startedAtMs) >= history.fromMs);
  expect(kept.sort()).toEqual(expected.map(({ id }) => id).sort());
  for (const id of kept) {
    const probes = history.probes.filter(({ cooldownId }) => cooldownId === id);
    expect((await store.banReport.listProbes(id, 500)).probes).toEqual(probes);
  }
}, 60_000);

it("takes up a filling that was broken off, and doubles nothing", async () => {
  const isFirstDays = ({ atMs }: { atMs: number }) => atMs < history.fromMs + 15 * DAY_MS;
  await fillHistory(store, {
    ...history,
    errors: history.errors.filter(isFirstDays),
    samples: history.samples.filter(isFirstDays),
  });
  await fillHistory(store, history);
  const after = await readTotals();
  await fillHistory(store, history);
  expect(await readTotals()).toEqual(after);
  expect(after?.errors).toBe(countAnswered(history));
}, 60_000);
