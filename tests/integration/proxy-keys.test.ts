import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createProxyKeyRequest } from "@/lib/contracts/proxy-keys";
import { createRuntime } from "@/lib/server/runtime";
import { CLIENT_KEY, type InProcess, readReply, startInProcess } from "../support/in-process";
import { readDatabase } from "../support/read-database";
import { TEST_ACTOR } from "../support/test-actor";

const TASK = { type: "ImageToTextTask", body: "aGVsbG8=" };

describe("proxy keys", () => {
  let banwatch: InProcess;
  const services = () => banwatch.runtime.services;
  const provider = () => banwatch.sandbox.provider;
  const issue = (settings: object = {}) =>
    services().proxyKeys.create(
      createProxyKeyRequest.parse({ accountId: banwatch.accountId, label: "crawler", ...settings }),
      TEST_ACTOR,
    );
  const latest = async () => (await services().errors.list({ limit: 1 })).events[0];
  const fail = (code: string, more: object = {}) =>
    provider().next({ method: "createTask", answer: { kind: "error", code, ...more } });
  const lastBody = () => Buffer.from(provider().recentRequests.at(-1)?.bodyBytes ?? []).toString();
  const auditLines = () =>
    readDatabase(banwatch.dataDir, (query) =>
      query<{ action: string; targetName: string; changes: string }>(
        `SELECT "action", "targetName", "changes" FROM "AuditEvent" WHERE "actorId" = 'test' ORDER BY rowid`,
      ),
    );

  beforeEach(async () => {
    banwatch = await startInProcess();
  });
  afterEach(() => banwatch.close());

  it("are shown once, and kept as a hash", async () => {
    const { key, proxyKey } = await issue();
    expect(key).toMatch(/^bw_[A-Za-z0-9_-]{43}$/);
    expect(proxyKey).toMatchObject({ label: "crawler", account: "main", last4: key.slice(-4), state: "active" });
    expect(JSON.stringify(await services().proxyKeys.list({}))).not.toContain(key);
    await banwatch.runtime.close();
    const files = readdirSync(banwatch.dataDir, { withFileTypes: true }).filter((entry) => entry.isFile());
    const holders = files.filter(({ name }) => readFileSync(join(banwatch.dataDir, name)).includes(key));
    expect(files.map(({ name }) => name)).toContain("banwatch.db");
    expect(holders).toEqual([]);
    banwatch = await startInProcess();
  });

  it("are exchanged for the account's key, and nothing else of the call is touched", async () => {
    const { key } = await issue();
    const body = (clientKey: string) =>
      `{ "task":{"clientKey":"inner"}, "taskId" : 12345678901234567890, "clientKey"\t:"${clientKey}", "n": 1.50, "文": "\\u00e9" }\n`;
    const reply = await banwatch.call("getTaskResult", body(key));
    expect(reply.origin).toBe("upstream");
    expect(lastBody()).toBe(body(CLIENT_KEY));
  });

  it.each(["application/x-www-form-urlencoded", "application/json; charset=utf-7", "text/plain", undefined])(
    "go to the provider as JSON when the program says %s, and the account's own key as the program says",
    async (contentType) => {
      const { key } = await issue();
      const headers = contentType === undefined ? {} : { "content-type": contentType };
      const typeSent = async (clientKey: string) => {
        await banwatch.call("getBalance", { clientKey }, { headers });
        return provider().recentRequests.at(-1)?.headers["content-type"];
      };
      expect(await typeSent(key)).toBe("application/json");
      expect(await typeSent(CLIENT_KEY)).toBe(contentType);
    },
  );

  it("work beside the account's own key", async () => {
    const { key } = await issue();
    for (const clientKey of [key, CLIENT_KEY]) {
      expect(readReply(await banwatch.call("getBalance", { clientKey }))).toMatchObject({ errorId: 0 });
    }
  });

  it("take the place of the account's key in a reply that repeats it; neither is recorded", async () => {
    const { key } = await issue();
    fail("ERROR_KEY_BANNED", { description: `key ${CLIENT_KEY} (sent as ${key}) is banned` });
    const reply = await banwatch.call("createTask", { clientKey: key, task: { ...TASK, type: key }, taskId: key });
    expect(Buffer.from(reply.body).toString()).not.toContain(CLIENT_KEY);
    expect(readReply(reply).errorDescription).toBe(`key ${key} (sent as ${key}) is banned`);
    expect(await latest()).toMatchObject({
      description: "key [clientKey] (sent as [clientKey]) is banned",
      taskType: "[clientKey]",
      taskId: "[clientKey]",
    });
  });

  it("leave a reply as it came for a program that has the account's own key", async () => {
    fail("ERROR_KEY_BANNED", { description: `key ${CLIENT_KEY} is banned` });
    const reply = await banwatch.call("createTask", { clientKey: CLIENT_KEY, task: TASK });
    expect(readReply(reply).errorDescription).toContain(CLIENT_KEY);
  });

  describe("that do not open anything any more", () => {
    const refused = async (key: string, words: string) => {
      const before = provider().received.total;
      const reply = await banwatch.call("createTask", { clientKey: key, task: TASK });
      expect(reply).toMatchObject({ origin: "local", status: 200 });
      expect(readReply(reply)).toMatchObject({ errorId: 1, errorCode: "ERROR_KEY_DOES_NOT_EXIST" });
      expect(readReply(reply).errorDescription).toContain(words);
      expect(provider().received.total).toBe(before);
    };

    it("are refused at the very next call once they are revoked, and the refusal is attributed to them", async () => {
      const { key, proxyKey } = await issue();
      await banwatch.call("getBalance", { clientKey: key });
      expect(await services().proxyKeys.revoke(proxyKey.id, TEST_ACTOR)).toMatchObject({ state: "revoked" });
      await refused(key, "was revoked");
      expect(await latest()).toMatchObject({ origin: "local", account: "main", proxyKey: "crawler" });
      expect(services().cooldowns.listRunning().cooldowns).toEqual([]);
    });

    it("are refused once they have expired", async () => {
      const { key } = await issue({ expiresAtMs: Date.now() + 40 });
      await new Promise((resolve) => setTimeout(resolve, 60));
      await refused(key, "has expired");
    });

    it("are refused while their account is archived, and work again after", async () => {
      const { key } = await issue();
      await services().accounts.update(banwatch.accountId, { archived: true }, TEST_ACTOR);
      await refused(key, "archived");
      await services().accounts.update(banwatch.accountId, { archived: false }, TEST_ACTOR);
      expect((await banwatch.call("getBalance", { clientKey: key })).origin).toBe("upstream");
    });

    it("are refused when nobody ever issued them", async () => {
      await refused(`bw_${"A".repeat(43)}`, "never issued");
      expect(await latest()).toMatchObject({ account: null, proxyKeyId: null });
    });

    it("stay revoked after a restart", async () => {
      const { key, proxyKey } = await issue();
      await services().proxyKeys.revoke(proxyKey.id, TEST_ACTOR);
      await banwatch.runtime.close();
      const runtime = await createRuntime({ BANWATCH_DATA_DIR: banwatch.dataDir, BANWATCH_LOG_LEVEL: "silent" });
      banwatch = { ...banwatch, runtime };
      const reply = await runtime.handleCall({
        method: "getBalance",
        headers: {},
        body: { kind: "read", bytes: Buffer.from(JSON.stringify({ clientKey: key })) },
        callerAddress: null,
      });
      expect(readReply(reply).errorDescription).toContain("was revoked");
    });
  });

  it("may be held to some methods", async () => {
    const { key } = await issue({ methods: ["getBalance"] });
    expect((await banwatch.call("getBalance", { clientKey: key })).origin).toBe("upstream");
    const reply = await banwatch.call("createTask", { clientKey: key, task: TASK });
    expect(readReply(reply)).toMatchObject({ errorCode: "ERROR_TASK_NOT_SUPPORTED" });
    expect(provider().received.byMethod.createTask ?? 0).toBe(0);
    expect(await latest()).toMatchObject({ origin: "local", method: "createTask", proxyKey: "crawler" });
  });

  it("may be held to so many calls a minute, and say when to come back", async () => {
    const { key } = await issue({ callsPerMinute: 2 });
    for (const origin of ["upstream", "upstream", "local"]) {
      expect((await banwatch.call("getBalance", { clientKey: key })).origin).toBe(origin);
    }
    const reply = await banwatch.call("getBalance", { clientKey: key });
    expect(readReply(reply)).toMatchObject({ errorCode: "ERROR_NO_SLOT_AVAILABLE" });
    expect(Number(reply.headers["retry-after"])).toBeGreaterThan(0);
    expect(Number(reply.headers["retry-after"])).toBeLessThanOrEqual(60);
  });

  it("are the only ones that open an account which takes no other; Banwatch's own look-ups go on", async () => {
    const { key } = await issue();
    await services().accounts.update(banwatch.accountId, { proxyKeysOnly: true }, TEST_ACTOR);
    const reply = await banwatch.call("getBalance", { clientKey: CLIENT_KEY });
    expect(readReply(reply)).toMatchObject({ errorCode: "ERROR_KEY_DOES_NOT_EXIST" });
    expect(readReply(reply).errorDescription).toContain("proxy keys only");
    expect(await latest()).toMatchObject({ account: "main", proxyKeyId: null, origin: "local" });
    expect((await banwatch.call("getBalance", { clientKey: key })).origin).toBe("upstream");
    provider().addAccount({ clientKey: "another-real-key", balance: 7 });
    const change = { clientKey: "another-real-key" };
    expect(await services().accounts.update(banwatch.accountId, change, TEST_ACTOR)).toMatchObject({ balance: "7" });
  });

  it("tell who caused what, by errors, by charts and by callers", async () => {
    const { key, proxyKey } = await issue();
    const { key: other, proxyKey: otherKey } = await issue({ label: "shop" });
    for (const code of ["ERROR_A", "ERROR_A", "ERROR_B"]) {
      fail(code);
      await banwatch.call("createTask", { clientKey: key, task: TASK });
    }
    for (const code of ["ERROR_B", "ERROR_B"]) {
      fail(code);
      await banwatch.call("createTask", { clientKey: other, task: TASK });
    }
    fail("ERROR_C");
    await banwatch.call("createTask", { clientKey: CLIENT_KEY, task: TASK });
    await banwatch.call("getBalance", { clientKey: key });
    await services().proxyKeys.revoke(proxyKey.id, TEST_ACTOR);
    await banwatch.call("getBalance", { clientKey: key });
    // Successes are in the database within a second.
    await new Promise((resolve) => setTimeout(resolve, 1_300));

    const { events } = await services().errors.list({ limit: 50, key: proxyKey.id, origin: "upstream" });
    expect(events.map(({ code, proxyKey: label }) => [code, label])).toEqual([
      ["ERROR_B", "crawler"],
      ["ERROR_A", "crawler"],
      ["ERROR_A", "crawler"],
    ]);
    const { codes } = await services().errors.getFrequency({ period: "1h", key: otherKey.id, account: "main" });
    expect(codes).toEqual([{ code: "ERROR_B", errors: 2 }]);
    const { callers } = await services().callers.list(banwatch.accountId, { period: "1h" });
    expect(callers).toEqual([
      {
        kind: "proxy-key",
        proxyKeyId: proxyKey.id,
        label: "crawler",
        person: null,
        revoked: true,
        calls: 4,
        errors: 3,
        answeredHere: 1,
        codes: [
          { code: "ERROR_A", errors: 2 },
          { code: "ERROR_B", errors: 1 },
        ],
        otherCodes: { codes: 0, errors: 0 },
      },
      expect.objectContaining({ label: "shop", revoked: false, calls: 2, errors: 2, answeredHere: 0 }),
      expect.objectContaining({ kind: "account-key", proxyKeyId: null, calls: 1, errors: 1 }),
    ]);
  });

  it("that do not exist are no filter", async () => {
    const expected = { status: 400, details: { fields: [{ field: "key" }] } };
    await expect(services().errors.list({ limit: 1, key: "nope" })).rejects.toMatchObject(expected);
    await expect(services().errors.getFrequency({ period: "1h", key: "nope" })).rejects.toMatchObject(expected);
    await expect(services().callers.list("nope", { period: "1h" })).rejects.toMatchObject({ status: 404 });
  });

  it.each([
    ["accountId", { accountId: "nope" }],
    ["personId", { personId: "nobody" }],
    ["expiresAtMs", { expiresAtMs: 1 }],
  ])("are not issued with a wrong %s", async (field, settings) => {
    await expect(issue(settings)).rejects.toMatchObject({ status: 400, details: { fields: [{ field }] } });
    expect((await services().proxyKeys.list({})).keys).toEqual([]);
  });

  it("are not issued for an account that is archived", async () => {
    await services().accounts.update(banwatch.accountId, { archived: true }, TEST_ACTOR);
    await expect(issue()).rejects.toMatchObject({ status: 400, details: { fields: [{ field: "accountId" }] } });
  });

  it("are written into the audit log with what they may, without their text, and once for two revocations", async () => {
    const { key, proxyKey } = await issue({ methods: ["getBalance"], callsPerMinute: 5 });
    await Promise.all([1, 2].map(() => services().proxyKeys.revoke(proxyKey.id, TEST_ACTOR)));
    await services().proxyKeys.revoke(proxyKey.id, TEST_ACTOR);
    const lines = auditLines().filter(({ action }) => action.startsWith("proxy-key."));
    expect(lines.map(({ action, targetName }) => [action, targetName])).toEqual([
      ["proxy-key.created", "crawler"],
      ["proxy-key.revoked", "crawler"],
    ]);
    expect(JSON.parse(lines[0]?.changes ?? "")).toEqual(
      expect.arrayContaining([
        { field: "account", before: null, after: "main" },
        { field: "methods", before: null, after: "getBalance" },
        { field: "callsPerMinute", before: null, after: "5" },
      ]),
    );
    expect(JSON.stringify(lines)).not.toContain(key);
    await expect(services().proxyKeys.revoke("nope", TEST_ACTOR)).rejects.toMatchObject({ status: 404 });
  });

  it("of a person end together, and no other does", async () => {
    const writeUser = `INSERT INTO "User" ("id", "name", "email", "createdAt", "updatedAt") VALUES ('p', 'Pat', 'p@x.test', 0, 0)`;
    const { default: Database } = await import("better-sqlite3");
    const database = new Database(join(banwatch.dataDir, "banwatch.db"));
    database.prepare(writeUser).run();
    database.close();
    const own = await issue({ personId: "p", label: "pat" });
    const other = await issue();
    expect(own.proxyKey).toMatchObject({ personId: "p", person: "Pat" });
    await services().proxyKeys.revokeOfPerson("p", TEST_ACTOR);
    const { keys } = await services().proxyKeys.list({ account: "main" });
    expect(keys.map(({ id, state }) => [id, state])).toEqual([
      [other.proxyKey.id, "active"],
      [own.proxyKey.id, "revoked"],
    ]);
    expect((await banwatch.call("getBalance", { clientKey: own.key })).origin).toBe("local");
  });

  it("remember their last use, which is in the database once Banwatch has stopped", async () => {
    const { key, proxyKey } = await issue();
    expect(proxyKey.lastUsedAtMs).toBeNull();
    const before = Date.now();
    await banwatch.call("getBalance", { clientKey: key });
    const [listed] = (await services().proxyKeys.list({})).keys;
    expect(listed?.lastUsedAtMs).toBeGreaterThanOrEqual(before);
    await banwatch.call("getBalance", { clientKey: key });
    expect((await services().proxyKeys.list({})).keys[0]?.lastUsedAtMs).toBe(listed?.lastUsedAtMs);
    await banwatch.runtime.close();
    const rows = readDatabase(banwatch.dataDir, (query) =>
      query<{ lastUsedAtMs: number }>(`SELECT "lastUsedAtMs" FROM "ProxyKey"`),
    );
    expect(rows.map(({ lastUsedAtMs }) => Number(lastUsedAtMs))).toEqual([listed?.lastUsedAtMs]);
    banwatch = await startInProcess();
  });
});
