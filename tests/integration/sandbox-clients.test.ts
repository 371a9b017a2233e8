import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DOCUMENTED_CODES } from "@/lib/domain/catalogue";
import { type SandboxServer, startSandboxServer } from "@/lib/sandbox/http-server";
import { VALID_SITE_KEY } from "@/lib/sandbox/task-types";
import { describeError } from "@/lib/sandbox/texts";
import { REAL_CLIENTS, type RealClient } from "@/tests/support/real-clients";

const KEY = "client-key-1";
const taskFor = (websiteURL: string) => ({ type: "NoCaptchaTaskProxyless", websiteURL, websiteKey: VALID_SITE_KEY });
const GOOD_TASK = taskFor("https://shop.example.com/login");

let server: SandboxServer;

async function start(options: Parameters<typeof startSandboxServer>[0] = {}): Promise<void> {
  await server?.close();
  server = await startSandboxServer({ taskSeconds: [0.1, 0.2], ...options });
  server.provider.addAccount({ clientKey: KEY, balance: 1000 });
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    (value) => {
      throw new Error(`expected a failure, got ${JSON.stringify(value)}`);
    },
    (error: unknown) => error,
  );
}

beforeEach(() => start());
afterEach(() => server.close());

describe.each(REAL_CLIENTS)("the published library $name", ({ create }) => {
  const client = (prefix = "", clientKey = KEY): RealClient =>
    create({ baseUrl: `${server.origin}${prefix}`, clientKey });

  it.each(["uuid", "integer"] as const)("gets a task with a %s id solved", async (taskIdStyle) => {
    await start({ taskIdStyle });
    const taskId = await client().createTask(GOOD_TASK);
    const solution = await client().waitForSolution(taskId, 50);
    expect(solution).toEqual({ gRecaptchaResponse: expect.stringMatching(/^03A/) });
    expect(await client().getBalance()).toBe(990);
  });

  it("works under a path prefix", async () => {
    expect(await client("/some/prefix").getBalance()).toBe(1000);
    expect(server.provider.recentRequests.at(-1)?.path).toBe("/some/prefix/getBalance");
  });

  it.each(DOCUMENTED_CODES)("reports %s with the provider's text", async (code) => {
    const error = await failureOf(client().createTask(taskFor(`https://sandbox.invalid/${code}`)));
    expect(client().reportedCode(error)).toBe(code);
    expect(client().reportedDescription(error)).toBe(describeError(code, "en", { banSeconds: 600 }));
  });

  it.each([200, 400] as const)("reports the code of getBalance with HTTP status %i", async (errorHttpStatus) => {
    await start({ errorHttpStatus, errorIdStyle: "numbered" });
    const error = await failureOf(client("", "nobody").getBalance());
    expect(client().reportedCode(error)).toBe("ERROR_KEY_DOES_NOT_EXIST");
  });

  it("reports the code of a poll with HTTP status 200", async () => {
    const error = await failureOf(client().waitForSolution(12345, 20));
    expect(client().reportedCode(error)).toBe("ERROR_TASKID_INVALID");
  });

  it("fails without a code on an HTML page and on a broken connection", async () => {
    for (const path of ["html-502", "drop", "drop?when=mid-body"]) {
      const error = await failureOf(client().createTask(taskFor(`https://sandbox.invalid/${path}`)));
      expect(error).toBeInstanceOf(Error);
      expect(client().reportedCode(error)).toBeNull();
    }
  });
});

it("redirects each client by itself and leaves the library's own address alone", async () => {
  const other = await startSandboxServer();
  other.provider.addAccount({ clientKey: KEY, balance: 7 });
  for (const { create } of REAL_CLIENTS) {
    const here = create({ baseUrl: server.origin, clientKey: KEY });
    const there = create({ baseUrl: other.origin, clientKey: KEY });
    expect([await here.getBalance(), await there.getBalance()]).toEqual([1000, 7]);
  }
  await other.close();
});

it("shows that anticaptcha loses the code of a poll unless the HTTP status is 200, and node-capmonster does not", async () => {
  await start({ errorHttpStatus: 400 });
  const codes = await Promise.all(
    REAL_CLIENTS.map(async ({ create }) => {
      const client = create({ baseUrl: server.origin, clientKey: KEY });
      return client.reportedCode(await failureOf(client.waitForSolution(12345, 20)));
    }),
  );
  expect(codes).toEqual([null, "ERROR_TASKID_INVALID"]);
});
