import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readProvisioningFile } from "@/lib/server/provisioning/read-provisioning-file";
import { createRuntime, type Runtime } from "@/lib/server/runtime";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { readDatabase } from "../support/read-database";
import { TEST_ACTOR } from "../support/test-actor";

const GOOD = `accounts:
  - name: main
    provider: ez-captcha   # the default
    baseUrl: http://127.0.0.1:9001
    clientKey: \${MAIN_KEY}
    lowBalance: "5000"
    criticalBalance: "1000"
  - name: play
    provider: sandbox
`;

describe("the provisioning file", () => {
  let dataDir: string;
  let path: string;
  const read = (text: string, variables: Record<string, string> = { MAIN_KEY: "key-of-the-main-account" }) => {
    writeFileSync(path, text);
    return readProvisioningFile(path, variables);
  };
  const start = (variables: Record<string, string> = {}): Promise<Runtime> =>
    createRuntime({
      BANWATCH_DATA_DIR: dataDir,
      BANWATCH_LOG_LEVEL: "silent",
      BANWATCH_CONFIG: path,
      MAIN_KEY: "key-of-the-main-account",
      ...variables,
    });

  beforeEach(() => {
    dataDir = makeDataDir();
    path = join(dataDir, "banwatch.yaml");
  });
  afterEach(() => removeDataDir(dataDir));

  it("puts environment variables in after the YAML was read, so that no value can change the structure", () => {
    const key = 'x", name: evil }, { name: "y';
    expect(read(GOOD, { MAIN_KEY: key }).accounts[0]?.clientKey).toBe(key);
    const file = read(`accounts: [{ name: main, provider: ez-captcha, clientKey: "\${MAIN_KEY}" }]`, { MAIN_KEY: key });
    expect(file.accounts).toMatchObject([{ name: "main", clientKey: key }]);
  });

  it.each([
    ["an unset variable", GOOD, {}, /line 5: the environment variable MAIN_KEY is not set/],
    ["an unknown provider", GOOD.replace("ez-captcha", "ezcaptcha"), undefined, /line 3: accounts\[0\]\.provider /],
    ["a misspelt field", GOOD.replace("lowBalance", "lowBalanse"), undefined, /line 2: accounts\[0\].*lowBalanse/],
    ["a threshold that is no number", GOOD.replace('"5000"', "plenty"), undefined, /line 6: accounts\[0\]\.lowBalance/],
    [
      "an address with a password",
      GOOD.replace("127.0.0.1", "u:p@127.0.0.1"),
      undefined,
      /line 4: accounts\[0\]\.baseUrl/,
    ],
    ["a name twice", GOOD.replace("play", "main"), undefined, /line 8: accounts\[1\]\.name "main" is declared twice/],
    [
      "a key that is missing",
      GOOD.replace(/ {4}clientKey: .*\n/, ""),
      undefined,
      /line 2: accounts\[0\]\.clientKey is needed/,
    ],
    [
      "a key with a line break",
      GOOD,
      { MAIN_KEY: "a-key\n  - name: evil" },
      /line 5: .*clientKey .*control characters/,
    ],
    [
      "a sandbox with an address",
      `${GOOD}    baseUrl: http://127.0.0.1:9002\n`,
      undefined,
      /line 10: accounts\[1\]\.baseUrl is not for the sandbox/,
    ],
    [
      "a sandbox with a provider's key",
      `${GOOD}    clientKey: a-real-key-0123\n`,
      undefined,
      /line 10: accounts\[1\]\.clientKey must begin with "sandbox-"/,
    ],
    [
      "a mode that the guard does not have",
      `${GOOD}    guard: loud\n`,
      undefined,
      /line 10: accounts\[1\]\.guard must be one of enforce, observe, off/,
    ],
    [
      "a mode that YAML reads as a switch",
      `guard: false\n${GOOD}`,
      undefined,
      /line 1: guard must be one of enforce, observe, off/,
    ],
    ["shedding that is no switch", `shedding: off\n${GOOD}`, undefined, /line 1: shedding must be true or false/],
    ["broken YAML", "accounts:\n  - name: [", undefined, /line 2: not YAML/],
  ])("names file, line and field of %s", (_name, text, variables, message) => {
    expect(() => read(text, variables)).toThrow(message);
    expect(() => read(text, variables)).toThrow(path);
  });

  it("accepts an empty file", () => {
    expect(read("")).toMatchObject({ accounts: [], proxyKeys: [], apiTokens: [] });
  });

  it("brings the accounts in line, changes nothing the second time, and follows a later change of the file", async () => {
    writeFileSync(path, GOOD);
    const first = await start();
    const created = first.services.accounts.list().accounts;
    expect(created).toMatchObject([
      {
        name: "main",
        provider: "ez-captcha",
        baseUrl: "http://127.0.0.1:9001",
        keyLast4: "ount",
        lowBalance: "5000",
        provisioned: true,
      },
      { name: "play", provider: "sandbox", provisioned: true },
    ]);
    await first.close();

    const second = await start();
    expect(second.services.accounts.list().accounts).toEqual(created);
    await second.close();

    writeFileSync(path, GOOD.replace('"5000"', '"7000"'));
    const third = await start({ MAIN_KEY: "another-key-9999" });
    expect(third.services.accounts.list().accounts[0]).toMatchObject({
      id: created[0]?.id,
      lowBalance: "7000",
      keyLast4: "9999",
    });
    await third.close();
  });

  it("stands in the audit log with what it changed, and only with that", async () => {
    const lines = () =>
      readDatabase(dataDir, (query) =>
        query<{ action: string; actorKind: string; targetName: string }>(
          `SELECT * FROM "AuditEvent" WHERE "targetKind" = 'account' ORDER BY rowid`,
        ),
      ).map(({ action, actorKind, targetName }) => [actorKind, action, targetName]);
    await apply(account("a", "key-number-one"));
    await apply(account("a", "key-number-one"));
    await apply(account("a", "key-number-two", ", proxyKeysOnly: true"));
    await apply();
    expect(lines()).toEqual([
      ["file", "account.created", "a"],
      ["file", "account.changed", "a"],
      ["file", "account.key-replaced", "a"],
      ["file", "account.changed", "a"],
    ]);
  });

  it("takes a bare off for the guard, of an account and of the installation", () => {
    const file = read(`guard: off\nshedding: true\n${GOOD}    guard: off\n`);
    expect(file).toMatchObject({ guard: "off", shedding: true });
    expect(file.accounts.map(({ guard }) => guard)).toEqual([undefined, "off"]);
  });

  it("says what the guard does for an account, and leaves it to the installation where it says nothing", async () => {
    const lines = () =>
      readDatabase(dataDir, (query) =>
        query<{ changes: string }>(`SELECT * FROM "AuditEvent" WHERE "targetKind" = 'account' ORDER BY rowid`),
      ).map(({ changes }) => JSON.parse(changes));
    expect(await apply(account("a", "key-number-one", ", guard: observe"))).toMatchObject([{ guardMode: "observe" }]);
    expect(await apply(account("a", "key-number-one"))).toMatchObject([{ guardMode: null }]);
    expect(lines()[0]).toContainEqual({ field: "guardMode", before: null, after: "observe" });
    expect(lines().slice(1)).toEqual([[{ field: "guardMode", before: "observe", after: null }]]);
  });

  it("refuses to give one key to two accounts", async () => {
    writeFileSync(
      path,
      GOOD.replace("provider: sandbox", "provider: capmonster\n    clientKey: key-of-the-main-account"),
    );
    await expect(start()).rejects.toThrow(/"play" the key that "main" has/);
  });

  const account = (name: string, clientKey: string, more = "") =>
    `  - { name: ${name}, provider: custom, baseUrl: "http://127.0.0.1:9001", clientKey: ${clientKey}${more} }\n`;
  const apply = async (...accounts: string[]) => {
    writeFileSync(path, accounts.length === 0 ? "" : `accounts:\n${accounts.join("")}`);
    const runtime = await start();
    const { accounts: applied } = runtime.services.accounts.list();
    await runtime.close();
    return applied;
  };

  it("takes the same key under a new name for a renamed account", async () => {
    const [before] = await apply(account("old", "key-number-one"));
    const after = await apply(account("new", "key-number-one"));
    expect(after).toMatchObject([{ id: before?.id, name: "new", provisioned: true }]);
  });

  it("hands an account that the file no longer names over to the browser", async () => {
    await apply(account("kept", "key-number-one"), account("dropped", "key-number-two"));
    const after = await apply(account("kept", "key-number-one"));
    expect(after.map(({ name, provisioned }) => [name, provisioned])).toEqual([
      ["kept", true],
      ["dropped", false],
    ]);
    const runtime = await start();
    const dropped = runtime.services.accounts.resolveId("dropped");
    await expect(runtime.services.accounts.update(dropped, { name: "mine" }, TEST_ACTOR)).resolves.toMatchObject({
      name: "mine",
    });
    await runtime.close();
  });

  it("leaves nothing half applied when it refuses a file", async () => {
    const before = await apply(account("first", "key-number-one"), account("second", "key-number-two"));
    const changed = account("first", "key-number-nine", ", unit: coins");
    await expect(apply(changed, account("third", "key-number-3"), account("4th", "key-number-3"))).rejects.toThrow(
      /"4th" the key that "third" has/,
    );
    // The browser sees what the database holds: without a file only the claim to the accounts is gone.
    const copy = makeDataDir();
    cpSync(dataDir, copy, { recursive: true });
    const runtime = await start({ BANWATCH_CONFIG: "", BANWATCH_DATA_DIR: copy });
    const untouched = runtime.services.accounts.list().accounts;
    await runtime.close();
    removeDataDir(copy);
    expect(untouched).toEqual(before.map((known) => ({ ...known, provisioned: false })));
  });

  it("lets declared accounts exchange their keys", async () => {
    const before = await apply(
      account("a", "key-of-number-1"),
      account("b", "key-of-number-2"),
      account("c", "key-of-number-3"),
    );
    const after = await apply(
      account("a", "key-of-number-2"),
      account("b", "key-of-number-3"),
      account("c", "key-of-number-1"),
    );
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(after.map(({ keyLast4 }) => keyLast4)).toEqual(["er-2", "er-3", "er-1"]);
  });

  it("says who has a key that is not declared under its name", async () => {
    await apply(account("a", "key-number-one"), account("b", "key-number-two"));
    await expect(apply(account("b", "key-number-one"))).rejects.toThrow(
      /"b" the key that "a" has\. One key is one account: declare it as "a", or give "a" another key first/,
    );
  });

  it("does not keep a real key for an account that becomes a sandbox", async () => {
    await apply(account("a", "a-real-key-0123"));
    const [sandbox] = await apply("  - { name: a, provider: sandbox }\n");
    expect(sandbox?.sandboxKey).toMatch(/^sandbox-/);
  });

  it("refuses an address that is Banwatch's own", async () => {
    writeFileSync(path, GOOD);
    await expect(start({ PORT: "9001" })).rejects.toThrow(
      /baseUrl of the account "main" is the address of this Banwatch/,
    );
  });

  describe("proxy keys", () => {
    const KEY_ONE = `bw_${"1".repeat(43)}`;
    const KEY_TWO = `bw_${"2".repeat(43)}`;
    const MAIN = account("main", "key-number-one");
    const entry = (label: string, key: string, more = "") =>
      `  - { account: main, label: ${label}, key: ${key}${more} }\n`;
    /** Starts on the file, and hands over what came of it. */
    const applyKeys = async (...keys: string[]) => {
      writeFileSync(path, `accounts:\n${MAIN}${keys.length === 0 ? "" : `proxyKeys:\n${keys.join("")}`}`);
      const runtime = await start();
      const { keys: applied } = await runtime.services.proxyKeys.list({});
      await runtime.close();
      return applied;
    };
    const auditLines = () =>
      readDatabase(dataDir, (query) =>
        query<{ action: string; actorKind: string; changes: string }>(
          `SELECT * FROM "AuditEvent" WHERE "targetKind" = 'proxy-key' ORDER BY rowid`,
        ),
      );

    it("are made from variables, kept as a hash, and left alone the second time", async () => {
      const file = `accounts:\n${MAIN}proxyKeys:\n${entry("crawler", `"\${PROGRAM_KEY}"`, ", methods: [getBalance], callsPerMinute: 9")}`;
      writeFileSync(path, file);
      const first = await start({ PROGRAM_KEY: KEY_ONE });
      const { keys } = await first.services.proxyKeys.list({});
      expect(keys).toMatchObject([
        {
          label: "crawler",
          account: "main",
          methods: ["getBalance"],
          callsPerMinute: 9,
          provisioned: true,
          last4: "1111",
        },
      ]);
      await expect(first.services.proxyKeys.revoke(keys[0]?.id ?? "", TEST_ACTOR)).rejects.toMatchObject({
        status: 409,
        code: "provisioned",
      });
      await first.close();
      const second = await start({ PROGRAM_KEY: KEY_ONE });
      expect((await second.services.proxyKeys.list({})).keys).toEqual(keys);
      await second.close();
      expect(auditLines().map(({ action, actorKind }) => [action, actorKind])).toEqual([["proxy-key.created", "file"]]);
      expect(readFileSync(join(dataDir, "banwatch.db")).includes(KEY_ONE)).toBe(false);
    });

    it("get a new text under the same label, and keep what they are", async () => {
      const [before] = await applyKeys(entry("crawler", KEY_ONE));
      expect(await applyKeys(entry("crawler", KEY_TWO))).toMatchObject([{ id: before?.id, last4: "2222" }]);
      expect(auditLines().at(-1)).toMatchObject({ action: "proxy-key.changed" });
      expect(JSON.parse(auditLines().at(-1)?.changes ?? "")).toEqual([
        { field: "key", before: null, after: "changed" },
      ]);
    });

    it("keep what they are under a new label as well, and may exchange their labels", async () => {
      const before = await applyKeys(entry("a", KEY_ONE), entry("b", KEY_TWO));
      const after = await applyKeys(entry("b", KEY_ONE), entry("a", KEY_TWO));
      const idsByText = (keys: typeof before) => Object.fromEntries(keys.map(({ last4, id }) => [last4, id]));
      expect(idsByText(after)).toEqual(idsByText(before));
      expect(after.map(({ label, last4 }) => `${label} ${last4}`).sort()).toEqual(["a 2222", "b 1111"]);
    });

    it("end when they leave the file, and come back with it", async () => {
      const [before] = await applyKeys(entry("crawler", KEY_ONE));
      expect(await applyKeys()).toMatchObject([{ id: before?.id, state: "revoked" }]);
      expect(await applyKeys(entry("crawler", KEY_ONE))).toMatchObject([{ id: before?.id, state: "active" }]);
      expect(auditLines().map(({ action }) => action)).toEqual([
        "proxy-key.created",
        "proxy-key.revoked",
        "proxy-key.changed",
      ]);
    });

    it("do not bring back a key that a person revoked", async () => {
      await applyKeys();
      const runtime = await start();
      const accountId = runtime.services.accounts.resolveId("main");
      const made = await runtime.services.proxyKeys.create({ accountId, label: "mine" }, TEST_ACTOR);
      await runtime.services.proxyKeys.revoke(made.proxyKey.id, TEST_ACTOR);
      await runtime.close();
      await expect(applyKeys(entry("crawler", made.key))).rejects.toThrow(
        /line 4: proxyKeys\[0\]\.key is a key that was revoked/,
      );
    });

    it.each([
      [
        "an account that is not there",
        [entry("a", KEY_ONE).replace("main", "mian")],
        /line 4: proxyKeys\[0\]\.account names "mian"/,
      ],
      [
        "a text that stands twice",
        [entry("a", KEY_ONE), entry("b", KEY_ONE)],
        /line 5: proxyKeys\[1\]\.key is the text of "a"/,
      ],
      [
        "a label that stands twice",
        [entry("a", KEY_ONE), entry("a", KEY_TWO)],
        /line 5: proxyKeys\[1\]\.label "a" is declared twice/,
      ],
      ["a text that is easily guessed", [entry("a", "bw_secret")], /line 4: proxyKeys\[0\]\.key must be bw_ and 32/],
      ["a misspelt field", [entry("a", KEY_ONE, ", method: [x]")], /line 4: proxyKeys\[0\].*method/],
    ])("name file, line and field of %s, and leave nothing half applied", async (_name, keys, message) => {
      await apply();
      const error: unknown = await applyKeys(...keys).catch((reason) => reason);
      expect(String(error)).toMatch(message);
      expect(String(error)).toContain(path);
      expect(String(error)).not.toContain(KEY_ONE);
      const accounts = readDatabase(dataDir, (query) => query(`SELECT "id" FROM "Account"`));
      expect(accounts).toEqual([]);
    });
  });

  it("does not start with another secret than the keys were encrypted with", async () => {
    writeFileSync(path, GOOD);
    await (await start()).close();
    await expect(start({ BANWATCH_SECRET: "x".repeat(64) })).rejects.toThrow(/does not fit the database/);
  });
});
