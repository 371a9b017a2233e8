import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createAccountDirectory } from "@/lib/server/accounts/directory";
import { createCallerDirectory } from "@/lib/server/proxy/callers";
import { createKeyText, hashKey } from "@/lib/server/proxy-keys/key-text";
import { openProxyKeyRecords, type ProxyKeyRecords } from "@/lib/server/proxy-keys/proxy-key-records";
import type { ProxyKeyRecord, ProxyKeyStore } from "@/lib/server/store/proxy-keys";
import { TEST_ACTOR } from "../../support/test-actor";

const MINUTE_MS = 60_000;
const NOW_MS = 30_000_000 * MINUTE_MS;
const KEY = createKeyText();
const RECORD: ProxyKeyRecord = {
  id: "key",
  accountId: "account",
  label: "program",
  userId: null,
  keyHash: hashKey(KEY),
  keyLast4: KEY.slice(-4),
  methods: null,
  callsPerMinute: null,
  provisioned: false,
  createdBy: "Test",
  createdAtMs: 0,
  expiresAtMs: null,
  revokedAtMs: null,
  lastUsedAtMs: null,
};
const ACCOUNT = {
  id: "account",
  name: "main",
  provider: "custom",
  clientKey: "bw_key-of-another-banwatch",
  baseUrl: "http://127.0.0.1:1",
  providerHost: "127.0.0.1:1",
  proxyKeysOnly: false,
  guardMode: null,
} as const;

describe("telling callers apart", () => {
  const store = {
    list: vi.fn(async () => [RECORD]),
    save: vi.fn(async () => {}),
    markUsed: vi.fn(async (_uses: ReadonlyMap<string, number>) => {}),
    listPersonNames: vi.fn(async () => new Map<string, string>()),
  } satisfies ProxyKeyStore;
  const onSaveFailed = vi.fn();
  const accounts = createAccountDirectory({ fingerprint: (value) => `#${value}` } as Parameters<
    typeof createAccountDirectory
  >[0]);
  accounts.replaceAll([ACCOUNT]);
  let records: ProxyKeyRecords;
  const find = (key: string) => createCallerDirectory(accounts, records).find(key);

  beforeEach(async () => {
    vi.useFakeTimers({ now: NOW_MS });
    vi.clearAllMocks();
    records = await openProxyKeyRecords({ store, now: Date.now, onSaveFailed });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("takes no read of the database and no wait, but for the one at the start", () => {
    expect(find(KEY)).toMatchObject({ kind: "proxy-key", proxyKey: { id: "key" }, account: { id: "account" } });
    expect(find(`${KEY}x`)).toBeNull();
    expect(store.list).toHaveBeenCalledTimes(1);
    expect(store.save).not.toHaveBeenCalled();
    expect(store.markUsed).not.toHaveBeenCalled();
  });

  it("knows of a revocation as soon as it is written, and not when it could not be", async () => {
    const revoke = () =>
      records.save(() => [{ record: { ...RECORD, revokedAtMs: NOW_MS }, action: "proxy-key.revoked" }], TEST_ACTOR);
    store.save.mockRejectedValueOnce(new Error("locked"));
    await expect(revoke()).rejects.toThrow("locked");
    expect(find(KEY)).toMatchObject({ proxyKey: { revokedAtMs: null } });
    await revoke();
    expect(find(KEY)).toMatchObject({ proxyKey: { revokedAtMs: NOW_MS } });
    expect(store.list).toHaveBeenCalledTimes(1);
  });

  it("finds a key under its new text only", async () => {
    const newKey = createKeyText();
    const record = { ...RECORD, keyHash: hashKey(newKey) };
    await records.save(() => [{ record, action: "proxy-key.changed" }], TEST_ACTOR);
    expect(find(KEY)).toBeNull();
    expect(find(newKey)).toMatchObject({ proxyKey: { id: "key" } });
  });

  it("takes an account's own key for what it is, though it begins as ours do", () => {
    expect(find(ACCOUNT.clientKey)).toMatchObject({ kind: "account-key", account: { id: "account" } });
  });

  it("writes a last use at most once a minute, and tries again what was not taken", async () => {
    for (let second = 0; second < 59; second += 1) {
      records.noteUse("key", Date.now());
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(store.markUsed).not.toHaveBeenCalled();
    store.markUsed.mockRejectedValueOnce(new Error("locked"));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(onSaveFailed).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(store.markUsed).toHaveBeenCalledTimes(2);
    expect([...(store.markUsed.mock.calls.at(-1)?.[0] ?? [])]).toEqual([["key", NOW_MS]]);
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(store.markUsed).toHaveBeenCalledTimes(2);
  });
});
