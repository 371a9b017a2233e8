import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SandboxServer, startSandboxServer } from "@/lib/sandbox/http-server";
import { createAccount, getJson } from "../support/api";
import { type BanwatchProcess, makeDataDir, removeDataDir, startBanwatch } from "../support/banwatch-process";
import { makeItStorm, sendMixedLoad } from "../support/mixed-load";
import { readDatabase, readLedger } from "../support/read-database";

const CLIENT_KEY = "ledger-key-0123456789";
const CONNECTIONS = 50;

describe("the ledger", () => {
  let sandbox: SandboxServer;
  let dataDir: string;
  let banwatch: BanwatchProcess;

  beforeEach(async () => {
    sandbox = await startSandboxServer({ errorsPerMinuteLimit: Number.POSITIVE_INFINITY });
    sandbox.provider.addAccount({ clientKey: CLIENT_KEY, balance: 1_000_000 });
    makeItStorm(sandbox);
    dataDir = makeDataDir();
    banwatch = await startBanwatch({ dataDir });
    await createAccount(banwatch.origin, { name: "main", clientKey: CLIENT_KEY, baseUrl: sandbox.origin });
  });
  afterEach(async () => {
    await banwatch.kill();
    await sandbox.close();
    removeDataDir(dataDir);
  });

  it("closes after 10 000 mixed calls from 50 connections", { timeout: 120_000 }, async () => {
    const result = await sendMixedLoad(banwatch.origin, {
      clientKey: CLIENT_KEY,
      calls: 10_000,
      connections: CONNECTIONS,
    });
    expect(result).toMatchObject({ replies: 10_000, errors: 5_000, broken: 0 });
    const { current } = await getJson<{ current: { errors: number } }>(`${banwatch.origin}/api/overview?period=1h`);
    expect(current.errors).toBe(5_000);
    await banwatch.stop();
    for (const step of [60, 3_600, 86_400]) {
      expect(readLedger(dataDir, step)).toEqual({ errorRows: 5_000, errorTallies: 5_000, calls: 10_000 });
    }
  });

  it("misses no error that a program was told of, after ten crashes in the middle of it", {
    timeout: 240_000,
  }, async () => {
    const toldOf = new Set<string>();
    for (let round = 0; round < 10; round += 1) {
      const crashAfter = 50 + Math.floor(Math.random() * 1_500);
      let crash = Promise.resolve();
      const result = await sendMixedLoad(banwatch.origin, {
        clientKey: CLIENT_KEY,
        calls: 10_000,
        connections: CONNECTIONS,
        onReply: (replies) => {
          if (replies === crashAfter) crash = banwatch.kill();
        },
      });
      await crash;
      expect(result.broken, "the crash came in the middle").toBeGreaterThan(0);
      for (const taskId of result.toldOf) toldOf.add(taskId);
      banwatch = await startBanwatch({ dataDir });
    }
    await banwatch.stop();
    const recorded = readDatabase(dataDir, (query) => query<{ taskId: string }>(`SELECT "taskId" FROM "ErrorEvent"`));
    const known = new Set(recorded.map((row) => row.taskId));
    expect([...toldOf].filter((taskId) => !known.has(taskId))).toEqual([]);
    expect(toldOf.size).toBeGreaterThan(500);
    for (const step of [60, 3_600, 86_400]) {
      const { errorRows, errorTallies } = readLedger(dataDir, step);
      expect(errorTallies).toBe(errorRows);
    }
  });
});
