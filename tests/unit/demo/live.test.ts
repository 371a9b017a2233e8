import { Pool } from "undici";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createCaller } from "@/lib/cli/demo/live/caller";
import { createPauses } from "@/lib/cli/demo/live/pauses";
import { pollCarelessly } from "@/lib/cli/demo/live/program";
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

it("stops at a ban of its own making", async () => {
  await pollCarelessly(makeCaller(), 100, stop.signal);
  expect(sandbox.provider.received.total).toBe(4);
  expect(sandbox.provider.addressBannedUntilMs()).not.toBeNull();
});

it("waits until a ban is over, also one that another program was told of", async () => {
  const pauses = createPauses(Date.now);
  await pollCarelessly(makeCaller(pauses), 100, stop.signal);
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
