import type { SandboxOptions } from "@/lib/sandbox/options";
import { SandboxProvider } from "@/lib/sandbox/provider";
import type { JsonObject, SandboxReply } from "@/lib/sandbox/reply";
import { VALID_SITE_KEY } from "@/lib/sandbox/task-types";

export const START_MS = Date.UTC(2026, 0, 5, 12, 0, 0);
export const KEY = "client-key-1";
export const GOOD_TASK = {
  type: "ReCaptchaV2TaskProxyless",
  websiteURL: "https://shop.example.com/login",
  websiteKey: VALID_SITE_KEY,
};

/** A repeatable source of randomness (mulberry32). */
export function seededRandom(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Harness {
  readonly provider: SandboxProvider;
  readonly clock: { nowMs: number };
  /** One call with the account's key unless the fields say otherwise; the reply as it is. */
  send(method: string, fields?: JsonObject, address?: string): SandboxReply;
  /** One call that must be answered in JSON; its body. */
  call(method: string, fields?: JsonObject, address?: string): JsonObject;
  createTask(task?: JsonObject, address?: string): JsonObject;
}

/** A provider with one account of 1 000 units, a clock set by hand and repeatable randomness. */
export function makeHarness(options: Partial<SandboxOptions> = {}): Harness {
  const clock = { nowMs: START_MS };
  const provider = new SandboxProvider({ now: () => clock.nowMs, random: seededRandom(), ...options });
  provider.addAccount({ clientKey: KEY, balance: 1000 });
  const send: Harness["send"] = (method, fields = {}, callerAddress = "127.0.0.1") =>
    provider.handle({ method, body: JSON.stringify({ clientKey: KEY, ...fields }), callerAddress });
  const call: Harness["call"] = (...args) => {
    const reply = send(...args);
    if (reply.kind !== "json") throw new Error(`expected JSON, got ${reply.kind}`);
    return reply.body;
  };
  return {
    provider,
    clock,
    send,
    call,
    createTask: (task = GOOD_TASK, address) => call("createTask", { task }, address),
  };
}
