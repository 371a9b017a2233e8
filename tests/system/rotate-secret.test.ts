import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockDataDir } from "@/lib/server/store/sqlite/lock";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { countTexts, decryptAll, openTestSecrets, seedEncryptedData } from "../support/encrypted-data";

const ROWS = 150;
const ALL_TEXTS = countTexts(ROWS);

/** Runs a program of the product to its end, or to `killAfterMs`. */
function run(args: readonly string[], options: { dataDir: string; variables?: object; killAfterMs?: number }) {
  const child = spawn(process.execPath, ["--import", "tsx", ...args], {
    env: { ...process.env, BANWATCH_DATA_DIR: options.dataDir, ...options.variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const timer =
    options.killAfterMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), options.killAfterMs);
  return new Promise<{ code: number | null; signal: string | null; output: string }>((resolve) =>
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, output });
    }),
  );
}

describe("npm run rotate-secret", () => {
  let dataDir: string;
  let first: string;
  const rotate = (options: { variables?: object; killAfterMs?: number } = {}) =>
    run(["lib/cli/rotate-secret.ts"], { dataDir, ...options });

  beforeEach(async () => {
    dataDir = makeDataDir();
    const secrets = await openTestSecrets(dataDir);
    first = secrets.secret;
    await seedEncryptedData(dataDir, secrets, ROWS);
  });
  afterEach(() => removeDataDir(dataDir));

  const expectWhole = async () => {
    const secrets = await openTestSecrets(dataDir);
    expect(await decryptAll(dataDir, secrets)).toBe(ALL_TEXTS);
    expect(readFileSync(join(dataDir, "secret"), "utf8").trim()).toBe(secrets.secret);
    expect(existsSync(join(dataDir, "secret.next"))).toBe(false);
    return secrets;
  };

  it("replaces the secret and says what it did, never what the secret is", async () => {
    const { code, output } = await rotate();
    expect(code, output).toBe(0);
    expect(output).toMatch(
      /There is a new secret\. Encrypted anew: keys of accounts 150, second factors 150, channels 150, browsers 150/,
    );
    expect(output).toMatch(/Everybody has been signed out/);
    const { secret } = await expectWhole();
    expect(secret).not.toBe(first);
    expect(output).not.toContain(secret);
    expect(output).not.toContain(first);
  });

  it("tells of the variable to change where the secret is one", async () => {
    const secret = "the-present-secret-of-the-environment";
    const newSecret = "the-new-secret-of-the-environment-here";
    const other = makeDataDir();
    await openTestSecrets(other, { secret });
    const variables = { BANWATCH_DATA_DIR: other, BANWATCH_SECRET: secret, BANWATCH_NEW_SECRET: newSecret };
    const { code, output } = await rotate({ variables });
    expect(code, output).toBe(0);
    expect(output).toMatch(/set BANWATCH_SECRET to what BANWATCH_NEW_SECRET is/);
    expect(output).not.toContain(newSecret);
    expect((await openTestSecrets(other, { secret: newSecret })).vault.keyId).toBe("k2");
    removeDataDir(other);
  });

  it("fails with one line while Banwatch runs", async () => {
    const unlock = lockDataDir(join(dataDir, "lock.db"));
    const { code, output } = await rotate();
    unlock();
    expect(code).toBe(1);
    expect(output.trim()).toMatch(/^banwatch: Another Banwatch uses this data directory.*$/);
    expect((await expectWhole()).secret).toBe(first);
  });

  it.each([
    ["new secret kept", 1, "k1"],
    ["row encrypted anew", 1, "k1"],
    ["row encrypted anew", 200, "k1"],
    ["row encrypted anew", 550, "k1"],
    ["database committed", 1, "k2"],
    ["new secret in place", 1, "k2"],
  ])("may be killed after '%s' (%i): the next start finds everything", async (step, nth, keyId) => {
    const { signal, output } = await run(["tests/support/rotate-and-die.ts", dataDir, step, String(nth)], { dataDir });
    expect(signal, output).toBe("SIGKILL");
    expect((await expectWhole()).vault.keyId).toBe(keyId);
  });

  it("may be killed at any instant, again and again", async () => {
    const startMs = performance.now();
    const { code, output } = await rotate();
    const wholeMs = performance.now() - startMs;
    expect(code, output).toBe(0);
    // Most of it is the start of the program; what matters comes at the end.
    for (const part of [0.7, 0.8, 0.9, 0.95]) {
      await rotate({ killAfterMs: wholeMs * part });
      await expectWhole();
    }
  }, 180_000);
});
