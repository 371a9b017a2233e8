import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { GuardMode } from "@/lib/domain/guard-mode";
import { VALID_SITE_KEY } from "@/lib/sandbox/task-types";
import { createRuntime, type Runtime } from "@/lib/server/runtime";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { TEST_ACTOR } from "../support/test-actor";
import { until } from "../support/until";

const LENGTHS = {
  errorsMs: 400,
  betweenErrorsMs: 40,
  banSeconds: 2,
  betweenCallsMs: 100,
  overWithinMs: 12_000,
  recoveredWithinMs: 3_000,
};

let runtime: Runtime;
let dataDir: string;
let accountId: string;

const drillOf = () => runtime.services.drill.get().drill;
const over = () => until("the end of the rehearsal", () => drillOf()?.endedAtMs != null, 20_000);

async function start(mode: GuardMode): Promise<void> {
  dataDir = makeDataDir();
  runtime = await createRuntime(
    { BANWATCH_DATA_DIR: dataDir, BANWATCH_LOG_LEVEL: "silent", BANWATCH_BALANCE_INTERVAL_SECONDS: "86400" },
    { drillLengths: LENGTHS },
  );
  const account = await runtime.services.accounts.create(
    { name: "rehearsals", provider: "sandbox", saveUnchecked: false },
    TEST_ACTOR,
  );
  await runtime.services.accounts.update(account.id, { guardMode: mode }, TEST_ACTOR);
  accountId = account.id;
}

afterEach(async () => {
  await runtime.close();
  removeDataDir(dataDir);
});

describe("a rehearsal with a guard that holds", () => {
  beforeEach(() => start("enforce"));

  it("goes from errors through a ban that is held to a call that succeeds, marked as a drill everywhere", async () => {
    const begun = await runtime.services.drill.start(TEST_ACTOR);
    expect(begun.drill).toMatchObject({ account: "rehearsals", startedBy: "Test" });
    await over();
    const drill = drillOf();
    expect(drill).toMatchObject({ step: "done", problem: null, reached: "recovering" });
    expect(drill?.held).toBeGreaterThan(5);

    const report = await runtime.services.reports.get(drill?.cooldownId ?? "");
    expect(report.cooldown).toMatchObject({ isDrill: true, scope: "egress", endedHow: "probe", errors: 1 });
    expect(report.cooldown.heldCalls).toBe(drill?.held);
    expect(report.cooldown.callers.map((caller) => caller.accountId)).toContain(accountId);
    expect(report.probes.map(({ verdict }) => verdict)).toEqual(["over"]);

    const { events } = await runtime.services.errors.list({ account: "rehearsals", limit: 200 });
    expect(new Set(events.map(({ source }) => source))).toEqual(new Set(["drill"]));
    expect(events.filter(({ origin }) => origin === "upstream")).toHaveLength(drill?.errors ?? 0);
    // Within the minute that counts.
    expect((await runtime.services.guard.get()).risks.map(({ errors }) => errors)).toEqual([0]);
    const { callers } = await runtime.services.callers.list(accountId, { period: "1h" });
    expect(callers.map(({ kind }) => kind)).toContain("drill");
    expect(callers.map(({ kind }) => kind)).not.toContain("account-key");
  }, 30_000);

  it("writes down who started and who stopped it", async () => {
    await runtime.services.drill.start(TEST_ACTOR);
    await expect(runtime.services.drill.start(TEST_ACTOR)).rejects.toMatchObject({
      status: 409,
      code: "drill_running",
    });
    await runtime.services.drill.stop(TEST_ACTOR);
    const { events } = await runtime.services.audit.list({ action: "drill", limit: 10 });
    expect(events.map(({ action, actorName, targetName }) => [action, actorName, targetName])).toEqual([
      ["drill.stopped", "Test", "rehearsals"],
      ["drill.started", "Test", "rehearsals"],
    ]);
  });

  it("is held once more when somebody lifts the ban before its time, and recovers all the same", async () => {
    await runtime.services.drill.start(TEST_ACTOR);
    await until("held calls", () => (drillOf()?.held ?? 0) > 1);
    const first = drillOf()?.cooldownId ?? "";
    await runtime.services.cooldowns.resume(first, "to see what happens", TEST_ACTOR);
    await over();
    expect(drillOf()).toMatchObject({ step: "done" });
    expect(drillOf()?.cooldownId).not.toBe(first);
  }, 30_000);

  it("ends when the account is archived in the middle of it", async () => {
    await runtime.services.drill.start(TEST_ACTOR);
    await until("the ban", () => drillOf()?.step === "calling-on");
    await runtime.services.accounts.update(accountId, { archived: true }, TEST_ACTOR);
    await over();
    expect(drillOf()).toMatchObject({ step: "failed", problem: "account-changed" });
  });

  it("is played with another account while one's key is banned, whose ban a person lifts for good", async () => {
    const { accounts, cooldowns, drill } = runtime.services;
    const second = await accounts.create({ name: "second", provider: "sandbox", saveUnchecked: false }, TEST_ACTOR);
    const { sandboxKey: key } = accounts.get(accountId);
    const createTask = async (path: string) => {
      const task = {
        type: "ReCaptchaV2TaskProxyless",
        websiteURL: `https://sandbox.invalid/${path}`,
        websiteKey: VALID_SITE_KEY,
      };
      const { body, origin } = await runtime.handleCall({
        method: "createTask",
        headers: { "content-type": "application/json" },
        body: { kind: "read", bytes: new TextEncoder().encode(JSON.stringify({ clientKey: key, task })) },
        callerAddress: null,
      });
      return { ...JSON.parse(new TextDecoder().decode(body)), origin };
    };
    expect(drill.get()).toMatchObject({ accountId, obstacle: null });
    expect(await createTask("ERROR_KEY_BANNED")).toMatchObject({ errorCode: "ERROR_KEY_BANNED" });
    expect(drill.get()).toMatchObject({ accountId: second.id, obstacle: null });
    await accounts.update(second.id, { archived: true }, TEST_ACTOR);
    expect(drill.get()).toMatchObject({ accountId: null, obstacle: "account-held" });
    await expect(drill.start(TEST_ACTOR)).rejects.toMatchObject({ status: 409, code: "sandbox_account_held" });

    const [held] = cooldowns.listRunning().cooldowns;
    await cooldowns.resume(held?.id ?? "", "tried the test card", TEST_ACTOR);
    expect(await createTask("")).toMatchObject({ origin: "upstream", errorId: 0 });
    expect(drill.get()).toMatchObject({ accountId, obstacle: null });
  });

  it("is over when Banwatch stops, and does not keep it from stopping", async () => {
    await runtime.services.drill.start(TEST_ACTOR);
    await until("the ban", () => drillOf()?.step === "calling-on");
    await runtime.services.drill.close();
    expect(drillOf()).toMatchObject({ step: "stopped", problem: "closing" });
  });
});

describe.each(["observe", "off"] as const)("a rehearsal with a guard set to %s", (mode) => {
  beforeEach(() => start(mode));

  it("stops calling by itself, says that nothing was held, and recovers", async () => {
    await runtime.services.drill.start(TEST_ACTOR);
    await over();
    expect(drillOf()).toMatchObject({ step: "done", problem: "not-held", held: 0 });
    expect(drillOf()?.cooldownId === null).toBe(mode === "off");
  }, 30_000);
});
