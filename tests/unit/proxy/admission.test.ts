import { describe, expect, it } from "vitest";
import type { ActiveAccount } from "@/lib/server/accounts/directory";
import { admit } from "@/lib/server/proxy/admission";
import { createCallRate } from "@/lib/server/proxy/call-rate";
import type { Caller } from "@/lib/server/proxy/callers";
import type { ProxyKeyRecord } from "@/lib/server/store/proxy-keys";

const NOW_MS = 1_800_000_000_000;
const ACCOUNT: ActiveAccount = {
  id: "account",
  name: "main",
  provider: "custom",
  clientKey: "the-real-key",
  baseUrl: "http://127.0.0.1:1",
  providerHost: "127.0.0.1:1",
  proxyKeysOnly: false,
  guardMode: null,
};

const withKey = (settings: Partial<ProxyKeyRecord> = {}, account: ActiveAccount | null = ACCOUNT): Caller => ({
  kind: "proxy-key",
  account,
  proxyKey: {
    id: "key",
    accountId: "account",
    label: "program",
    userId: null,
    keyHash: "",
    keyLast4: "abcd",
    methods: null,
    callsPerMinute: null,
    provisioned: false,
    createdBy: "Test",
    createdAtMs: 0,
    expiresAtMs: null,
    revokedAtMs: null,
    lastUsedAtMs: null,
    ...settings,
  },
});

describe("letting a caller in", () => {
  const refusalOf = (caller: Caller, method = "createTask", nowMs = NOW_MS) => {
    const admission = admit(caller, method, createCallRate(), nowMs);
    return admission.kind === "refused" ? admission.answer : null;
  };

  it("lets a key in until the very millisecond in which it expires", () => {
    const caller = withKey({ expiresAtMs: NOW_MS });
    expect(refusalOf(caller, "createTask", NOW_MS - 1)).toBeNull();
    expect(refusalOf(caller)).toMatchObject({
      code: "ERROR_KEY_DOES_NOT_EXIST",
      description: expect.stringContaining("has expired"),
    });
  });

  it.each([
    ["a revoked key", withKey({ revokedAtMs: NOW_MS + 1 }), "ERROR_KEY_DOES_NOT_EXIST", /was revoked/],
    ["a key of an archived account", withKey({}, null), "ERROR_KEY_DOES_NOT_EXIST", /archived/],
    [
      "the account's own key where only proxy keys are taken",
      { kind: "account-key", account: { ...ACCOUNT, proxyKeysOnly: true } } satisfies Caller,
      "ERROR_KEY_DOES_NOT_EXIST",
      /proxy keys only/,
    ],
    [
      "a method that is not on the key's list",
      withKey({ methods: ["getBalance", "getTaskResult"] }),
      "ERROR_TASK_NOT_SUPPORTED",
      /may only call getBalance, getTaskResult/,
    ],
  ])("refuses %s in words that say why", (_name, caller, code, words) => {
    expect(refusalOf(caller)).toMatchObject({ origin: "local", code, description: expect.stringMatching(words) });
  });

  it("lets a proxy key in where only proxy keys are taken", () => {
    expect(refusalOf(withKey({}, { ...ACCOUNT, proxyKeysOnly: true }))).toBeNull();
  });

  it("counts only calls that it lets in towards the limit", () => {
    const rate = createCallRate();
    const caller = withKey({ methods: ["getBalance"], callsPerMinute: 1 });
    expect(admit(caller, "createTask", rate, NOW_MS).kind).toBe("refused");
    expect(admit(caller, "getBalance", rate, NOW_MS).kind).toBe("admitted");
    expect(admit(caller, "getBalance", rate, NOW_MS + 500)).toMatchObject({
      answer: { code: "ERROR_NO_SLOT_AVAILABLE", retryAfterSeconds: 60 },
    });
  });
});

describe("calls a minute", () => {
  it("lets exactly the limit through in a minute, and as many again in the next", () => {
    const rate = createCallRate();
    const take = (atMs: number) => rate.take("a", 3, NOW_MS + atMs);
    expect([0, 1, 59_000, 59_500, 59_999].map(take)).toEqual([0, 0, 0, 500, 1]);
    expect([60_000, 60_000, 60_000, 60_001].map(take)).toEqual([0, 0, 0, 59_999]);
  });

  it("counts each key for itself", () => {
    const rate = createCallRate();
    expect(["a", "b", "a"].map((key) => rate.take(key, 1, NOW_MS))).toEqual([0, 0, 60_000]);
  });

  it("does not lock a key out when the clock is set back", () => {
    const rate = createCallRate();
    rate.take("a", 1, NOW_MS);
    expect(rate.take("a", 1, NOW_MS - 3_600_000)).toBe(0);
  });
});
