import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CooldownHistoryResponse, CooldownReport } from "@/lib/contracts/cooldowns";
import { type SandboxServer, startSandboxServer } from "@/lib/sandbox/http-server";
import { VALID_SITE_KEY } from "@/lib/sandbox/task-types";
import { createAccount, getJson, sendJson } from "../support/api";
import { type BanwatchProcess, removeDataDir, startBanwatch } from "../support/banwatch-process";
import { readDatabase } from "../support/read-database";
import { startSensibleClient } from "../support/sensible-client";
import { startStorm } from "../support/storm-client";
import { type StormRun, writeFigures } from "../support/storm-figures";
import { until } from "../support/until";
import { type SeenBan, watchBans } from "../support/watch-bans";

const RUN_MS = 25_000;
const BAN_SECONDS = 4;
const STORMING_PROGRAMS = 8;
/** The storm is under way, and the ban not yet there. */
const ERRORS_PER_MINUTE = 20;
const RECOVERED_WITHIN_MS = 2_000;
/** Between clocks that are read one after the other in whole milliseconds. */
const ROUNDING_MS = 1;

const GOOD_TASK = { type: "ReCaptchaV2Task", websiteURL: "https://shop.example/", websiteKey: VALID_SITE_KEY };
const REFUSED_TASK = { ...GOOD_TASK, websiteKey: "no-such-site-key" };

describe("a storm of programs that never look at an error", () => {
  let banwatch: BanwatchProcess;
  const runs: StormRun[] = [];

  beforeAll(async () => {
    banwatch = await startBanwatch({ variables: { BANWATCH_BALANCE_INTERVAL_SECONDS: "86400" } });
  });
  afterAll(async () => {
    await banwatch.stop();
    removeDataDir(banwatch.dataDir);
    writeFigures(runs);
  });

  const createKey = async (accountId: string, label: string) => {
    const made = await sendJson<{ key: string }>("POST", `${banwatch.origin}/api/proxy-keys`, { accountId, label });
    return made.key;
  };

  /** A provider of this run's own, with an account at it and a key for each of the programs. */
  async function prepare(guard: StormRun["guard"]) {
    await sendJson("PATCH", `${banwatch.origin}/api/guard`, { mode: guard });
    const sandbox = await startSandboxServer({
      errorsPerMinuteLimit: ERRORS_PER_MINUTE,
      banSeconds: BAN_SECONDS,
      taskSeconds: [0.4, 0.8],
    });
    const clientKey = `storm-key-${guard}-0123456789`;
    sandbox.provider.addAccount({ clientKey, balance: 100_000 });
    const { id } = await createAccount(banwatch.origin, { name: guard, clientKey, baseUrl: sandbox.origin });
    // Banwatch's own first look at the balance is no part of what is counted.
    await until("the first balance", () => sandbox.provider.received.total > 0);
    const stormKeys: string[] = [];
    for (let index = 0; index < STORMING_PROGRAMS; index += 1) {
      stormKeys.push(await createKey(id, `storm-${guard}-${index}`));
    }
    return { sandbox, stormKeys, sensibleKey: await createKey(id, `sensible-${guard}`) };
  }

  const listCooldowns = async ({ origin }: SandboxServer) => {
    const history = await getJson<CooldownHistoryResponse>(`${banwatch.origin}/api/cooldowns/history?period=1h`);
    return history.cooldowns.filter(({ providerHost }) => providerHost === new URL(origin).host);
  };

  /** The replies that told of the ban, the first one first: when Banwatch had sent each call, and when it read its reply. */
  const listBanReplies = (sinceMs: number) =>
    readDatabase(banwatch.dataDir, (query) =>
      query<{ readAtMs: number; sentAtMs: number }>(
        `SELECT "atMs" AS "readAtMs", "atMs" - "latencyMs" AS "sentAtMs" FROM "ErrorEvent"
         WHERE "code" = 'ERROR_IP_BANNED' AND "origin" = 'upstream' AND "source" = 'program' AND "atMs" >= ?
         ORDER BY "atMs", "id"`,
        sinceMs,
      ),
    );

  async function run(guard: StormRun["guard"]) {
    const { sandbox, stormKeys, sensibleKey } = await prepare(guard);
    const watch = watchBans(sandbox.provider);
    const startMs = Date.now();
    const sensible = startSensibleClient({ baseUrl: banwatch.origin, clientKey: sensibleKey, task: GOOD_TASK });
    const storm = startStorm(stormKeys, { baseUrl: banwatch.origin, task: REFUSED_TASK });
    await new Promise((resolve) => setTimeout(resolve, RUN_MS));
    const endMs = Date.now();
    await storm.stop();
    await sensible.stop();
    const calls = watch.calls().filter(({ atMs }) => atMs <= endMs);
    const bans = watch.bans();
    const cooldowns = await listCooldowns(sandbox);
    const sinceStart = (atMs: number) => atMs - startMs;
    const lengthOf = ({ fromMs, untilMs }: SeenBan) => Math.min(untilMs, endMs) - fromMs;
    const solvedAtMs = sensible.solvedAtMs();
    const figures: StormRun = {
      guard,
      lengthMs: endMs - startMs,
      programs: STORMING_PROGRAMS,
      banSeconds: BAN_SECONDS,
      bansBegun: calls.filter(({ begins }) => begins !== null).length,
      callsWhileBanned: calls.filter(({ wasBanned }) => wasBanned).length,
      bannedMs: bans.reduce((sum, ban) => sum + lengthOf(ban), 0),
      heldCalls: cooldowns.reduce((sum, { heldCalls }) => sum + heldCalls, 0),
      solved: solvedAtMs.length,
      calls: calls.map(({ atMs, method, wasBanned }) => ({ atMs: sinceStart(atMs), method, wasBanned })),
      bans: bans.map(({ fromMs, untilMs }) => ({ fromMs: sinceStart(fromMs), untilMs: sinceStart(untilMs) })),
      solvedAtMs: solvedAtMs.map(sinceStart),
    };
    runs.push(figures);
    await sandbox.close();
    return { figures, calls, bans, cooldowns, solvedAtMs, startMs, programCalls: storm.calls() };
  }

  it(
    "is banned again and again, and nobody's work gets done, without the guard",
    async () => {
      const { figures, bans, solvedAtMs, programCalls } = await run("off");
      expect(figures.bansBegun).toBeGreaterThan(50);
      expect(figures.callsWhileBanned).toBe(figures.bansBegun - bans.length);
      // Every call of the programs reaches the provider.
      expect(figures.calls.length).toBeGreaterThan(programCalls * 0.95);
      expect(figures.bannedMs).toBeGreaterThan(RUN_MS / 2);
      const [first] = bans;
      expect(solvedAtMs.filter((atMs) => atMs > (first?.fromMs ?? 0) + 1_000)).toEqual([]);
    },
    4 * RUN_MS,
  );

  it(
    "is banned once, is sent nothing but one probe, and works again within two seconds of its end, with the guard",
    async () => {
      const { figures, calls, bans, cooldowns, solvedAtMs, startMs } = await run("enforce");
      expect(bans).toHaveLength(1);
      const [first, ...others] = listBanReplies(startMs);
      // A call that was on its way when the first reply told of the ban could not be held any more.
      for (const { sentAtMs } of others) expect(sentAtMs).toBeLessThanOrEqual((first?.readAtMs ?? 0) + ROUNDING_MS);
      expect(figures).toMatchObject({ bansBegun: 1 + others.length, callsWhileBanned: others.length });
      const lastBegun = calls.findLastIndex(({ begins }) => begins !== null);
      const untilMs = bans[0]?.untilMs ?? 0;
      const lastedMs = untilMs - (calls[lastBegun]?.atMs ?? 0);
      expect(Math.abs(lastedMs - BAN_SECONDS * 1_000)).toBeLessThanOrEqual(ROUNDING_MS);

      const [probe, ...after] = calls.slice(lastBegun + 1);
      expect(probe).toMatchObject({ method: "getBalance", wasBanned: false });
      expect(after.filter(({ method }) => method === "getBalance")).toEqual([]);
      expect(after[0]?.atMs).toBeGreaterThanOrEqual(untilMs);
      expect((after[0]?.atMs ?? Number.POSITIVE_INFINITY) - untilMs).toBeLessThan(RECOVERED_WITHIN_MS);
      const createdAtMs = after.find(({ method }) => method === "createTask")?.atMs ?? Number.POSITIVE_INFINITY;
      expect(createdAtMs - untilMs, "the sensible program's next task").toBeLessThan(RECOVERED_WITHIN_MS);
      expect(solvedAtMs.filter((atMs) => atMs > untilMs).length).toBeGreaterThan(5);

      expect(cooldowns).toMatchObject([{ code: "ERROR_IP_BANNED", errors: 1 + others.length, endedHow: "probe" }]);
      expect(figures.heldCalls).toBeGreaterThan(STORMING_PROGRAMS);
      const report = await getJson<CooldownReport>(`${banwatch.origin}/api/cooldowns/${cooldowns[0]?.id}`);
      expect(report.probes).toMatchObject([{ verdict: "over" }]);
    },
    4 * RUN_MS,
  );
});
