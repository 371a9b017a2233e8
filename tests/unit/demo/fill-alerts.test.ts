import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AppliedFile, applyFile } from "@/lib/cli/demo/apply-file";
import { CAST } from "@/lib/cli/demo/cast";
import { loadDemoState } from "@/lib/cli/demo/demo-state";
import { fillHistory } from "@/lib/cli/demo/history/fill-history";
import { generateHistory, type History } from "@/lib/cli/demo/history/generate-history";
import type { HistoryAccount } from "@/lib/cli/demo/history/history-account";
import { fillAlerts } from "@/lib/cli/demo/history/past-alerts";
import { programsOf } from "@/lib/cli/demo/programs";
import { createSeededRandom } from "@/lib/cli/demo/seeded-random";
import { writeProvisioning } from "@/lib/cli/demo/write-provisioning";
import { createBacktest } from "@/lib/server/alerts/backtest/backtest";
import { readEnv } from "@/lib/server/env";
import type { IncidentRecord } from "@/lib/server/store/alerts/incidents";
import { openStore, type Store } from "@/lib/server/store/open-store";
import { RECEIVERS } from "./demo-accounts";

const NOW_MS = Date.UTC(2026, 10, 22, 15, 7, 31);
const DAY_MS = 86_400_000;
const FROM_MS = NOW_MS - 5.5 * DAY_MS;

let folder: string;
let store: Store;
let applied: AppliedFile;
let history: History;
let accounts: HistoryAccount[];
let incidents: IncidentRecord[];

const fill = (untilMs = NOW_MS) =>
  fillAlerts(store.alerts, applied.alerts, { history, accounts, untilMs, random: createSeededRandom(1) });

const listIncidents = async () => await store.alerts.incidents.listLive(0);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "banwatch-demo-"));
  const state = loadDemoState(folder);
  store = await openStore({
    databasePath: join(folder, "banwatch.db"),
    migrationsFolder: join(process.cwd(), "prisma", "migrations"),
  });
  const origins = {
    "ez-captcha": "http://127.0.0.1:1",
    yescaptcha: "http://127.0.0.1:2",
    capmonster: "http://127.0.0.1:3",
  };
  const path = writeProvisioning(folder, state, origins, RECEIVERS);
  applied = await applyFile(store, readEnv({ BANWATCH_DATA_DIR: folder }), path, FROM_MS);
  accounts = CAST.map((member) => ({
    id: applied.accountIds.get(member.name) ?? "",
    providerHost: `${member.provider}.test`,
    member,
    programs: programsOf(member.name).map((program) => ({
      program,
      proxyKeyId: applied.proxyKeyIds.get(program.label) ?? null,
    })),
  }));
  const month = generateHistory({ nowMs: NOW_MS, accounts, random: createSeededRandom(1) });
  // The last days of it: the whole month is for the demo itself.
  history = {
    ...month,
    fromMs: FROM_MS,
    errors: month.errors.filter(({ atMs }) => atMs >= FROM_MS),
    successes: month.successes.filter(({ minuteMs }) => minuteMs >= FROM_MS),
    cooldowns: month.cooldowns.filter(({ startedAtMs }) => startedAtMs >= FROM_MS),
    samples: month.samples.filter(({ atMs }) => atMs >= FROM_MS),
  };
  // Broken off in the middle, and taken up again.
  await fill(NOW_MS - 1.5 * DAY_MS);
  await fill();
  incidents = await listIncidents();
}, 120_000);

afterAll(async () => {
  await applied.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("the alerts of the demo's month", () => {
  it("follow each ban of it, from its beginning to its end", async () => {
    expect(history.cooldowns.length).toBeGreaterThan(2);
    for (const { id, startedAtMs, endedAtMs } of history.cooldowns) {
      const followed = incidents.filter(({ facts }) => facts.cooldownId === id);
      expect(followed).toHaveLength(1);
      expect(followed[0]?.openedAtMs).toBe(Math.floor(startedAtMs));
      expect(followed[0]?.resolvedAtMs).toBe(Math.ceil(endedAtMs ?? 0));
    }
  });

  it("tell of more than bans, and hold nothing of the future", () => {
    const kinds = new Set(incidents.map(({ kind }) => kind));
    for (const kind of ["ip-ban", "low-balance", "error-rate"]) expect(kinds).toContain(kind);
    for (const { kind, resolvedAtMs } of incidents) if (kind === "new-code") expect(resolvedAtMs).not.toBeNull();
    expect(Math.max(...incidents.map(({ changedAtMs }) => changedAtMs))).toBeLessThan(NOW_MS);
    expect(incidents.length).toBeLessThan(60);
  });

  it("are numbered without a gap, in order of time", () => {
    const inOrder = [...incidents].sort((a, b) => a.openedAtMs - b.openedAtMs || a.number - b.number);
    expect(inOrder.map(({ number }) => number)).toEqual(incidents.map((_, index) => index + 1));
  });

  it("are seen to by people, some of them too late for it not to escalate", async () => {
    expect(incidents.some(({ acknowledgedBy }) => acknowledgedBy !== null)).toBe(true);
    expect(incidents.some(({ escalatedAtMs }) => escalatedAtMs !== null)).toBe(true);
  });

  it("were told to every default channel, at a second or third attempt where it failed at first", async () => {
    const told = incidents.filter(({ kind, muteKind }) => kind === "ip-ban" && muteKind === null);
    const lists = await Promise.all(told.map(({ id }) => store.alerts.deliveries.listOfIncident(id, 200, 50)));
    for (const { list } of lists) {
      expect(new Set(list.map(({ channelName }) => channelName))).toContain("ops");
      expect(new Set(list.map(({ channelName }) => channelName))).toContain("team chat");
    }
    const all = lists.flatMap(({ list }) => list);
    expect(all.filter(({ status }) => status !== "delivered")).toEqual([]);
    expect(all.some(({ tries }) => tries.length > 1 && tries[0]?.outcome === "failed")).toBe(true);
    for (const { tries, attempts } of all) expect(tries).toHaveLength(attempts);
  });

  it("are what the preview of a rule about rates finds, and nothing beside them", async () => {
    await fillHistory(store, history);
    const backtest = createBacktest({
      ...{ calls: store.alerts.callTotals, cooldownSpans: store.alerts.cooldownSpans, samples: store.balanceSamples },
      ...{ warnings: store.riskWarnings, seenCodes: { list: () => [] }, knownSinceMs: () => FROM_MS },
      listAccounts: () =>
        accounts.map(({ id, providerHost, member: { name, provider } }) => ({ id, name, provider, providerHost })),
      thresholdsOf: () => ({ lowBalance: null, criticalBalance: null, unit: null }),
      now: () => NOW_MS,
    });
    const rules = applied.alerts.rules.list().filter(({ settings }) => settings.when === "error-rate");
    expect(rules).toHaveLength(2);
    for (const { id, settings } of rules) {
      const { firings } = await backtest(settings);
      const own = incidents.filter(({ ruleId }) => ruleId === id);
      expect(own.length).toBeGreaterThan(1);
      expect(firings.map(({ subject }) => subject)).toEqual(own.map(({ facts }) => facts.account));
      for (const [index, { fromMs, toMs }] of firings.entries()) {
        expect(fromMs).toBeLessThan(own[index]?.resolvedAtMs ?? NOW_MS);
        expect(toMs ?? NOW_MS).toBeGreaterThan(own[index]?.openedAtMs ?? NOW_MS);
      }
    }
  }, 60_000);

  it("are there once, however often they are filled in", async () => {
    await fill();
    expect(await listIncidents()).toEqual(incidents);
  });
});
