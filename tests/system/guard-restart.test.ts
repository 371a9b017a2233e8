import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Cooldown, CooldownListResponse, CooldownReport } from "@/lib/contracts/cooldowns";
import { type SandboxServer, startSandboxServer } from "@/lib/sandbox/http-server";
import { callProvider, createAccount, getJson, sendJson } from "../support/api";
import { type BanwatchProcess, makeDataDir, removeDataDir, startBanwatch } from "../support/banwatch-process";
import { until } from "../support/until";

const CLIENT_KEY = "guard-restart-key-0123456789";
const TASK = { type: "ImageToTextTask", body: "aGVsbG8=" };
/** A start on a busy machine takes some of it. */
const LONG_BAN_SECONDS = 20;
const SHORT_BAN_SECONDS = 2;
const TEST_TIMEOUT_MS = 300_000;

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe("a crash while calls are held", () => {
  const dataDir = makeDataDir();
  const variables = { BANWATCH_BALANCE_INTERVAL_SECONDS: "86400" };
  let sandbox: SandboxServer;
  let banwatch: BanwatchProcess;

  const list = async () => (await getJson<CooldownListResponse>(`${banwatch.origin}/api/cooldowns`)).cooldowns;
  const reportOf = (id: string) => getJson<CooldownReport>(`${banwatch.origin}/api/cooldowns/${id}`);
  const createTask = () => callProvider(banwatch.origin, "createTask", { clientKey: CLIENT_KEY, task: TASK });
  const sent = () => sandbox.provider.received.total;
  const probesSince = (index: number) => sandbox.provider.recentRequests.slice(index);

  /** The provider bans the address, and answers one call with it. */
  const ban = async (seconds: number) => {
    sandbox.provider.banAddress(seconds);
    return await createTask();
  };

  const running = async (): Promise<Cooldown> => {
    const [cooldown, ...others] = await list();
    if (cooldown === undefined || others.length > 0) throw new Error(`${others.length + 1} cooldowns run, or none`);
    return cooldown;
  };

  const start = async () => {
    banwatch = await startBanwatch({ dataDir, variables });
  };
  const restart = async () => {
    await banwatch.kill();
    await start();
  };

  /** @param before how many calls had reached the provider when the ban began */
  const expectOneProbeThenRecovery = async (cooldown: Cooldown, before: number) => {
    const waitMs = (cooldown.untilMs ?? 0) - Date.now() + 15_000;
    await until("the ban is over", async () => (await list()).length === 0, waitMs);
    const [probe, ...others] = probesSince(before);
    expect(probe).toMatchObject({ method: "getBalance" });
    expect(others).toEqual([]);
    expect(probe?.atMs).toBeGreaterThanOrEqual(cooldown.untilMs ?? Number.POSITIVE_INFINITY);
    expect(await createTask()).toMatchObject({ origin: "upstream", json: { errorId: 0 } });
  };

  beforeAll(async () => {
    sandbox = await startSandboxServer({ recentRequestsLimit: 10_000 });
    sandbox.provider.addAccount({ clientKey: CLIENT_KEY, balance: 1_000 });
    await start();
    await createAccount(banwatch.origin, { name: "main", clientKey: CLIENT_KEY, baseUrl: sandbox.origin });
    await until("the first balance", () => sent() > 0);
    // It is stored, so that no later start asks for it.
    await wait(500);
  });
  afterAll(async () => {
    await banwatch.stop();
    await sandbox.close();
    removeDataDir(dataDir);
  });

  it(
    "in the middle of a ban changes nothing: the same end, no call before it, one probe",
    async () => {
      await ban(LONG_BAN_SECONDS);
      const before = await running();
      const calls = sent();
      await restart();
      expect(await running()).toEqual(before);
      expect(await createTask()).toMatchObject({ origin: "held", json: { errorCode: "ERROR_IP_BANNED" } });
      await expectOneProbeThenRecovery(before, calls);
      expect((await reportOf(before.id)).probes).toMatchObject([{ verdict: "over" }]);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    "in the middle of a probe asks once more, not at once, and holds calls until then",
    async () => {
      await ban(SHORT_BAN_SECONDS);
      const { id } = await running();
      // Nobody will hear its answer.
      sandbox.provider.next({ method: "getBalance", answer: { kind: "ordinary" }, delayMs: 60_000 });
      const calls = sent();
      await until("the probe is under way", () => sent() > calls);
      expect(await running()).toMatchObject({ id, state: "probing" });
      await restart();
      const after = await running();
      expect(after).toMatchObject({ id, state: "cooling" });
      expect(await createTask()).toMatchObject({ origin: "held" });
      await expectOneProbeThenRecovery(after, calls + 1);
      expect((await reportOf(id)).probes.map(({ verdict }) => verdict)).toEqual(["lost", "over"]);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    "as soon as a program was told of a ban forgets nothing of it",
    async () => {
      const sentMs = Date.now();
      const told = await ban(LONG_BAN_SECONDS);
      const toldMs = Date.now();
      await banwatch.kill();
      expect(told.json).toMatchObject({ errorCode: "ERROR_IP_BANNED" });
      const calls = sent();
      await start();
      const after = await running();
      expect(after.untilMs).toBeGreaterThanOrEqual(sentMs + LONG_BAN_SECONDS * 1_000);
      expect(after.untilMs).toBeLessThanOrEqual(toldMs + LONG_BAN_SECONDS * 1_000);
      await expectOneProbeThenRecovery(after, calls);
    },
    TEST_TIMEOUT_MS,
  );

  it.each([2, 10, 40, 100, 250])(
    "%i ms after the call that is banned holds whatever a program was told of",
    async (afterMs) => {
      const reply = ban(600).catch(() => null);
      await wait(afterMs);
      await banwatch.kill();
      const told = await reply;
      const calls = sent();
      await start();
      const cooldowns = await list();
      if (told !== null) expect(cooldowns).toMatchObject([{ code: "ERROR_IP_BANNED", state: "cooling" }]);
      for (const { id } of cooldowns) {
        expect(await createTask()).toMatchObject({ origin: "held" });
        expect(sent()).toBe(calls);
        await sendJson("POST", `${banwatch.origin}/api/cooldowns/${id}/resume`, { reason: "the next round" });
      }
      sandbox.provider.liftAddressBan();
      expect(await createTask()).toMatchObject({ origin: "upstream", json: { errorId: 0 } });
    },
    TEST_TIMEOUT_MS,
  );

  it.each([-10, 0, 4, 10, 20])(
    "%i ms from the end of a ban asks no more often than it writes down, and recovers",
    async (offsetMs) => {
      await ban(SHORT_BAN_SECONDS);
      const { id, untilMs } = await running();
      const calls = sent();
      await wait((untilMs ?? 0) + offsetMs - Date.now());
      await restart();
      await until("the ban is over", async () => (await list()).length === 0, 20_000);
      const asked = probesSince(calls);
      expect(asked.map(({ method }) => method)).toEqual(asked.map(() => "getBalance"));
      for (const { atMs } of asked) expect(atMs).toBeGreaterThanOrEqual(untilMs ?? Number.POSITIVE_INFINITY);
      const verdicts = (await reportOf(id)).probes.map(({ verdict }) => verdict);
      expect([["over"], ["lost", "over"]]).toContainEqual(verdicts);
      expect(asked.length).toBeGreaterThanOrEqual(1);
      expect(asked.length).toBeLessThanOrEqual(verdicts.length);
      expect(await createTask()).toMatchObject({ origin: "upstream", json: { errorId: 0 } });
    },
    TEST_TIMEOUT_MS,
  );
});
