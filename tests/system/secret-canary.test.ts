import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Secret, URI } from "otpauth";
import { describe, expect, it } from "vitest";
import { startSandboxServer } from "@/lib/sandbox/http-server";
import { deriveAuthSecret, deriveKey } from "@/lib/server/secrets/derive";
import { callProvider, createAccount, sendJson } from "../support/api";
import { findFreePort, makeDataDir, removeDataDir, startBanwatch } from "../support/banwatch-process";
import { createCanaries } from "../support/canaries";
import { addCookie, createCaller, sweep } from "../support/canary-caller";
import { addCanaryChannels } from "../support/canary-channels";
import { holdWriteLock } from "../support/hold-lock";
import { OWNER, ownerCookie } from "../support/owner";

const CLIENT_KEY = "canary-client-key-7f3a9c51e2";
const UNKNOWN_KEY = "canary-unknown-key-c01d5e";
const CHANNEL_TOKEN = "canary-channel-token-T0123456789";
const CHANNEL_SECRET = "canary-channel-signing-secret-0123456789";
const PROXY_PASSWORD = "canary-proxy-password-18ab";
const SOLUTION = "canary-solution-token-55d0e9";
const AUTHORIZATION = "canary-authorization-90ffe1";
const FIRST_PASSWORD = "canary first password 3c6f'1";
const CHANGED_PASSWORD = "canary changed password 77b0'2";
const RESET_PASSWORD = "canary reset password d41d'3";
const WRONG_PASSWORD = "canary wrong password 0e5a'4";
const OIDC_SECRET = "canary-oidc-client-secret-a9d1c4";
const INSTALLATION_SECRET = `canary-installation-secret-${randomBytes(16).toString("hex")}`;

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
    const secrets = { installationSecret: INSTALLATION_SECRET };
    const seeAlertsTried = await addCanaryChannels({ ask, canaries, cookie: owner, dataDir, ...secrets });
    const made = await post("/api/proxy-keys", { accountId, label: "worker" }, owner, "made");
    const proxyKey = made.json.key;
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
    // So that each answer reaches both kinds of key.
    await sendJson("PATCH", `${origin}/api/guard`, { mode: "observe" });
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
    // Once more while the database takes nothing, so that it stands in the spool.
    const { released } = await holdWriteLock(join(dataDir, "banwatch.db"), 2_000);
    sandbox.provider.next({ method: "createTask", answer: { kind: "error", code: "ERROR_TASK", description } });
    await callProvider(origin, "createTask", { clientKey: proxyKey, task: { ...task, type: proxyKey } });
    const spool = readdirSync(join(dataDir, "spool")).map((name) => readFileSync(join(dataDir, "spool", name), "utf8"));
    expect(spool.join()).toContain("ERROR_TASK");
    canaries.keepFiles(dataDir);
    await released;
    // The key is banned by now: what a held call says is kept as well.
    await sendJson("PATCH", `${origin}/api/guard`, { mode: "enforce" });
    for (const clientKey of [CLIENT_KEY, proxyKey]) {
      const fields = { task: { ...task, type: clientKey }, taskId: clientKey };
      const held = await callProvider(origin, "createTask", { clientKey, ...fields });
      expect(held.origin).toBe("held");
      canaries.keep(`a held call of ${clientKey === CLIENT_KEY ? "the account" : "a program"}`, JSON.stringify(held));
    }
    await callProvider(origin, "createTask", { clientKey: UNKNOWN_KEY, task });
    await fetch(`${origin}/createTask`, { method: "POST", body: `{"clientKey":"${UNKNOWN_KEY}", broken` });
    const upstreamSaw = sandbox.provider.recentRequests.map((seen) => JSON.stringify(seen.headers)).join();
    expect(upstreamSaw).not.toContain(AUTHORIZATION);
    await ask(`/api/proxy-keys/${made.json.proxyKey.id}`, { method: "DELETE", cookie: owner });
    canaries.keep(
      "a call with a revoked key",
      JSON.stringify(await callProvider(origin, "getBalance", { clientKey: proxyKey })),
    );

    // A service that refuses it, and tells it back: both are in attempts, in the log and in what pages show.
    const channel = { name: "ops", type: "webhook", isDefault: true };
    const channelSettings = { url: `${sandbox.origin}/hook/${CHANNEL_TOKEN}`, secret: CHANNEL_SECRET };
    canaries.add("what lets one post to a channel", CHANNEL_TOKEN);
    canaries.add("a channel's signing secret", CHANNEL_SECRET);
    const draft = { ...channel, settings: channelSettings };
    await post("/api/alerts/channels/test", { draft }, owner, "tried");
    const opened = await post("/api/alerts/channels", draft, owner, "channel");
    await post("/api/alerts/channels/test", { id: opened.json.channel.id }, owner, "tried again");
    await ask("/api/alerts/channels", { cookie: owner, note: "with a channel" });

    await seeAlertsTried();

    const token = await post("/api/tokens", { name: "machine", role: "viewer" }, owner, "made");
    const apiToken = token.json.token;
    canaries.add("the API token", apiToken, /^POST \/api\/tokens \(made\)$/);
    await ask("/api/overview", { bearer: apiToken });
    await ask(`/api/tokens/${token.json.apiToken.id}`, { method: "DELETE", cookie: owner });
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
    const { viewer } = (await ask("/api/me", { cookie: accepted.cookie })).json;

    await post("/api/session", { email, password: WRONG_PASSWORD }, "");
    const change = { currentPassword: FIRST_PASSWORD, newPassword: CHANGED_PASSWORD };
    const { cookie } = await post("/api/me/password", change, accepted.cookie);
    await post("/api/me/totp", { password: WRONG_PASSWORD }, cookie, "refused");
    const totp = await post("/api/me/totp", { password: CHANGED_PASSWORD }, cookie, "started");
    const { uri, secret, recoveryCodes } = totp.json;
    canaries.add("the TOTP seed", secret, /\(started\)$/);
    canaries.add("the bytes of the TOTP seed", Buffer.from(Secret.fromBase32(secret).buffer), /\(started\)$/);
    for (const code of recoveryCodes) canaries.add("a recovery code", code, /\(started\)$/);
    const confirmed = await post("/api/me/totp/confirm", { code: URI.parse(uri).generate() }, cookie);
    const session = confirmed.cookie || cookie;
    const fresh = await post("/api/me/recovery-codes", { password: CHANGED_PASSWORD }, session, "codes made");
    const freshCodes = fresh.json.recoveryCodes;
    for (const code of freshCodes) canaries.add("a fresh recovery code", code, /\(codes made\)$/);
    const half = await post("/api/session", { email, password: CHANGED_PASSWORD }, "");
    const entered = await post("/api/session/second-factor", { recoveryCode: freshCodes[0] }, half.cookie);
    const me = await ask("/api/me", { cookie: entered.cookie, note: "with a recovery code" });
    expect(me.json).toMatchObject({ viewer: { email, totp: true } });

    const reset = await ask(`/api/people/${viewer.id}/reset-link`, { method: "POST", cookie: owner, note: "reset" });
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
    expect(canaries.findLeaks()).toEqual([]);
    expect(banwatch.output().split(code)).toHaveLength(2);
    removeDataDir(banwatch.dataDir);
  });
});
