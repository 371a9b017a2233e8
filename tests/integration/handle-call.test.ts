import { createServer as createHttpServer } from "node:http";
import { createServer, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CLIENT_KEY, type InProcess, readReply, startInProcess } from "../support/in-process";
import { TEST_ACTOR } from "../support/test-actor";

const TASK = { type: "ImageToTextTask", body: "aGVsbG8=" };

describe("the way of a call", () => {
  let banwatch: InProcess;

  beforeEach(async () => {
    banwatch = await startInProcess({ variables: { BANWATCH_REPLY_TIMEOUT_SECONDS: "1" } });
  });
  afterEach(() => banwatch.close());

  const latest = async () => {
    const { events } = await banwatch.runtime.services.errors.list({ limit: 1 });
    return events[0];
  };

  it("sends the body on byte for byte, and the reply back byte for byte", async () => {
    const body = `{ "taskId" : 12345678901234567890, "clientKey":"${CLIENT_KEY}", "n": 1.50, "文": "\\u00e9" }`;
    const answer =
      '{"errorId":0,"status":"processing","balance":1.2300000000000000001,"taskId":98765432109876543210}\n';
    banwatch.sandbox.provider.next({
      method: "getTaskResult",
      answer: { kind: "raw", body: answer, httpStatus: 201, contentType: "text/weird; charset=x" },
    });
    const reply = await banwatch.call("getTaskResult", body);
    expect(new TextDecoder().decode(reply.body)).toBe(answer);
    expect(reply).toMatchObject({
      status: 201,
      origin: "upstream",
      headers: { "content-type": "text/weird; charset=x" },
    });
    const received = banwatch.sandbox.provider.recentRequests.findLast((request) => request.path === "/getTaskResult");
    expect(Buffer.from(received?.bodyBytes ?? []).toString()).toBe(body);
  });

  it("names neither the caller nor Banwatch to the provider", async () => {
    await banwatch.call("getBalance", { clientKey: CLIENT_KEY }, { headers: { "user-agent": "my-program/1" } });
    const { headers = {} } = banwatch.sandbox.provider.recentRequests.at(-1) ?? {};
    expect(Object.keys(headers).sort()).toEqual([
      "accept-encoding",
      "connection",
      "content-length",
      "host",
      "user-agent",
    ]);
    expect(headers["user-agent"]).toBe("my-program/1");
  });

  it("answers an unknown key itself, and the provider never hears of it", async () => {
    const before = banwatch.sandbox.provider.received.total;
    const reply = await banwatch.call("createTask", { clientKey: "somebody-elses-key", task: TASK });
    expect(reply).toMatchObject({ status: 200, origin: "local" });
    expect(readReply(reply)).toMatchObject({ errorId: 1, errorCode: "ERROR_KEY_DOES_NOT_EXIST" });
    expect(String(readReply(reply).errorDescription)).toContain("http://localhost:3000/setup");
    expect(banwatch.sandbox.provider.received.total).toBe(before);
    expect(await latest()).toMatchObject({ origin: "local", account: null, code: "ERROR_KEY_DOES_NOT_EXIST" });
  });

  it.each([
    ["an undocumented code", { code: "ERROR_SOMETHING_NEW_42" }],
    ["Chinese words", { code: "ERROR_IP_BANNED", description: "您的IP已被封禁10分钟" }],
    ["an HTTP status of an error", { code: "ERROR_KEY_DENIED_ACCESS", httpStatus: 401 }],
  ])("records %s as it came", async (_name, error) => {
    banwatch.sandbox.provider.next({ method: "createTask", answer: { kind: "error", ...error } });
    const reply = await banwatch.call("createTask", { clientKey: CLIENT_KEY, task: TASK });
    expect(readReply(reply).errorCode).toBe(error.code);
    expect(await latest()).toMatchObject({
      account: "main",
      method: "createTask",
      taskType: "ImageToTextTask",
      origin: "upstream",
      httpStatus: "httpStatus" in error ? error.httpStatus : 200,
      ...("description" in error ? { description: error.description } : {}),
      code: error.code,
    });
  });

  it("passes an HTML 502 on untouched and records it under a name of its own", async () => {
    banwatch.sandbox.provider.next({ method: "createTask", answer: { kind: "html", httpStatus: 502 } });
    const reply = await banwatch.call("createTask", { clientKey: CLIENT_KEY, task: TASK });
    expect(reply.status).toBe(502);
    expect(new TextDecoder().decode(reply.body)).toContain("<html");
    expect(await latest()).toMatchObject({ code: "BANWATCH_UNREADABLE_REPLY", httpStatus: 502 });
  });

  it("answers for a provider that is too slow, in an envelope that every client understands", async () => {
    banwatch.sandbox.provider.next({ method: "createTask", answer: { kind: "ordinary" }, delayMs: 5_000 });
    const reply = await banwatch.call("createTask", { clientKey: CLIENT_KEY, task: TASK });
    expect(reply).toMatchObject({ status: 200, origin: "transport" });
    expect(readReply(reply)).toMatchObject({ errorId: 1, errorCode: "ERROR_SERVICE_UNAVALIABLE" });
    expect(String(readReply(reply).errorDescription)).toContain("within 1 seconds");
    expect(await latest()).toMatchObject({ origin: "transport", httpStatus: 0 });
  });

  it.each(["before-headers", "mid-body"] as const)("answers for a provider that hangs up %s", async (when) => {
    banwatch.sandbox.provider.next({ method: "createTask", answer: { kind: "drop", when } });
    const reply = await banwatch.call("createTask", { clientKey: CLIENT_KEY, task: TASK });
    expect(reply.origin).toBe("transport");
    expect(await latest()).toMatchObject({ origin: "transport", code: "ERROR_SERVICE_UNAVALIABLE" });
  });

  it("answers for a provider that does not speak HTTP, and for one that is not there", async () => {
    const sockets = new Set<Socket>();
    const babble = createServer((socket) => {
      sockets.add(socket);
      socket.end("SSH-2.0-nope\r\n");
    });
    await new Promise<void>((resolve) => babble.listen(0, "127.0.0.1", resolve));
    const address = babble.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    await banwatch.runtime.services.accounts.update(
      banwatch.accountId,
      {
        baseUrl: `http://127.0.0.1:${port}`,
        clientKey: CLIENT_KEY,
        saveUnchecked: true,
      },
      TEST_ACTOR,
    );
    expect((await banwatch.call("getBalance", { clientKey: CLIENT_KEY })).origin).toBe("transport");
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => babble.close(resolve));
    const reply = await banwatch.call("getBalance", { clientKey: CLIENT_KEY });
    expect(String(readReply(reply).errorDescription)).toContain("ECONNREFUSED");
  });

  it("reads a ban out of a reply that is compressed although nobody asked for it", async () => {
    const body = gzipSync(
      JSON.stringify({ errorId: 1, errorCode: "ERROR_IP_BANNED", errorDescription: "blocked for 5 minutes" }),
    );
    const gateway = createHttpServer((_request, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(body);
    });
    await new Promise<void>((resolve) => gateway.listen(0, "127.0.0.1", resolve));
    const address = gateway.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    await banwatch.runtime.services.accounts.update(
      banwatch.accountId,
      {
        baseUrl: `http://127.0.0.1:${port}`,
        clientKey: CLIENT_KEY,
        saveUnchecked: true,
      },
      TEST_ACTOR,
    );
    const reply = await banwatch.call("createTask", { clientKey: CLIENT_KEY, task: TASK });
    expect(readReply(reply).errorCode).toBe("ERROR_IP_BANNED");
    expect(banwatch.runtime.services.cooldowns.listRunning().cooldowns).toHaveLength(1);
    gateway.closeAllConnections();
    gateway.close();
  });

  it("says whether a call that was not answered may have reached the provider", async () => {
    banwatch.sandbox.provider.next({ method: "createTask", answer: { kind: "drop", when: "before-headers" } });
    const broken = readReply(await banwatch.call("createTask", { clientKey: CLIENT_KEY, task: TASK }));
    expect(String(broken.errorDescription)).toContain("may have been created");
    await banwatch.sandbox.close();
    const refused = readReply(await banwatch.call("createTask", { clientKey: CLIENT_KEY, task: TASK }));
    expect(String(refused.errorDescription)).toContain("was not sent");
  });

  it("does not pass on a reply larger than 16 MiB", async () => {
    banwatch.sandbox.provider.next({
      method: "createTask",
      answer: { kind: "raw", body: Buffer.alloc(16 * 1024 * 1024 + 1, 32) },
    });
    const reply = await banwatch.call("createTask", { clientKey: CLIENT_KEY, task: TASK });
    expect(reply.origin).toBe("transport");
    expect(String(readReply(reply).errorDescription)).toContain("16 MiB");
  });

  it("follows no redirect and sends a call once", async () => {
    banwatch.sandbox.provider.next({ method: "createTask", answer: { kind: "raw", body: "", httpStatus: 302 } });
    const reply = await banwatch.call("createTask", { clientKey: CLIENT_KEY, task: TASK });
    expect(reply.status).toBe(302);
    expect(banwatch.sandbox.provider.received.byMethod.createTask).toBe(1);
  });

  it.each([
    ["no JSON", "clientKey=abc"],
    ["an array", "[]"],
    ["no clientKey", "{}"],
    ["a clientKey that is no string", '{"clientKey":7}'],
    ["a clientKey that stands twice", `{"clientKey":"other","clientKey":"${CLIENT_KEY}"}`],
    ["a clientKey that stands twice, once in disguise", `{"client\\u004bey":"other","clientKey":"${CLIENT_KEY}"}`],
  ])("refuses a body with %s and says which field to check", async (_name, body) => {
    const reply = await banwatch.call("createTask", body);
    expect(reply).toMatchObject({ origin: "local", status: 200 });
    expect(readReply(reply).errorCode).toBe("ERROR_REQUIRED_FIELDS");
    expect(await latest()).toMatchObject({ origin: "local", code: "ERROR_REQUIRED_FIELDS", account: null });
  });

  it.each(["", "create-task", "create/task", "../admin", "1task", `a${"b".repeat(64)}`])(
    "refuses the method name %j",
    async (method) => {
      const reply = await banwatch.call(method, { clientKey: CLIENT_KEY });
      expect(reply.origin).toBe("local");
      expect(await latest()).toMatchObject({ method: "(invalid)", origin: "local" });
    },
  );

  it("keeps of the target only its host, and nothing of its credentials", async () => {
    banwatch.sandbox.provider.next({
      method: "createTask",
      answer: { kind: "error", code: "ERROR_NO_SLOT_AVAILABLE" },
    });
    await banwatch.call("createTask", {
      clientKey: CLIENT_KEY,
      task: { type: "T", websiteURL: "https://user:secret@shop.example.org:8443/login?token=1#x" },
    });
    expect(await latest()).toMatchObject({ targetHost: "shop.example.org" });
  });

  it("keeps the digits of a task id that no float can hold", async () => {
    banwatch.sandbox.provider.next({
      method: "getTaskResult",
      answer: { kind: "error", code: "ERROR_TASKID_INVALID" },
    });
    await banwatch.call("getTaskResult", `{"clientKey":"${CLIENT_KEY}","taskId":12345678901234567890}`);
    expect(await latest()).toMatchObject({ taskId: "12345678901234567890" });
  });

  it("keeps a key out of the record that a program puts where a task id belongs", async () => {
    banwatch.sandbox.provider.next({
      method: "getTaskResult",
      answer: { kind: "error", code: "ERROR_TASKID_INVALID" },
    });
    await banwatch.call("getTaskResult", { clientKey: CLIENT_KEY, taskId: CLIENT_KEY, task: { type: CLIENT_KEY } });
    expect(JSON.stringify(await latest())).not.toContain(CLIENT_KEY);
  });

  it("keeps a key out of the record that the provider repeats in its words", async () => {
    banwatch.sandbox.provider.next({
      method: "createTask",
      answer: { kind: "error", code: "ERROR_KEY_BANNED", description: `key ${CLIENT_KEY} is banned` },
    });
    await banwatch.call("createTask", { clientKey: CLIENT_KEY, task: TASK });
    expect(await latest()).toMatchObject({ description: "key [clientKey] is banned" });
  });

  it.each([99, 90, 70])(
    "keeps a key out of the record of which a field would be cut after %i characters",
    async (at) => {
      banwatch.sandbox.provider.next({
        method: "getTaskResult",
        answer: { kind: "error", code: "ERROR_TASKID_INVALID" },
      });
      const field = "x".repeat(at) + CLIENT_KEY.toUpperCase();
      await banwatch.call("getTaskResult", { clientKey: CLIENT_KEY, taskId: field, task: { type: field } });
      const kept = `${"x".repeat(at)}[clientKey]`.slice(0, 100);
      expect(await latest()).toMatchObject({ taskId: kept, taskType: kept });
    },
  );

  it("records 600 calls a minute of callers that nobody knows, and all of those that are known", async () => {
    for (let index = 0; index < 610; index += 1) await banwatch.call("createTask", { clientKey: `guess-${index}` });
    banwatch.sandbox.provider.next({ method: "createTask", answer: { kind: "error", code: "ERROR_ZERO_BALANCE" } });
    await banwatch.call("createTask", { clientKey: CLIENT_KEY, task: TASK });
    expect(await latest()).toMatchObject({ code: "ERROR_ZERO_BALANCE", account: "main" });
    await banwatch.runtime.close();
    const { readLedger } = await import("../support/read-database");
    expect(readLedger(banwatch.dataDir)).toEqual({ errorRows: 601, errorTallies: 601, calls: 601 });
    banwatch = await startInProcess();
  });

  it("keeps its sums bounded when a program makes up a method with each call, and loses none", async () => {
    banwatch.sandbox.provider.script([
      { times: Number.POSITIVE_INFINITY, answer: { kind: "error", code: "ERROR_PAGE_NOT_FOUND" } },
    ]);
    for (let index = 0; index < 250; index += 1) await banwatch.call(`made${index}Up`, { clientKey: CLIENT_KEY });
    await banwatch.runtime.close();
    const { readDatabase, readLedger } = await import("../support/read-database");
    const methods = readDatabase(banwatch.dataDir, (query) =>
      query<{ method: string }>(`SELECT DISTINCT "method" FROM "Tally" WHERE "source" = 'program'`),
    );
    expect(methods.length).toBeLessThanOrEqual(201);
    expect(readLedger(banwatch.dataDir)).toEqual({ errorRows: 250, errorTallies: 250, calls: 250 });
    banwatch = await startInProcess();
  });

  it("counts every call once, by what came of it", async () => {
    await banwatch.call("getBalance", { clientKey: CLIENT_KEY });
    banwatch.sandbox.provider.next({ method: "createTask", answer: { kind: "error", code: "ERROR_ZERO_BALANCE" } });
    await banwatch.call("createTask", { clientKey: CLIENT_KEY, task: TASK });
    await banwatch.call("createTask", { clientKey: "nobody", task: TASK });
    await banwatch.runtime.close();
    const { readLedger } = await import("../support/read-database");
    for (const step of [60, 3_600, 86_400]) {
      expect(readLedger(banwatch.dataDir, step)).toEqual({ errorRows: 2, errorTallies: 2, calls: 3 });
    }
    banwatch = await startInProcess();
  });
});
