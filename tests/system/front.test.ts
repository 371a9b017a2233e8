import { request } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ErrorListResponse } from "@/lib/contracts/errors";
import { startSandboxServer } from "@/lib/sandbox/http-server";
import { createAccount, getJson } from "../support/api";
import { type BanwatchProcess, makeDataDir, removeDataDir, startBanwatch } from "../support/banwatch-process";
import { fetchAsOwner } from "../support/owner";

const nonceOf = (policy: string | null) => /'nonce-([^']+)'/.exec(policy ?? "")?.[1];

/** fetch cleans paths up; this sends them as they are. */
function statusOf(origin: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    request({ hostname, port, path, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .once("error", reject)
      .end();
  });
}

describe("the front of a fresh installation", () => {
  let dataDir: string;
  let banwatch: BanwatchProcess;
  beforeAll(async () => {
    dataDir = makeDataDir();
    banwatch = await startBanwatch({ dataDir, owned: false });
  });
  afterAll(async () => {
    await banwatch.stop();
    removeDataDir(dataDir);
  });

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${banwatch.origin}${path}`, { redirect: "manual", headers: { accept: "text/html", ...headers } });

  it.each(["/", "/errors", "/accounts", "/sign-in", "/no-such-page"])("leads %s to the set-up", async (path) => {
    const response = await get(path);
    expect({ status: response.status, location: response.headers.get("location") }).toEqual({
      status: 307,
      location: "/setup",
    });
  });

  it("serves the set-up with nothing in it that could run without the nonce", async () => {
    const response = await get("/setup", { "x-banwatch-nonce": "forged" });
    expect(response.status).toBe(200);
    const nonce = nonceOf(response.headers.get("content-security-policy"));
    expect(nonce).toMatch(/^[\w-]{20,}$/);
    const html = await response.text();
    const elements = html.match(/<(script|style)\b[^>]*>/g) ?? [];
    expect(elements.length).toBeGreaterThan(3);
    for (const element of elements) expect(element).toContain(`nonce="${nonce}"`);
    expect(html).not.toMatch(/<[^>]+\son[a-z]+=/);
    expect(html).not.toContain("forged");
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    expect(nonceOf((await get("/setup")).headers.get("content-security-policy"))).not.toBe(nonce);
  });

  it("gives every kind of answer its headers", async () => {
    const script = /\/_next\/static\/[^"]+\.js/.exec(await (await get("/setup")).text())?.[0] ?? "";
    for (const path of ["/api/health", script, "/icon.svg", "/nowhere/at/all"]) {
      const { headers } = await get(path);
      expect(headers.get("x-content-type-options"), path).toBe("nosniff");
      expect(headers.get("x-frame-options"), path).toBe("DENY");
      expect(headers.get("content-security-policy"), path).toContain("frame-ancestors 'none'");
    }
    expect((await get(script)).headers.get("cache-control")).toContain("immutable");
  });

  it("answers programs that miss the API or the provider's methods in JSON", async () => {
    const wrong = ["GET /api/no/such", "POST /api/acounts", "PUT /api/no", "GET /getBalance", "GET /createTask"];
    const answers = wrong.map(async (line) => {
      const [method = "", path = ""] = line.split(" ");
      const response = await fetch(`${banwatch.origin}${path}`, { method, redirect: "manual" });
      const { error } = (await response.json()) as { error: { code: string } };
      return `${line}: ${response.status} ${error.code}`;
    });
    expect(await Promise.all(answers)).toEqual([
      "GET /api/no/such: 404 not_found",
      "POST /api/acounts: 404 not_found",
      "PUT /api/no: 404 not_found",
      "GET /getBalance: 405 method_not_allowed",
      "GET /createTask: 405 method_not_allowed",
    ]);
  });

  it.each(["/_next/static/../../errors", "/api/%2e%2e/errors", "/api\\..\\errors"])(
    "does not read a path that can be read in two ways: %s",
    async (path) => expect(await statusOf(banwatch.origin, path)).toBe(400),
  );

  it("lets no server action and no posted form reach a page", async () => {
    const post = (path: string) =>
      fetch(`${banwatch.origin}${path}`, { method: "POST", headers: { "next-action": "00" }, body: "[]" });
    expect((await post("/")).status).toBe(405);
    const onePage = await post("/setup");
    expect(onePage.headers.get("x-banwatch-origin")).toBe("local");
    expect(onePage.headers.get("content-type")).toContain("application/json");
  });

  it("refuses headers that are larger than any program sends", async () => {
    const status = await new Promise<string>((resolve, reject) => {
      const socket = connect(banwatch.port, "127.0.0.1", () => {
        socket.write(`GET /api/health HTTP/1.1\r\nhost: localhost\r\nx-pad: ${"x".repeat(20_000)}\r\n\r\n`);
      });
      socket.once("error", reject).once("data", (data) => {
        resolve(data.toString().split("\r\n", 1)[0] ?? "");
        socket.destroy();
      });
    });
    expect(status).toContain("431");
  });
});

describe("the front of an owned installation", () => {
  it("makes pages for who is signed in, and records calls as a trusted server in front saw them", async () => {
    const dataDir = makeDataDir();
    const banwatch = await startBanwatch({ dataDir, variables: { BANWATCH_TRUSTED_PROXIES: "127.0.0.0/8" } });
    const headers = { accept: "text/html" };
    const signedOut = await fetch(`${banwatch.origin}/errors?a=1`, { redirect: "manual", headers });
    expect(signedOut.headers.get("location")).toBe("/sign-in?next=%2Ferrors%3Fa%3D1");
    expect((await fetch(`${banwatch.origin}/sign-in`, { redirect: "manual", headers })).status).toBe(200);
    const page = await fetchAsOwner(`${banwatch.origin}/errors?a=1`, { redirect: "manual", headers });
    expect({ status: page.status, cache: page.headers.get("cache-control") }).toEqual({
      status: 200,
      cache: "private, no-store",
    });

    const sandbox = await startSandboxServer();
    sandbox.provider.addAccount({ clientKey: "front-key-0123456789", balance: 1_000 });
    await createAccount(banwatch.origin, { name: "main", clientKey: "front-key-0123456789", baseUrl: sandbox.origin });
    await fetch(`${banwatch.origin}/getTaskResult`, {
      method: "POST",
      headers: { "x-forwarded-for": "198.51.100.1, 203.0.113.9, 127.0.0.7" },
      body: JSON.stringify({ clientKey: "front-key-0123456789", taskId: "unknown" }),
    });
    const { events } = await getJson<ErrorListResponse>(`${banwatch.origin}/api/errors?limit=1`);
    expect(events[0]?.callerAddress).toBe("203.0.113.9");
    await banwatch.stop();
    await sandbox.close();
    removeDataDir(dataDir);
  });
});

describe("the front of an installation that a network reaches before it has an owner", () => {
  it("serves the set-up and nothing else", async () => {
    const dataDir = makeDataDir();
    const banwatch = await startBanwatch({ dataDir, owned: false, variables: { HOST: "0.0.0.0" } });
    const get = (path: string) => fetch(`${banwatch.origin}${path}`, { redirect: "manual" });
    expect((await get("/setup")).status).toBe(200);
    expect((await get("/api/health")).status).toBe(200);
    expect((await get("/errors")).headers.get("location")).toBe("/setup");
    for (const answer of [
      await get("/api/accounts"),
      await fetch(`${banwatch.origin}/createTask`, { method: "POST", body: "{}" }),
    ]) {
      expect({ status: answer.status, problem: await answer.json() }).toMatchObject({
        status: 503,
        problem: { error: { code: "set_up_first" } },
      });
    }
    await banwatch.stop();
    removeDataDir(dataDir);
  });
});
