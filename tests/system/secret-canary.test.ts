import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Secret, URI } from "otpauth";
import { describe, expect, it } from "vitest";
import { startSandboxServer } from "@/lib/sandbox/http-server";
import { deriveAuthSecret, deriveKey } from "@/lib/server/secrets/derive";
import { callProvider, createAccount } from "../support/api";
import {
  type BanwatchProcess,
  findFreePort,
  makeDataDir,
  removeDataDir,
  startBanwatch,
} from "../support/banwatch-process";
import { type Canaries, createCanaries, listPages, listReads } from "../support/canaries";
import { OWNER, ownerCookie } from "../support/owner";

const CLIENT_KEY = "canary-client-key-7f3a9c51e2";
const UNKNOWN_KEY = "canary-unknown-key-c01d5e";
const PROXY_PASSWORD = "canary-proxy-password-18ab";
const SOLUTION = "canary-solution-token-55d0e9";
const AUTHORIZATION = "canary-authorization-90ffe1";
const FIRST_PASSWORD = "canary first password 3c6f'1";
const CHANGED_PASSWORD = "canary changed password 77b0'2";
const RESET_PASSWORD = "canary reset password d41d'3";
const WRONG_PASSWORD = "canary wrong password 0e5a'4";
const OIDC_SECRET = "canary-oidc-client-secret-a9d1c4";
const INSTALLATION_SECRET = `canary-installation-secret-${randomBytes(16).toString("hex")}`;

interface Asked {
  readonly json: Record<string, never>;
  /** What a browser would send from now on. */
  readonly cookie: string;
}

/** better-auth has the sessions' tokens in the database by design; without the signature they open nothing. */
const SESSION_TABLE = /^file banwatch\.db/;

/** A caller whose every answer is kept, under the method and path and a name for the occasion. */
function createCaller(origin: string, canaries: Canaries) {
  return async (
    path: string,
    {
      method = "GET",
      body,
      cookie = "",
      note = "",
      bearer,
    }: {
      method?: string;
      body?: object;
      cookie?: string;
      note?: string;
      bearer?: string;
    } = {},
  ): Promise<Asked> => {
    const headers: Record<string, string> = { cookie };
    if (bearer !== undefined) headers.authorization = `Bearer ${bearer}`;
    if (method !== "GET") headers["content-type"] = "application/json";
    const response = await fetch(`${origin}${path}`, {
      method,
      headers,
      redirect: "manual",
      body: method === "GET" ? undefined : JSON.stringify(body ?? {}),
    });
    const text = await response.text();
    const shown = [...response.headers].filter(([name]) => name !== "set-cookie");
    canaries.keep(`${method} ${path}${note && ` (${note})`}`, `${JSON.stringify(shown)}\n${text}`);
    const set = response.headers.getSetCookie().filter((line) => !/max-age=0/i.test(line));
    for (const line of set) addCookie(canaries, line);
    const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
    return { json: isJson ? JSON.parse(text) : {}, cookie: set.map((line) => line.split(";")[0]).join("; ") };
  };
}

/** The whole value, its signature and what it signs. */
function addCookie(canaries: Canaries, line: string): void {
  const [name = "", encoded = ""] = (line.split(";")[0] ?? "").split(/=(.*)/);
  const value = decodeURIComponent(encoded);
  const at = value.lastIndexOf(".");
  canaries.add(`the cookie ${name}`, value);
  if (at < 0) return;
  canaries.add(`the signature of ${name}`, value.slice(at + 1));
  canaries.add(`the token of ${name}`, value.slice(0, at), SESSION_TABLE);
}

/** Keeps what everybody with the owner's rights can read now, and everything on the disk and in the log. */
async function sweep(banwatch: BanwatchProcess, canaries: Canaries, cookie: string, accountId: string): Promise<void> {
  const ask = createCaller(banwatch.origin, canaries);
  for (const path of await listReads(accountId)) await ask(path, { cookie, note: "asked again" });
  for (const path of listPages()) {
    await ask(path, { cookie, note: "page" });
    await ask(path, { note: "page, signed out" });
  }
  canaries.keepFiles(banwatch.dataDir);
  await banwatch.stop();
  canaries.keepFiles(banwatch.dataDir);
  canaries.keep("the log", banwatch.output());
}

describe("a secret", () => {
  it("that passes through or is shown once is found nowhere else", async () => {
    const canaries = createCanaries();
    const constants = { CLIENT_KEY, UNKNOWN_KEY, PROXY_PASSWORD, SOLUTION, AUTHORIZATION, OIDC_SECRET };
    const passwords = { FIRST_PASSWORD, CHANGED_PASSWORD, RESET_PASSWORD, WRONG_PASSWORD, OWNER: OWNER.password };
    for (const [name, secret] of Object.entries({ ...constants, ...passwords, INSTALLATION_SECRET })) {
      canaries.add(name, secret);
    }
    canaries.add("the derived secret", deriveAuthSecret(INSTALLATION_SECRET));
    canaries.add("the encryption key", deriveKey(INSTALLATION_SECRET, "encryption"));

    const sandbox = await startSandboxServer();
    sandbox.provider.addAccount({ clientKey: CLIENT_KEY, balance: 1_000 });
    const dataDir = makeDataDir();
    const port = await findFreePort();
    const banwatch = await startBanwatch({
      dataDir,
      port,
      variables: {
        BANWATCH_LOG_LEVEL: "debug",
        BANWATCH_SECRET: INSTALLATION_SECRET,
        BANWATCH_PUBLIC_URL: `http://127.0.0.1:${port}`,
        // Nothing listens there: what fails is what writes to logs.
        BANWATCH_OIDC_ISSUER: "http://127.0.0.1:1",
        BANWATCH_OIDC_CLIENT_ID: "banwatch",
        BANWATCH_OIDC_CLIENT_SECRET: OIDC_SECRET,
      },
    });
    const { origin } = banwatch;
    const ask = createCaller(origin, canaries);
    const owner = ownerCookie(origin);
    for (const cookie of owner.split("; ")) addCookie(canaries, cookie);
    const post = (path: string, body: object, cookie = owner, note = "") =>
      ask(path, { method: "POST", body, cookie, note });

    const settings = { name: "main", clientKey: CLIENT_KEY, baseUrl: sandbox.origin, saveUnchecked: false };
    const { id: accountId } = await createAccount(origin, settings);
    const made = await post("/api/proxy-keys", { accountId, label: "worker" }, owner, "made");
    const proxyKey: string = made.json.key;
    canaries.add("the proxy key", proxyKey, /^POST \/api\/proxy-keys \(made\)$/);

    const task = {
      type: "RecaptchaV2Task",
      websiteURL: `https://user:${PROXY_PASSWORD}@shop.example/?token=${SOLUTION}`,
      proxy: `http://user:${PROXY_PASSWORD}@10.0.0.1:80`,
      proxyPassword: PROXY_PASSWORD,
    };
    const answers = [
      { kind: "error" as const, code: `ERROR_${CLIENT_KEY}`, description: "the key is the code" },
      { kind: "json" as const, body: { errorId: 0, status: "ready", solution: { token: SOLUTION } } },
      { kind: "raw" as const, body: `<html>${SOLUTION} ${CLIENT_KEY}</html>`, httpStatus: 502 },
      { kind: "drop" as const, when: "mid-body" as const },
      { kind: "error" as const, code: "ERROR_KEY_BANNED", description: `The key ${CLIENT_KEY} has been banned` },
    ];
    for (const answer of answers) {
      for (const clientKey of [CLIENT_KEY, proxyKey]) {
        sandbox.provider.next({ method: "createTask", answer });
        await fetch(`${origin}/createTask`, {
          method: "POST",
          headers: { authorization: `Bearer ${AUTHORIZATION}` },
          body: JSON.stringify({ clientKey, task }),
        }).then((response) => response.arrayBuffer());
      }
    }
    expect(sandbox.provider.recentRequests.map((seen) => JSON.stringify(seen)).join()).not.toContain(proxyKey);
    // A program that puts its key where it does not belong, and a provider that repeats what it was sent.
    const description = `${proxyKey} is not the key ${CLIENT_KEY}`;
    sandbox.provider.next({ method: "createTask", answer: { kind: "error", code: "ERROR_TASK", description } });
    const repeated = await callProvider(origin, "createTask", {
      clientKey: proxyKey,
      task: { type: proxyKey, websiteURL: `https://${proxyKey}.example` },
    });
    expect(JSON.stringify(repeated.json)).not.toContain(CLIENT_KEY);
    await callProvider(origin, "createTask", { clientKey: UNKNOWN_KEY, task });
    await fetch(`${origin}/createTask`, { method: "POST", body: `{"clientKey":"${UNKNOWN_KEY}", broken` });
    const upstreamSaw = sandbox.provider.recentRequests.map((seen) => JSON.stringify(seen.headers)).join();
    expect(upstreamSaw).not.toContain(AUTHORIZATION);
    await ask(`/api/proxy-keys/${(made.json.proxyKey as { id: string }).id}`, { method: "DELETE", cookie: owner });
    canaries.keep(
      "a call with a revoked key",
      JSON.stringify(await callProvider(origin, "getBalance", { clientKey: proxyKey })),
    );

    const token = await post("/api/tokens", { name: "machine", role: "viewer" }, owner, "made");
    const apiToken: string = token.json.token;
    canaries.add("the API token", apiToken, /^POST \/api\/tokens \(made\)$/);
    await ask("/api/overview", { bearer: apiToken });
    await ask(`/api/tokens/${(token.json.apiToken as { id: string }).id}`, { method: "DELETE", cookie: owner });
    await ask("/api/overview", { bearer: apiToken, note: "revoked" });

    const invite = (note: string, body: object) => post("/api/invitations", body, owner, note);
    const unused = await invite("never used", { role: "viewer" });
    canaries.add("an unused invitation", unused.json.token, /\(never used\)$/);
    const invitation = await invite("invited", { role: "admin" });
    canaries.add("an invitation", invitation.json.token, /\(invited\)$/);
    const email = "canary@banwatch.example";
    await post("/api/links/read", { token: invitation.json.token }, "");
    const link = { token: invitation.json.token, name: "Canary", email, password: FIRST_PASSWORD };
    const accepted = await post("/api/links/use", link, "");
    await post("/api/links/use", link, "", "again");
    const { viewer } = (await ask("/api/me", { cookie: accepted.cookie })).json as { viewer?: { id: string } };

    await post("/api/session", { email, password: WRONG_PASSWORD }, "");
    const change = { currentPassword: FIRST_PASSWORD, newPassword: CHANGED_PASSWORD };
    const { cookie } = await post("/api/me/password", change, accepted.cookie);
    await post("/api/me/totp", { password: WRONG_PASSWORD }, cookie, "refused");
    const totp = (await post("/api/me/totp", { password: CHANGED_PASSWORD }, cookie, "started")).json;
    const { uri, secret, recoveryCodes } = totp as unknown as { uri: string; secret: string; recoveryCodes: string[] };
    canaries.add("the TOTP seed", secret, /\(started\)$/);
    canaries.add("the bytes of the TOTP seed", Buffer.from(Secret.fromBase32(secret).buffer), /\(started\)$/);
    for (const code of recoveryCodes) canaries.add("a recovery code", code, /\(started\)$/);
    const confirmed = await post("/api/me/totp/confirm", { code: URI.parse(uri).generate() }, cookie);
    const session = confirmed.cookie || cookie;
    const fresh = await post("/api/me/recovery-codes", { password: CHANGED_PASSWORD }, session, "codes made");
    const freshCodes = fresh.json.recoveryCodes as unknown as string[];
    for (const code of freshCodes) canaries.add("a fresh recovery code", code, /\(codes made\)$/);
    const half = await post("/api/session", { email, password: CHANGED_PASSWORD }, "");
    const entered = await post("/api/session/second-factor", { recoveryCode: freshCodes[0] }, half.cookie);
    const me = await ask("/api/me", { cookie: entered.cookie, note: "with a recovery code" });
    expect(me.json).toMatchObject({ viewer: { email, totp: true } });

    const reset = await ask(`/api/people/${viewer?.id}/reset-link`, { method: "POST", cookie: owner, note: "reset" });
    canaries.add("a reset link", reset.json.token, /\(reset\)$/);
    await post("/api/links/use", { token: reset.json.token, password: RESET_PASSWORD }, "", "reset used");
    const again = await post("/api/session", { email, password: RESET_PASSWORD }, "", "after the reset");
    expect(again.json).toEqual({ next: "signed-in" });
    await ask("/api/session/identity-provider");

    await sweep(banwatch, canaries, owner, accountId);
    await sandbox.close();
    expect(canaries.findLeaks()).toEqual([]);
    removeDataDir(dataDir);
  });

  it("that an installation makes for itself stays in its file, and the set-up code is told once", async () => {
    const canaries = createCanaries();
    const variables = { BANWATCH_LOG_LEVEL: "debug", BANWATCH_TRUSTED_PROXIES: "127.0.0.1" };
    const banwatch = await startBanwatch({ dataDir: makeDataDir(), owned: false, variables });
    const ask = createCaller(banwatch.origin, canaries);
    const secret = readFileSync(join(banwatch.dataDir, "secret"), "utf8").trim();
    canaries.add("the secret", secret, /^file secret$/);
    canaries.add("the derived secret", deriveAuthSecret(secret));
    const code = /give it the code (\S+)/.exec(banwatch.output())?.[1] ?? "";
    canaries.add("the set-up code", code, /^the log$/);
    canaries.add("the set-up code without dashes", code.replaceAll("-", ""), /^the log$/);

    await ask("/setup", { note: "before the set-up" });
    await ask("/api/session", { note: "before the set-up" });
    const owner = { name: "Owner", email: OWNER.email, password: FIRST_PASSWORD };
    canaries.add("the owner's password", FIRST_PASSWORD);
    const setUp = (body: object, note: string) => ask("/api/setup/owner", { method: "POST", body, note });
    await setUp({ ...owner, code: "AAAAA-AAAAA-AAAAA-AAAAA" }, "wrong code");
    const { cookie } = await setUp({ ...owner, code }, "set up");
    await setUp({ ...owner, code }, "again");
    expect((await ask("/api/me", { cookie })).json).toMatchObject({ viewer: { role: "owner" } });

    await sweep(banwatch, canaries, cookie, "nothing");
    expect(banwatch.output().split(code)).toHaveLength(2);
    expect(canaries.findLeaks()).toEqual([]);
    removeDataDir(banwatch.dataDir);
  });
});
