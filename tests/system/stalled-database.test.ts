import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { HealthResponse } from "@/lib/contracts/health";
import { type SandboxServer, startSandboxServer } from "@/lib/sandbox/http-server";
import { callProvider, createAccount, getJson } from "../support/api";
import { type BanwatchProcess, makeDataDir, removeDataDir, startBanwatch } from "../support/banwatch-process";
import { holdWriteLock } from "../support/hold-lock";
import { readLedger } from "../support/read-database";
import { until } from "../support/until";

const CLIENT_KEY = "stall-key-0123456789";
/** The promise is 250 ms on top of the provider's own time; the rest is a busy machine's. */
const LATEST_MS = 250 + 250;

describe("a database that does not take errors", () => {
  let sandbox: SandboxServer;
  let dataDir: string;
  let banwatch: BanwatchProcess;

  beforeEach(async () => {
    sandbox = await startSandboxServer({ errorsPerMinuteLimit: Number.POSITIVE_INFINITY });
    sandbox.provider.addAccount({ clientKey: CLIENT_KEY, balance: 1_000_000 });
    dataDir = makeDataDir();
    banwatch = await startBanwatch({ dataDir });
    await createAccount(banwatch.origin, { name: "main", clientKey: CLIENT_KEY, baseUrl: sandbox.origin });
    await callProvider(banwatch.origin, "getTaskResult", { clientKey: CLIENT_KEY, taskId: "warm-up" });
  });
  afterEach(async () => {
    await banwatch.kill();
    await sandbox.close();
    removeDataDir(dataDir);
  });

  const health = () => getJson<HealthResponse>(`${banwatch.origin}/api/health`);

  /** One error after the other for a while. @returns how long the slowest took */
  const callFor = async (durationMs: number): Promise<{ calls: number; slowestMs: number }> => {
    const endMs = performance.now() + durationMs;
    let calls = 0;
    let slowestMs = 0;
    while (performance.now() < endMs) {
      const startedMs = performance.now();
      const { json, origin } = await callProvider(banwatch.origin, "getTaskResult", {
        clientKey: CLIENT_KEY,
        taskId: `unknown-${calls}`,
      });
      expect(json.errorCode).toBe("ERROR_TASKID_INVALID");
      expect(origin).toBe("upstream");
      slowestMs = Math.max(slowestMs, performance.now() - startedMs);
      calls += 1;
    }
    return { calls, slowestMs };
  };

  const expectLedgerToClose = async (errors: number) => {
    await until("health is well again", async () => !(await health()).degraded);
    await banwatch.stop();
    expect(readLedger(dataDir)).toEqual({ errorRows: errors, errorTallies: errors, calls: errors });
  };

  it("is waited for while another process holds the lock for 5 s: calls go on, and nothing is missing afterwards", async () => {
    const { released } = await holdWriteLock(join(dataDir, "banwatch.db"), 5_000);
    const { calls, slowestMs } = await callFor(3_000);
    expect(slowestMs).toBeLessThan(LATEST_MS);
    const during = await health();
    expect(during).toMatchObject({ live: true, ready: true, degraded: true });
    expect(during.reasons.map((reason) => reason.code)).toContain("recording");
    expect(during.spooledErrors).toBe(calls);
    await released;
    await expectLedgerToClose(calls + 1);
  });

  it("is not needed while the disk is full: calls go on, and nothing is missing afterwards", async () => {
    // No file of the process may grow beyond this; to SQLite and the spool that is a full disk.
    const limit = (bytes: string) => execFileSync("prlimit", ["--pid", String(banwatch.pid), `--fsize=${bytes}:`]);
    limit("4096");
    const { calls, slowestMs } = await callFor(1_000);
    expect(slowestMs).toBeLessThan(LATEST_MS);
    expect(await health()).toMatchObject({ live: true, degraded: true });
    limit("unlimited");
    await expectLedgerToClose(calls + 1);
  });
});
