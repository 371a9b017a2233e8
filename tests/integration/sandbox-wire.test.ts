import { type IncomingHttpHeaders, request } from "node:http";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type SandboxServer, startSandboxServer } from "@/lib/sandbox/http-server";
import { VALID_SITE_KEY } from "@/lib/sandbox/task-types";

const KEY = "client-key-1";

let server: SandboxServer;

beforeEach(async () => {
  server = await startSandboxServer({ taskSeconds: [0, 0] });
  server.provider.addAccount({ clientKey: KEY, balance: 1000 });
});

afterEach(() => server.close());

interface WireReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

interface WireRequest {
  readonly path?: string;
  readonly body?: string | Buffer;
  readonly headers?: Record<string, string>;
  readonly httpMethod?: string;
  readonly localAddress?: string;
}

/** `node:http` itself, because `fetch` adds a content type that some clients do not send. */
function send({ path = "/getBalance", body, headers, httpMethod = "POST", localAddress }: WireRequest = {}) {
  return new Promise<WireReply>((resolve, reject) => {
    const outgoing = request(`${server.origin}${path}`, { method: httpMethod, headers, localAddress }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", (error) => reject(Object.assign(error, { received: Buffer.concat(chunks).toString() })));
      response.on("end", () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        });
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body ?? JSON.stringify({ clientKey: KEY }));
  });
}

it.each([
  ["JSON", { "content-type": "application/json" }],
  ["text/plain", { "content-type": "text/plain;charset=UTF-8" }],
  ["no content type", {}],
])("reads a body sent as %s", async (_, headers) => {
  const reply = await send({ headers: headers as Record<string, string> });
  expect(reply.status).toBe(200);
  expect(JSON.parse(reply.text)).toEqual({ errorId: 0, balance: 1000 });
  expect(reply.headers["content-type"]).toContain("application/json");
});

it.each(["/getBalance", "/api/getBalance", "/v2/some/prefix/getBalance/", "/getBalance?soft=1"])(
  "answers at %s",
  async (path) => {
    expect(JSON.parse((await send({ path })).text)).toMatchObject({ errorId: 0 });
  },
);

it("accepts POST only", async () => {
  const reply = await send({ httpMethod: "GET" });
  expect(reply.status).toBe(405);
  expect(reply.headers.allow).toBe("POST");
  expect(server.provider.received.total).toBe(0);
});

it("keeps the bytes and the headers of what it received", async () => {
  const body = Buffer.from(`{ "clientKey":"${KEY}", "note":"é\\u00e9", "n":1.50 }\n`);
  await send({ body, path: "/api/getBalance", headers: { "user-agent": "my-bot/1.0" } });
  const [received] = server.provider.recentRequests;
  expect(Buffer.from(received?.bodyBytes ?? []).equals(body)).toBe(true);
  expect(received).toMatchObject({ path: "/api/getBalance", method: "getBalance", callerAddress: "127.0.0.1" });
  expect(received?.headers["user-agent"]).toBe("my-bot/1.0");
});

it("takes a body of up to 16 MiB and refuses a larger one with 413", async () => {
  const task = (size: number) => ({ type: "ImageToTextTask", body: "A".repeat(size) });
  const large = (size: number) => JSON.stringify({ clientKey: KEY, task: task(size) });
  const taken = await send({ path: "/createTask", body: large(15 * 1024 * 1024) });
  expect(JSON.parse(taken.text)).toMatchObject({ errorId: 0, status: "ready" });
  expect((await send({ path: "/createTask", body: large(16 * 1024 * 1024) })).status).toBe(413);
});

it("sends raw bytes exactly as they were scripted", async () => {
  const body = '{"errorId" : 0, "balance" : 12345678901234567890.50}\r\n';
  server.provider.next({ answer: { kind: "raw", body, contentType: "text/json" } });
  const reply = await send();
  expect(reply.text).toBe(body);
  expect(reply.headers["content-type"]).toBe("text/json");
});

it("sends an HTML page with status 502 as a gateway does", async () => {
  server.provider.next({ answer: { kind: "html" } });
  const reply = await send();
  expect(reply.status).toBe(502);
  expect(reply.headers["content-type"]).toBe("text/html");
  expect(reply.text).toContain("<h1>502 Bad Gateway</h1>");
});

it("breaks the connection before any byte", async () => {
  server.provider.next({ answer: { kind: "drop", when: "before-headers" } });
  await expect(send()).rejects.toMatchObject({ code: "ECONNRESET" });
  expect((await send()).status).toBe(200);
});

it("breaks the connection in the middle of the body", async () => {
  const body = JSON.stringify({ errorId: 0, status: "processing" });
  server.provider.next({ answer: { kind: "drop", when: "mid-body" } });
  const error = (await send().catch((reason: unknown) => reason)) as { received: string };
  expect(error.received.length).toBeGreaterThan(0);
  expect(error.received.length).toBeLessThan(body.length);
  expect(body.startsWith(error.received)).toBe(true);
});

it("waits as long as a slow answer is told to", async () => {
  server.provider.next({ answer: { kind: "ordinary" }, delayMs: 300 });
  const startMs = performance.now();
  expect((await send()).status).toBe(200);
  expect(performance.now() - startMs).toBeGreaterThanOrEqual(295);
});

it("bans the address that a connection comes from, and no other", async () => {
  server.provider.banAddress(600, "127.0.0.2");
  expect(JSON.parse((await send({ localAddress: "127.0.0.2" })).text)).toMatchObject({ errorCode: "ERROR_IP_BANNED" });
  expect(JSON.parse((await send()).text)).toMatchObject({ errorId: 0 });
});

it("plays test cards over the wire", async () => {
  const websiteURL = "https://sandbox.invalid/ERROR_IP_BANNED?seconds=30";
  const task = { type: "ReCaptchaV2TaskProxyless", websiteURL, websiteKey: VALID_SITE_KEY };
  const reply = await send({ path: "/createTask", body: JSON.stringify({ clientKey: KEY, task }) });
  expect(JSON.parse(reply.text)).toEqual({
    errorId: 1,
    errorCode: "ERROR_IP_BANNED",
    errorDescription: "Your IP has been blocked for 30 seconds",
  });
});

it("closes at once although calls are still waiting, and frees its port", async () => {
  server.provider.next({ answer: { kind: "ordinary" }, delayMs: 60_000 });
  const pending = send().catch((error: unknown) => error);
  while (server.provider.received.total === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await server.close();
  expect(await pending).toBeInstanceOf(Error);
  const port = Number(new URL(server.origin).port);
  const again = await startSandboxServer({ port });
  expect(again.origin).toBe(server.origin);
  await again.close();
});

it("says so when its port is taken", async () => {
  const port = Number(new URL(server.origin).port);
  await expect(startSandboxServer({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
});
