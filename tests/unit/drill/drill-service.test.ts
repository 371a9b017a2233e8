import { beforeEach, describe, expect, it } from "vitest";
import messages from "@/lib/i18n/messages/en/drill.json";
import type { ActiveAccount } from "@/lib/server/accounts/directory";
import type { AuditEntry } from "@/lib/server/audit/audit-record";
import { DRILL_LENGTHS } from "@/lib/server/drill/drill-script";
import { createDrillService, type DrillParts, type DrillService } from "@/lib/server/drill/drill-service";
import type { ProviderCall, ProviderReply } from "@/lib/server/proxy/provider-call";
import { TEST_ACTOR } from "../../support/test-actor";
import { until } from "../../support/until";

const LENGTHS = { ...DRILL_LENGTHS, errorsMs: 1_000, banSeconds: 5 };
const SANDBOX: ActiveAccount = {
  id: "a1",
  name: "rehearsals",
  provider: "sandbox",
  clientKey: "sandbox-key",
  baseUrl: "http://127.0.0.1:1",
  providerHost: "sandbox",
  proxyKeysOnly: false,
  guardMode: null,
};

const replyOf = (fields: Record<string, unknown>, origin: ProviderReply["origin"] = "upstream"): ProviderReply => ({
  origin,
  status: 200,
  headers: {},
  body: new TextEncoder().encode(JSON.stringify(fields)),
});
const refused = (errorCode: string, origin?: ProviderReply["origin"]) => replyOf({ errorId: 1, errorCode }, origin);

/** A sandbox with a guard before it, by a clock that moves only when somebody sleeps. */
let accounts: ActiveAccount[];
let calls: { method: string; body: Record<string, unknown>; source: ProviderCall["source"] }[];
let lines: AuditEntry[];
let steps: number;
let nowMs: number;
let bannedUntilMs: number;
/** Set to keep the rehearsal where it is. */
let halt: Promise<void> | null;
let service: DrillService;

const make = (more: Partial<DrillParts> = {}) =>
  createDrillService({
    stage: {
      now: () => nowMs,
      findAccount: (id) => accounts.find((account) => account.id === id) ?? null,
      findRunning: () => (nowMs < bannedUntilMs ? "ban" : null),
      sleep: async (ms, signal) => {
        nowMs += ms;
        if (halt === null) return new Promise<void>((resolve) => setImmediate(resolve));
        const aborted = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
        await Promise.race([halt, aborted]);
      },
      handleCall: async ({ method, body, source }) => {
        if (body.kind !== "read") throw new Error("no body");
        const sent = JSON.parse(new TextDecoder().decode(body.bytes)) as Record<string, unknown>;
        calls.push({ method, body: sent, source });
        if (nowMs < bannedUntilMs) return refused("ERROR_IP_BANNED", "held");
        const task = sent.task as { websiteURL: string } | undefined;
        const path = task === undefined ? "/ERROR_TASKID_INVALID" : new URL(task.websiteURL).pathname;
        if (path === "/ERROR_IP_BANNED") bannedUntilMs = nowMs + LENGTHS.banSeconds * 1_000;
        return path === "/" ? replyOf({ errorId: 0, taskId: "1" }) : refused(path.slice(1));
      },
    },
    listAccounts: () => accounts,
    isHeld: () => false,
    audit: { record: async (_by, entry) => void lines.push(entry) },
    onStep: () => {
      steps += 1;
    },
    onFailed: (error) => {
      throw error;
    },
    lengths: LENGTHS,
    ...more,
  });

const isOver = () => service.get().drill?.endedAtMs != null;
const refusal = (code: string) => expect.objectContaining({ status: 409, code });

beforeEach(() => {
  accounts = [SANDBOX];
  calls = [];
  lines = [];
  steps = 0;
  nowMs = 1_800_000_000_000;
  bannedUntilMs = 0;
  halt = null;
  service = make();
});

describe("a rehearsal", () => {
  it("is played to its end with calls that are marked, and each step is told once", async () => {
    const answer = await service.start(TEST_ACTOR);
    expect(answer.drill).toMatchObject({ step: "errors", startedBy: "Test", account: "rehearsals", endedAtMs: null });
    await until("the end", isOver);
    const { drill } = service.get();
    expect(drill).toMatchObject({ step: "done", problem: null, cooldownId: "ban", reached: "recovering" });
    expect(drill?.held).toBeGreaterThanOrEqual(9);
    expect(calls.every(({ source, body }) => source === "drill" && body.clientKey === "sandbox-key")).toBe(true);
    // Start, banned, calling on with its cooldown, recovering, done.
    expect(steps).toBe(5);
    expect(lines).toEqual([{ action: "drill.started", target: { kind: "account", id: "a1", name: "rehearsals" } }]);
  });

  it("is one at a time, also for two who start at the same moment", async () => {
    halt = new Promise(() => undefined);
    const both = await Promise.allSettled([service.start(TEST_ACTOR), service.start(TEST_ACTOR)]);
    expect(both.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    await expect(service.start(TEST_ACTOR)).rejects.toEqual(refusal("drill_running"));
    await service.close();
  });

  it("is stopped by a person at once, which is written down, and can be started again", async () => {
    halt = new Promise(() => undefined);
    await service.start(TEST_ACTOR);
    const stopped = await service.stop(TEST_ACTOR);
    expect(stopped.drill).toMatchObject({ step: "stopped", endedAtMs: nowMs, problem: null });
    expect(lines.map(({ action }) => action)).toEqual(["drill.started", "drill.stopped"]);
    const made = calls.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(calls).toHaveLength(made);
    await expect(service.stop(TEST_ACTOR)).rejects.toEqual(refusal("no_drill"));
    await service.start(TEST_ACTOR);
    await service.close();
    expect(service.get().drill).toMatchObject({ step: "stopped", problem: "closing" });
  });

  it("does not begin when the audit log does not take its line", async () => {
    service = make({ audit: { record: () => Promise.reject(new Error("busy")) } });
    await expect(service.start(TEST_ACTOR)).rejects.toThrow("busy");
    expect(service.get().drill).toBeNull();
    expect(calls).toEqual([]);
    await expect(service.start(TEST_ACTOR)).rejects.toThrow("busy");
  });

  it("does not begin after Banwatch was told to stop", async () => {
    let write: () => void = () => undefined;
    service = make({
      audit: {
        record: () =>
          new Promise((resolve) => {
            write = resolve;
          }),
      },
    });
    const starting = service.start(TEST_ACTOR);
    await service.close();
    write();
    await starting;
    expect(service.get().drill).toBeNull();
  });

  it.each([
    ["account-changed", () => []],
    ["account-changed", () => [{ ...SANDBOX, providerHost: "other.test" }]],
    ["proxy-keys-only", () => [{ ...SANDBOX, proxyKeysOnly: true }]],
  ] as const)("ends with %s when the account changes under it", async (problem, changed) => {
    service = make({
      onStep: () => {
        if (service.get().drill?.step === "calling-on") accounts = [...changed()];
      },
    });
    await service.start(TEST_ACTOR);
    await until("the end", isOver);
    expect(service.get().drill).toMatchObject({ step: "failed", problem, reached: "calling-on" });
  });
});

describe("the account of a rehearsal", () => {
  it.each([
    ["nobody has a sandbox account", [], "no-account", "no_sandbox_account"],
    [
      "it leads to an address of its own",
      [{ ...SANDBOX, providerHost: "127.0.0.1:9" }],
      "no-account",
      "no_sandbox_account",
    ],
    ["it takes only proxy keys", [{ ...SANDBOX, proxyKeysOnly: true }], "proxy-keys-only", "proxy_keys_only"],
  ])("is none when %s, and a start is refused with the reason", async (_name, listed, obstacle, code) => {
    accounts = listed;
    expect(service.get()).toMatchObject({ account: null, accountId: null, obstacle });
    await expect(service.start(TEST_ACTOR)).rejects.toEqual(refusal(code));
    expect(lines).toEqual([]);
  });

  it("is the first one that takes its own key and is not held by a cooldown of its own", () => {
    accounts = [
      { ...SANDBOX, id: "a0", provider: "ez-captcha", providerHost: "api.test" },
      { ...SANDBOX, proxyKeysOnly: true },
      { ...SANDBOX, id: "a2", name: "banned" },
      { ...SANDBOX, id: "a3", name: "fit" },
      { ...SANDBOX, id: "a4", name: "fit as well" },
    ];
    service = make({ isHeld: (id) => id === "a2" });
    expect(service.get()).toMatchObject({ account: "fit", accountId: "a3", obstacle: null });
  });

  it.each([
    ["each that takes its own key is held", () => true, 0, "account-held", "sandbox_account_held"],
    ["the sandbox bans the address", () => false, 1, "address-banned", "sandbox_banned"],
  ])("is none while %s, and a start is refused with the reason", async (_name, isHeld, banMs, obstacle, code) => {
    accounts = [{ ...SANDBOX, id: "a0", proxyKeysOnly: true }, SANDBOX];
    bannedUntilMs = nowMs + banMs;
    service = make({ isHeld });
    expect(service.get()).toMatchObject({ account: null, accountId: null, obstacle });
    await expect(service.start(TEST_ACTOR)).rejects.toEqual(refusal(code));
    expect(lines).toEqual([]);
  });

  it("is refused with the words that the page has for it", async () => {
    for (const [obstacle, words] of Object.entries(messages.obstacle)) {
      if (obstacle.endsWith("-action")) continue;
      accounts = obstacle === "no-account" ? [] : [{ ...SANDBOX, proxyKeysOnly: obstacle === "proxy-keys-only" }];
      bannedUntilMs = obstacle === "address-banned" ? nowMs + 1 : 0;
      service = make({ isHeld: () => obstacle === "account-held" });
      expect(service.get().obstacle).toBe(obstacle);
      await expect(service.start(TEST_ACTOR)).rejects.toThrow(words);
    }
  });
});
