import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ErrorListResponse } from "@/lib/contracts/errors";
import { type SandboxServer, startSandboxServer } from "@/lib/sandbox/http-server";
import { callProvider, createAccount, getJson } from "../support/api";
import { type BanwatchProcess, makeDataDir, removeDataDir, startBanwatch } from "../support/banwatch-process";
import { fetchAsOwner } from "../support/owner";
import { until } from "../support/until";

const CLIENT_KEY = "door-key-0123456789";

describe("the door through Next's routes", () => {
  let sandbox: SandboxServer;
  let dataDir: string;
  let banwatch: BanwatchProcess;

  beforeAll(async () => {
    sandbox = await startSandboxServer();
    sandbox.provider.addAccount({ clientKey: CLIENT_KEY, balance: 1_000_000 });
    dataDir = makeDataDir();
    banwatch = await startBanwatch({ dataDir });
    await createAccount(banwatch.origin, { name: "main", clientKey: CLIENT_KEY, baseUrl: sandbox.origin });
  });
  afterAll(async () => {
    await banwatch.stop();
    await sandbox.close();
    removeDataDir(dataDir);
  });

  const latest = async () => (await getJson<ErrorListResponse>(`${banwatch.origin}/api/errors?limit=1`)).events[0];

  it.each(["createTask", "getTaskResult", "getBalance", "getSoftID"])(
    "%s answers at the root as it does under the prefix",
    async (method) => {
      const body = { clientKey: CLIENT_KEY, taskId: "unknown" };
      const atRoot = await callProvider(banwatch.origin, method, body);
      const underPrefix = await callProvider(`${banwatch.origin}/api/proxy`, method, body);
      expect(atRoot.origin).toBe("upstream");
      expect(underPrefix).toMatchObject({ origin: "upstream", status: atRoot.status });
      expect(Object.keys(atRoot.json).sort()).toEqual(Object.keys(underPrefix.json).sort());
    },
  );

  it("takes any method by its name under the prefix", async () => {
    sandbox.provider.next({ method: "getAppStats", answer: { kind: "json", body: { errorId: 0, chart: [] } } });
    const reply = await callProvider(`${banwatch.origin}/api/proxy`, "getAppStats", { clientKey: CLIENT_KEY });
    expect(reply).toMatchObject({ origin: "upstream", json: { errorId: 0, chart: [] } });
  });

  it.each(["text/plain;charset=UTF-8", "application/x-www-form-urlencoded", ""])(
    "reads the body as JSON although it is sent as %j",
    async (contentType) => {
      const response = await fetch(`${banwatch.origin}/getBalance`, {
        method: "POST",
        headers: contentType === "" ? {} : { "content-type": contentType },
        body: new TextEncoder().encode(JSON.stringify({ clientKey: CLIENT_KEY })),
      });
      expect(response.headers.get("x-banwatch-origin")).toBe("upstream");
      expect(await response.json()).toMatchObject({ errorId: 0 });
    },
  );

  it("answers a body of more than 10 MiB in an envelope and records it; one of 10 MiB passes", async () => {
    const body = (bytes: number) => {
      const head = `{"clientKey":"${CLIENT_KEY}","pad":"`;
      return `${head}${"x".repeat(bytes - head.length - 2)}"}`;
    };
    const limit = 10 * 1024 * 1024;
    const fits = await fetch(`${banwatch.origin}/getBalance`, { method: "POST", body: body(limit) });
    expect(await fits.json()).toMatchObject({ errorId: 0 });
    const over = await fetch(`${banwatch.origin}/getBalance`, { method: "POST", body: body(limit + 1) });
    expect(over.status).toBe(200);
    expect(over.headers.get("x-banwatch-origin")).toBe("local");
    expect(await over.json()).toMatchObject({ errorId: 1, errorCode: "ERROR_REQUIRED_FIELDS" });
    expect(await latest()).toMatchObject({ origin: "local", method: "getBalance" });
  });

  it("records where a call came from by its connection, not by what a header claims", async () => {
    await fetch(`${banwatch.origin}/getTaskResult`, {
      method: "POST",
      headers: { "x-forwarded-for": "203.0.113.9", "x-banwatch-peer": "203.0.113.9" },
      body: JSON.stringify({ clientKey: CLIENT_KEY, taskId: "unknown" }),
    });
    expect((await latest())?.callerAddress).toMatch(/127\.0\.0\.1$/);
  });

  it("records the provider's reply although the program has hung up", async () => {
    sandbox.provider.next({
      method: "createTask",
      delayMs: 400,
      answer: { kind: "error", code: "ERROR_AFTER_HANGING_UP" },
    });
    const call = request(`${banwatch.origin}/createTask`, { method: "POST" });
    call.on("error", () => {});
    const received = () => sandbox.provider.received.byMethod.createTask ?? 0;
    const before = received();
    call.end(JSON.stringify({ clientKey: CLIENT_KEY, task: { type: "ImageToTextTask" } }));
    await until("the provider has the call", () => received() > before);
    call.destroy();
    await until("the error is recorded", async () => (await latest())?.code === "ERROR_AFTER_HANGING_UP");
  });

  it("gives a provider's HTML no rights in Banwatch's own origin", async () => {
    sandbox.provider.next({ method: "createTask", answer: { kind: "html", httpStatus: 502 } });
    const response = await fetch(`${banwatch.origin}/createTask`, {
      method: "POST",
      body: JSON.stringify({ clientKey: CLIENT_KEY, task: {} }),
    });
    expect(response.headers.get("content-type")).toContain("text/html");
    expect(response.headers.get("content-security-policy")).toContain("sandbox");
  });

  it("does not answer to a foreign name that was made to point at the loopback", async () => {
    const statusFor = (host: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        request(`${banwatch.origin}/api/health`, { headers: { host } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .once("error", reject)
          .end();
      });
    expect(await statusFor(`evil.example:${banwatch.port}`)).toBe(421);
    expect(await statusFor(`localhost:${banwatch.port}`)).toBe(200);
    expect(await statusFor(`[::1]:${banwatch.port}`)).toBe(200);
  });

  it.each([204, 205, 304, 404, 503])("passes the status %i on as it came", async (httpStatus) => {
    sandbox.provider.next({ method: "createTask", answer: { kind: "raw", body: "", httpStatus } });
    const response = await fetch(`${banwatch.origin}/createTask`, {
      method: "POST",
      body: JSON.stringify({ clientKey: CLIENT_KEY, task: {} }),
    });
    expect(response.status).toBe(httpStatus);
    expect(response.headers.get("x-banwatch-origin")).toBe("upstream");
  });

  it.each(["//createTask", "/createTask/", "/api/proxy/createTask/", "///api/proxy//createTask"])(
    "takes a call to %s without a redirect, as a base URL with a slash at its end makes it",
    async (path) => {
      const response = await fetch(`${banwatch.origin}${path}`, {
        method: "POST",
        redirect: "manual",
        body: JSON.stringify({ clientKey: CLIENT_KEY, task: {} }),
      });
      expect(response.status).toBe(200);
      expect(response.headers.get("x-banwatch-origin")).toMatch(/upstream|local/);
    },
  );

  it("takes any other method at the root too, and still has a page for who looks for one that is not there", async () => {
    sandbox.provider.next({ method: "getQueueStats", answer: { kind: "json", body: { errorId: 0, waiting: 3 } } });
    const reply = await callProvider(banwatch.origin, "getQueueStats", { clientKey: CLIENT_KEY });
    expect(reply).toMatchObject({ origin: "upstream", json: { errorId: 0, waiting: 3 } });
    const page = await fetchAsOwner(`${banwatch.origin}/nothing`, { headers: { accept: "text/html" } });
    expect(page.status).toBe(404);
    expect(page.headers.get("content-type")).toContain("text/html");
  });

  it("takes a call from a client that offers to upgrade the connection", async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const call = request(
        `${banwatch.origin}/getBalance`,
        {
          method: "POST",
          headers: { connection: "Upgrade, HTTP2-Settings", upgrade: "h2c", "http2-settings": "AAMAAABk" },
        },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      call.once("error", reject);
      call.end(JSON.stringify({ clientKey: CLIENT_KEY }));
    });
    expect(status).toBe(200);
  });

  it("sends a reply without compressing it", async () => {
    sandbox.provider.next({
      method: "createTask",
      answer: { kind: "json", body: { errorId: 0, pad: "x".repeat(20_000) } },
    });
    const response = await fetch(`${banwatch.origin}/createTask`, {
      method: "POST",
      headers: { "accept-encoding": "gzip" },
      body: JSON.stringify({ clientKey: CLIENT_KEY, task: {} }),
    });
    expect(response.headers.get("content-encoding")).toBeNull();
    expect(await response.json()).toMatchObject({ errorId: 0 });
  });

  it("keeps no listener for who only asks for the stream's head", async () => {
    for (let index = 0; index < 510; index += 1)
      await fetchAsOwner(`${banwatch.origin}/api/stream`, { method: "HEAD" });
    const stop = new AbortController();
    const response = await fetchAsOwner(`${banwatch.origin}/api/stream`, { signal: stop.signal });
    expect(response.status).toBe(200);
    stop.abort();
  });

  it.each(["/api/proxy/%E0%A4%A", "/%zz"])("refuses the path %s, which nothing can read", async (path) => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      request({ host: "127.0.0.1", port: banwatch.port, path, method: "POST" }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .once("error", reject)
        .end("{}");
    });
    expect(status).toBe(400);
  });

  it("takes calls by POST alone", async () => {
    const response = await fetch(`${banwatch.origin}/api/proxy/getBalance`);
    expect(response.status).toBe(405);
  });

  it.each([
    ["period", "/api/errors?period=2h"],
    ["limit", "/api/errors?limit=0"],
    ["limit", "/api/errors?limit=many"],
    ["cursor", "/api/errors?cursor=abc"],
    ["account", "/api/errors?account=nobody"],
    ["fromMs", "/api/errors?fromMs=2&toMs=1"],
    ["period", "/api/errors/frequency?period="],
    ["period", "/api/overview?period=1y"],
  ])("names the field %s that is wrong in %s", async (field, path) => {
    const response = await fetchAsOwner(`${banwatch.origin}${path}`);
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: { fields: { field: string }[] } };
    expect(error.fields.map((problem) => problem.field)).toContain(field);
  });

  it("takes changes only as JSON and only from its own pages", async () => {
    const body = JSON.stringify({ name: "evil", provider: "sandbox" });
    const asForm = await fetchAsOwner(`${banwatch.origin}/api/accounts`, {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body,
    });
    expect(asForm.status).toBe(400);
    const fromElsewhere = await fetchAsOwner(`${banwatch.origin}/api/accounts`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: "https://evil.example" },
      body,
    });
    expect(fromElsewhere.status).toBe(403);
  });
});
