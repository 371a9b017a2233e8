import { Pool } from "undici";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createCaller } from "@/lib/cli/demo/live/caller";
import { createPauses } from "@/lib/cli/demo/live/pauses";
import { createUnpaid, pollCarelessly, pollNoTask } from "@/lib/cli/demo/live/program";
import { type SandboxServer, startSandboxServer } from "@/lib/sandbox/http-server";

const CLIENT_KEY = "demo-key";

let sandbox: SandboxServer;
let pool: Pool;
let stop: AbortController;

beforeEach(async () => {
  sandbox = await startSandboxServer({ errorsPerMinuteLimit: 3, banSeconds: 1, language: "zh" });
  sandbox.provider.addAccount({ clientKey: CLIENT_KEY, balance: 1_000 });
  pool = new Pool(sandbox.origin);
  stop = new AbortController();
});

afterEach(async () => {
  stop.abort();
  await pool.destroy();
  await sandbox.close();
});

const makeCaller = (pauses = createPauses(Date.now), account = "a") =>
  createCaller({ pool, clientKey: CLIENT_KEY, account, provider: "p", pauses, signal: stop.signal });

const readBodies = () =>
  sandbox.provider.recentRequests.map(
    ({ bodyBytes }) => JSON.parse(new TextDecoder().decode(bodyBytes)) as Record<string, unknown>,
  );

const LIMITS = { before: 100, during: 2 };

it("goes on for a while after a ban of its own making, and then is stopped", async () => {
  await pollCarelessly(makeCaller(), LIMITS, stop.signal);
  expect(sandbox.provider.received.total).toBe(4 + 1);
  expect(sandbox.provider.addressBannedUntilMs()).not.toBeNull();
});

it("asks for another task each time, so that it is no poller of one task for ever", async () => {
  await pollCarelessly(makeCaller(), LIMITS, stop.signal);
  expect(new Set(readBodies().map(({ taskId }) => taskId)).size).toBeGreaterThanOrEqual(4);
});

it("asks for no task at all where it runs away", async () => {
  await pollNoTask(makeCaller(), 1, stop.signal);
  expect(readBodies()).toEqual([{ clientKey: CLIENT_KEY }]);
});

it("goes on creating tasks without money", async () => {
  sandbox.provider.setBalance(CLIENT_KEY, 0);
  const jobs = [{ weight: 1, taskType: "TurnstileTaskProxyless", targetHost: "shop.example" }] as const;
  await createUnpaid({ jobs }, makeCaller(), 2, stop.signal);
  expect(sandbox.provider.received.byMethod).toEqual({ createTask: 2 });
});

it("waits until a ban is over, also one that another program was told of", async () => {
  const pauses = createPauses(Date.now);
  await pollCarelessly(makeCaller(pauses), { before: 100, during: 1 }, stop.signal);
  const bannedUntilMs = sandbox.provider.addressBannedUntilMs() ?? 0;
  const reply = await makeCaller(pauses, "b").call("getBalance", {});
  expect(reply.errorCode).toBeNull();
  expect(Date.now()).toBeGreaterThanOrEqual(bannedUntilMs);
});

it("ends at once when it is stopped in the middle of a pause", async () => {
  const pauses = createPauses(Date.now);
  pauses.pause("p", 3_600);
  const waiting = makeCaller(pauses).call("getBalance", {});
  stop.abort();
  await expect(waiting).rejects.toThrow(/abort/i);
});

it("takes a broken connection for an error without a code", async () => {
  sandbox.provider.next({ answer: { kind: "drop", when: "before-headers" } });
  expect(await makeCaller().call("getBalance", {})).toEqual({ errorCode: "", taskId: null, status: null });
});
