import { cpSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createAccountRequest, updateAccountRequest } from "@/lib/contracts/accounts";
import { createRuntime } from "@/lib/server/runtime";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { CLIENT_KEY, type InProcess, readReply, startInProcess } from "../support/in-process";
import { readDatabase } from "../support/read-database";
import { TEST_ACTOR } from "../support/test-actor";

const OTHER_KEY = "other-key-0123456789abcdef";

describe("accounts", () => {
  let banwatch: InProcess;
  const accounts = () => banwatch.runtime.services.accounts;
  const create = (request: object) =>
    accounts().create(
      createAccountRequest.parse({ provider: "ez-captcha", saveUnchecked: true, ...request }),
      TEST_ACTOR,
    );

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
      const account = await accounts().create({ ...parsed, ...settings }, TEST_ACTOR);
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
        await expect(accounts().update(id, { ...change, saveUnchecked: true }, TEST_ACTOR)).rejects.toMatchObject({
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
      const slow = accounts().update(banwatch.accountId, { clientKey: OTHER_KEY }, TEST_ACTOR);
      await accounts().update(banwatch.accountId, { name: "renamed", lowBalance: "7" }, TEST_ACTOR);
      await slow;
      expect(accounts().get(banwatch.accountId)).toMatchObject({ name: "renamed", lowBalance: "7", keyLast4: "cdef" });
    });

    it("is not saved when the address that its key was checked at is no longer the account's", async () => {
      banwatch.sandbox.provider.addAccount({ clientKey: OTHER_KEY, balance: 10 });
      const slow = accounts().update(banwatch.accountId, { clientKey: OTHER_KEY }, TEST_ACTOR);
      const elsewhere = { baseUrl: "http://127.0.0.1:9", clientKey: CLIENT_KEY, saveUnchecked: true };
      await accounts().update(banwatch.accountId, elsewhere, TEST_ACTOR);
      await expect(slow).rejects.toMatchObject({ status: 409, code: "conflict" });
      expect(accounts().get(banwatch.accountId).baseUrl).toBe("http://127.0.0.1:9");
    });

    it.each([{ baseUrl: "http://127.0.0.1:9" }, { baseUrl: "https://127.0.0.1:9/" }, { baseUrl: null }])(
      "that has the key sent to another server must bring it along, also unchecked: %j",
      async (change) => {
        const before = accounts().get(banwatch.accountId).baseUrl;
        for (const saveUnchecked of [false, true]) {
          await expect(
            accounts().update(banwatch.accountId, { ...change, saveUnchecked }, TEST_ACTOR),
          ).rejects.toMatchObject({ status: 400, details: { fields: [{ field: "clientKey" }] } });
        }
        expect(accounts().get(banwatch.accountId).baseUrl).toBe(before);
        const withKey = { ...change, clientKey: CLIENT_KEY, saveUnchecked: true };
        await expect(accounts().update(banwatch.accountId, withKey, TEST_ACTOR)).resolves.toBeDefined();
      },
    );

    it("to another path of the same server needs no key", async () => {
      const baseUrl = `${accounts().get(banwatch.accountId).baseUrl}/sub`;
      const change = { baseUrl, saveUnchecked: true };
      await expect(accounts().update(banwatch.accountId, change, TEST_ACTOR)).resolves.toMatchObject({ baseUrl });
    });

    it("that archives an archived account keeps the time", async () => {
      const first = await accounts().update(banwatch.accountId, { archived: true }, TEST_ACTOR);
      await new Promise((resolve) => setTimeout(resolve, 5));
      const second = await accounts().update(banwatch.accountId, { archived: true, name: "gone" }, TEST_ACTOR);
      expect(second).toMatchObject({ name: "gone", archivedAtMs: first.archivedAtMs });
      expect((await accounts().update(banwatch.accountId, { archived: false }, TEST_ACTOR)).archivedAtMs).toBeNull();
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
      await accounts().update(
        banwatch.accountId,
        { name: "renamed", clientKey: CLIENT_KEY, saveUnchecked: true },
        TEST_ACTOR,
      );
      expect(running()).toHaveLength(1);
      await accounts().update(banwatch.accountId, changes, TEST_ACTOR);
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
      await accounts().update(banwatch.accountId, { archived: true }, TEST_ACTOR);
      expect(running()).toEqual([]);
    });

    it("does not take a ban of our address with it", async () => {
      await ban("ERROR_IP_BANNED");
      await accounts().update(banwatch.accountId, changes, TEST_ACTOR);
      await accounts().update(banwatch.accountId, { archived: true }, TEST_ACTOR);
      expect(running()).toHaveLength(1);
    });
  });

  describe("the audit log", () => {
    const lines = () =>
      readDatabase(banwatch.dataDir, (query) =>
        query<{ action: string; actorName: string; callerAddress: string; targetId: string; changes: string }>(
          `SELECT * FROM "AuditEvent" WHERE "targetKind" = 'account' ORDER BY rowid`,
        ),
      );

    it("has a line for each kind of change, with what was before and after, and never a key", async () => {
      const { id } = await create({ name: "second", clientKey: "key-number-one", lowBalance: "5" });
      const update = (request: object) => accounts().update(id, updateAccountRequest.parse(request), TEST_ACTOR);
      await update({ name: "renamed", lowBalance: null, proxyKeysOnly: true });
      await update({ clientKey: OTHER_KEY, saveUnchecked: true });
      await update({ archived: true });
      await update({ archived: true, name: "renamed" });
      await update({ archived: false });
      const own = lines().filter(({ targetId }) => targetId === id);
      expect(own.map(({ action }) => action)).toEqual([
        "account.created",
        "account.changed",
        "account.key-replaced",
        "account.archived",
        "account.restored",
      ]);
      expect(own).toSatisfy((all: typeof own) => all.every(({ actorName }) => actorName === "Test"));
      expect(own[0]).toMatchObject({ callerAddress: "127.0.0.1" });
      expect(JSON.parse(own[1]?.changes ?? "")).toEqual([
        { field: "name", before: "second", after: "renamed" },
        { field: "lowBalance", before: "5", after: null },
        { field: "proxyKeysOnly", before: "false", after: "true" },
      ]);
      expect(JSON.parse(own[2]?.changes ?? "")).toEqual([{ field: "clientKey", before: null, after: "changed" }]);
      for (const key of ["key-number-one", OTHER_KEY]) expect(JSON.stringify(own)).not.toContain(key);
    });

    it("says nothing of a change that was refused", async () => {
      const before = lines().length;
      await expect(create({ name: "main", clientKey: "key-number-one" })).rejects.toMatchObject({ status: 409 });
      expect(lines()).toHaveLength(before);
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
    await expect(
      accounts().update(banwatch.accountId, { baseUrl, saveUnchecked: true }, TEST_ACTOR),
    ).rejects.toMatchObject(expected);
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
