import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startSandboxServer } from "@/lib/sandbox/http-server";
import { callProvider, createAccount } from "../support/api";
import { makeDataDir, removeDataDir, startBanwatch } from "../support/banwatch-process";

const CLIENT_KEY = "canary-client-key-7f3a9c51e2";
const UNKNOWN_KEY = "canary-unknown-key-c01d5e";
const PROXY_PASSWORD = "canary-proxy-password-18ab";
const SOLUTION = "canary-solution-token-55d0e9";
const AUTHORIZATION = "canary-authorization-90ffe1";
const CANARIES = [CLIENT_KEY, UNKNOWN_KEY, PROXY_PASSWORD, SOLUTION, AUTHORIZATION];

const PAGES = ["/", "/errors", "/accounts", "/setup"];
const API = [
  "/api/errors",
  "/api/errors/frequency",
  "/api/accounts",
  "/api/balances",
  "/api/overview",
  "/api/cooldowns",
  "/api/health",
];

function* listFiles(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* listFiles(path);
    else yield path;
  }
}

/** Every spelling that a leak could take. */
const spellings = (canary: string) => [
  canary,
  encodeURIComponent(canary),
  Buffer.from(canary).toString("base64").replace(/=+$/, ""),
  Buffer.from(canary).toString("hex"),
];

function expectNoCanary(where: string, content: Buffer): void {
  for (const canary of CANARIES) {
    for (const spelling of spellings(canary)) expect(content.includes(spelling), `${canary} in ${where}`).toBe(false);
  }
}

describe("a secret that passes through", () => {
  it("is found nowhere: not in the database, its WAL, the spool, the log, an answer or a page", async () => {
    const sandbox = await startSandboxServer();
    sandbox.provider.addAccount({ clientKey: CLIENT_KEY, balance: 1_000 });
    const dataDir = makeDataDir();
    const banwatch = await startBanwatch({ dataDir, variables: { BANWATCH_LOG_LEVEL: "debug" } });
    await createAccount(banwatch.origin, {
      name: "main",
      clientKey: CLIENT_KEY,
      baseUrl: sandbox.origin,
      saveUnchecked: false,
    });
    const task = {
      type: "RecaptchaV2Task",
      websiteURL: `https://user:${PROXY_PASSWORD}@shop.example/?token=${SOLUTION}`,
      proxy: `http://user:${PROXY_PASSWORD}@10.0.0.1:80`,
      proxyPassword: PROXY_PASSWORD,
    };
    const answers = [
      { kind: "error" as const, code: "ERROR_KEY_BANNED", description: `The key ${CLIENT_KEY} has been banned` },
      { kind: "json" as const, body: { errorId: 0, status: "ready", solution: { token: SOLUTION } } },
      { kind: "raw" as const, body: `<html>${SOLUTION} ${CLIENT_KEY}</html>`, httpStatus: 502 },
      { kind: "drop" as const, when: "mid-body" as const },
    ];
    for (const answer of answers) {
      sandbox.provider.next({ method: "createTask", answer });
      await fetch(`${banwatch.origin}/createTask`, {
        method: "POST",
        headers: { authorization: `Bearer ${AUTHORIZATION}` },
        body: JSON.stringify({ clientKey: CLIENT_KEY, task }),
      }).then((response) => response.arrayBuffer());
    }
    await callProvider(banwatch.origin, "createTask", { clientKey: UNKNOWN_KEY, task });
    await fetch(`${banwatch.origin}/createTask`, { method: "POST", body: `{"clientKey":"${UNKNOWN_KEY}", broken` });
    const upstreamSaw = sandbox.provider.recentRequests.map((seen) => JSON.stringify(seen.headers)).join();
    expect(upstreamSaw).not.toContain(AUTHORIZATION);

    for (const path of [...PAGES, ...API]) {
      const response = await fetch(`${banwatch.origin}${path}`);
      expect(response.status, path).toBe(200);
      expectNoCanary(path, Buffer.from(await response.arrayBuffer()));
    }
    for (const path of listFiles(dataDir)) expectNoCanary(path, readFileSync(path));
    await banwatch.stop();
    for (const path of listFiles(dataDir)) expectNoCanary(path, readFileSync(path));
    expectNoCanary("the log", Buffer.from(banwatch.output()));
    await sandbox.close();
    removeDataDir(dataDir);
  });
});
