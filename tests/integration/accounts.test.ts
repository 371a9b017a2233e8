import { cpSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createAccountRequest, updateAccountRequest } from "@/lib/contracts/accounts";
import { createRuntime } from "@/lib/server/runtime";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { CLIENT_KEY, type InProcess, readReply, startInProcess } from "../support/in-process";

const OTHER_KEY = "other-key-0123456789abcdef";

describe("accounts", () => {
  let banwatch: InProcess;
  const accounts = () => banwatch.runtime.services.accounts;
  const create = (request: object) =>
    accounts().create(createAccountRequest.parse({ provider: "ez-captcha", saveUnchecked: true, ...request }));

  beforeEach(async () => {
    banwatch = await startInProcess({ variables: { BANWATCH_PUBLIC_URL: "https://banwatch.example.com" } });
  });
  afterEach(() => banwatch.close());

  describe("the sandbox's key", () => {
    it("is shown, for it is no secret", async () => {
      const { sandboxKey } = await create({ name: "play", provider: "sandbox" });
      expect(sandboxKey).toMatch(/^sandbox-[0-9a-f]{24}$/);
    });

    it.each([
      ["with a key of another form", { clientKey: "a-real-key-0123" }],
      ["at an address of its own", { clientKey: "sandbox-elsewhere", baseUrl: "http://127.0.0.1:9" }],
    ])("is not shown for an account %s", async (_name, settings) => {
      // Past the contract, as an account of an older version is.
      const parsed = createAccountRequest.parse({ name: "old", provider: "sandbox", saveUnchecked: true });
      const account = await accounts().create({ ...parsed, ...settings });
      expect(account.sandboxKey).toBeNull();
      expect(JSON.stringify(accounts().list())).not.toContain(settings.clientKey);
    });

    it("is the only one a sandbox takes, and no address goes with it", async () => {
      const request = { name: "play", provider: "sandbox" };
      const fieldsOf = (more: object) =>
        createAccountRequest.safeParse({ ...request, ...more }).error?.issues.map(({ path }) => path.join("."));
      expect(fieldsOf({ clientKey: "a-real-key-0123" })).toEqual(["clientKey"]);
      expect(fieldsOf({ baseUrl: "http://127.0.0.1:9" })).toEqual(["baseUrl"]);
      const { id } = await create(request);
      for (const change of [{ clientKey: "a-real-key-0123" }, { baseUrl: "http://127.0.0.1:9" }]) {
        await expect(accounts().update(id, { ...change, saveUnchecked: true })).rejects.toMatchObject({
          status: 400,
          details: { fields: [{ field: Object.keys(change)[0] }] },
        });
      }
    });
  });

  it.each([
    ["name", { name: "twin" }, [{ clientKey: "key-number-one" }, { clientKey: "key-number-two" }]],
    ["clientKey", { clientKey: "key-number-one" }, [{ name: "one" }, { name: "two" }]],
  ])("gives the second of two creations at once with one %s a 409 with the field", async (field, shared, own) => {
    const results = await Promise.allSettled(own.map((settings) => create({ ...shared, ...settings })));
    expect(results).toMatchObject([
      { status: "fulfilled" },
      { status: "rejected", reason: { status: 409, details: { fields: [{ field }] } } },
    ]);
    await expect(create({ name: "later", clientKey: "key-number-three" })).resolves.toMatchObject({ name: "later" });
  });

  describe("a change", () => {
    it("keeps what another one changed while the provider was asked", async () => {
      banwatch.sandbox.provider.addAccount({ clientKey: OTHER_KEY, balance: 10 });
      const slow = accounts().update(banwatch.accountId, { clientKey: OTHER_KEY });
      await accounts().update(banwatch.accountId, { name: "renamed", lowBalance: "7" });
      await slow;
      expect(accounts().get(banwatch.accountId)).toMatchObject({ name: "renamed", lowBalance: "7", keyLast4: "cdef" });
    });

    it("is not saved when the address that its key was checked at is no longer the account's", async () => {
      banwatch.sandbox.provider.addAccount({ clientKey: OTHER_KEY, balance: 10 });
      const slow = accounts().update(banwatch.accountId, { clientKey: OTHER_KEY });
      await accounts().update(banwatch.accountId, { baseUrl: "http://127.0.0.1:9", saveUnchecked: true });
      await expect(slow).rejects.toMatchObject({ status: 409, code: "conflict" });
      expect(accounts().get(banwatch.accountId).baseUrl).toBe("http://127.0.0.1:9");
    });

    it("that archives an archived account keeps the time", async () => {
      const first = await accounts().update(banwatch.accountId, { archived: true });
      await new Promise((resolve) => setTimeout(resolve, 5));
      const second = await accounts().update(banwatch.accountId, { archived: true, name: "gone" });
      expect(second).toMatchObject({ name: "gone", archivedAtMs: first.archivedAtMs });
      expect((await accounts().update(banwatch.accountId, { archived: false })).archivedAtMs).toBeNull();
    });
  });

  describe("an account's own cooldown", () => {
    const running = () => banwatch.runtime.services.cooldowns.listRunning().cooldowns;
    const ban = async (code: "ERROR_KEY_BANNED" | "ERROR_IP_BANNED") => {
      banwatch.sandbox.provider.next({ answer: { kind: "error", code, description: "banned" } });
      expect(readReply(await banwatch.call("getBalance", { clientKey: CLIENT_KEY })).errorCode).toBe(code);
      expect(running()).toHaveLength(1);
    };
    const changes = { clientKey: OTHER_KEY, saveUnchecked: true };

    it("ends with the key, and does not come back after a restart", async () => {
      await ban("ERROR_KEY_BANNED");
      const topics: string[] = [];
      const stop = banwatch.runtime.hub.subscribe((told) => topics.push(...told));
      await accounts().update(banwatch.accountId, { name: "renamed", clientKey: CLIENT_KEY, saveUnchecked: true });
      expect(running()).toHaveLength(1);
      await accounts().update(banwatch.accountId, changes);
      expect(running()).toEqual([]);
      await expect.poll(() => topics).toContain("cooldowns");
      stop();
      // A start on the same data sees what was stored.
      const copy = makeDataDir();
      cpSync(banwatch.dataDir, copy, { recursive: true });
      const second = await createRuntime({ BANWATCH_DATA_DIR: copy, BANWATCH_LOG_LEVEL: "silent" });
      expect(second.services.cooldowns.listRunning().cooldowns).toEqual([]);
      await second.close();
      removeDataDir(copy);
    });

    it("ends when the account is archived", async () => {
      await ban("ERROR_KEY_BANNED");
      await accounts().update(banwatch.accountId, { archived: true });
      expect(running()).toEqual([]);
    });

    it("does not take a ban of our address with it", async () => {
      await ban("ERROR_IP_BANNED");
      await accounts().update(banwatch.accountId, changes);
      await accounts().update(banwatch.accountId, { archived: true });
      expect(running()).toHaveLength(1);
    });
  });

  it.each([
    "http://127.0.0.1:3000",
    "http://127.9.9.9:3000/sub",
    "http://LOCALHOST:3000",
    "http://[::1]:3000",
    "http://[::ffff:127.0.0.1]:3000",
    "http://0.0.0.0:3000",
    "https://banwatch.example.com",
    "https://banwatch.example.com:443/api",
  ])("refuses %s as a provider: calls would go round in circles", async (baseUrl) => {
    const fields = [{ field: "baseUrl", message: expect.stringContaining("round in circles") }];
    const expected = { status: 400, details: { fields } };
    await expect(create({ name: "loop", clientKey: "key-number-one", baseUrl })).rejects.toMatchObject(expected);
    await expect(accounts().update(banwatch.accountId, { baseUrl, saveUnchecked: true })).rejects.toMatchObject(
      expected,
    );
  });

  it.each(["http://127.0.0.1:3001", "http://10.0.0.1:3000", "https://api.banwatch.example.com"])(
    "takes %s as a provider",
    async (baseUrl) => {
      await expect(create({ name: "other", clientKey: "key-number-one", baseUrl })).resolves.toMatchObject({ baseUrl });
    },
  );
});

describe("the contract of an account", () => {
  it.each([
    ["http://x?", "http://x"],
    ["http://x/#", "http://x"],
    ["http:127.0.0.1:1", "http://127.0.0.1:1"],
    ["HTTPS://Api.Example.com:443/sub//", "https://api.example.com/sub"],
  ])("keeps the address %s as %s", (typed, kept) => {
    expect(updateAccountRequest.parse({ baseUrl: typed }).baseUrl).toBe(kept);
  });

  it.each([
    ["nonsense", /must be a URL/],
    ["ftp://x", /must begin with https/],
    ["http://u:p@x", /user name or password/],
    ["http://x/?a=1", /query or a fragment/],
  ])("refuses the address %s", (typed, message) => {
    expect(updateAccountRequest.safeParse({ baseUrl: typed }).error?.issues[0]?.message).toMatch(message);
  });

  it.each([
    ["a line break", "key-with\na-break", /control characters/],
    ["a NUL", "key-with-\u0000", /control characters/],
    ["half a character", "key-with-\ud800", /lone surrogate/],
  ])("refuses a name or a key with %s", (_name, text, message) => {
    for (const field of ["name", "clientKey"]) {
      const { error } = updateAccountRequest.safeParse({ [field]: text });
      expect(error?.issues[0]).toMatchObject({ path: [field], message: expect.stringMatching(message) });
    }
    expect(updateAccountRequest.parse({ name: " 客服 🙂\n" }).name).toBe("客服 🙂");
  });
});
