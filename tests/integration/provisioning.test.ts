import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readProvisioningFile } from "@/lib/server/provisioning/read-provisioning-file";
import { createRuntime, type Runtime } from "@/lib/server/runtime";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";

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
    const file = read(GOOD, { MAIN_KEY: 'x"\n  - name: evil: {' });
    expect(file.accounts[0]?.clientKey).toBe('x"\n  - name: evil: {');
    expect(file.accounts).toHaveLength(2);
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
    ["broken YAML", "accounts:\n  - name: [", undefined, /line 2: not YAML/],
  ])("names file, line and field of %s", (_name, text, variables, message) => {
    expect(() => read(text, variables)).toThrow(message);
    expect(() => read(text, variables)).toThrow(path);
  });

  it("accepts an empty file", () => {
    expect(read("")).toEqual({ accounts: [] });
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

  it("refuses to give one key to two accounts", async () => {
    writeFileSync(
      path,
      GOOD.replace("provider: sandbox", "provider: capmonster\n    clientKey: key-of-the-main-account"),
    );
    await expect(start()).rejects.toThrow(/"play" the key that "main" has/);
  });

  it("does not start with another secret than the keys were encrypted with", async () => {
    writeFileSync(path, GOOD);
    await (await start()).close();
    await expect(start({ BANWATCH_SECRET: "x".repeat(64) })).rejects.toThrow(/secret does not fit the database/);
  });
});
