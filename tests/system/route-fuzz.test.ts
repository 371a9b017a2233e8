import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { URI } from "otpauth";
import { Pool } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { problemResponse } from "@/lib/contracts/problem";
import { type SandboxServer, startSandboxServer } from "@/lib/sandbox/http-server";
import { readPath } from "@/lib/server/front/read-path";
import { callProvider, createAccount, getJson, sendJson } from "../support/api";
import { arbitraryOf, type Known } from "../support/arbitrary-of";
import { type BanwatchProcess, makeDataDir, removeDataDir, startBanwatch } from "../support/banwatch-process";
import { type FuzzAnswer, type FuzzRequest, requestsTo, sendFuzz } from "../support/fuzz-request";
import { type ListedRoute, listRoutes } from "../support/list-routes";
import { OWNER, ownerCookie, signIn } from "../support/owner";
import { addMember, addToken, type Member } from "../support/team";

/** The same requests each time, so that a failure is the change's own. FUZZ_SEED=$RANDOM looks for more. */
const SEED = Number(process.env.FUZZ_SEED ?? 89_386_555);
const RUNS_SIGNED_IN = 40;
const RUNS_SIGNED_OUT = 12;
/** For routes that take neither input nor a parameter. */
const RUNS_WITHOUT_INPUT = 8;

const CLIENT_KEY = "fuzz-client-key-7c1e90";
const MEMBER_PASSWORD = "a long password of owner";

/** What a call to the provider is made of; its route reads the body itself. */
const PROVIDER_CALL = z.object({
  clientKey: z.string(),
  task: z.object({ type: z.string(), websiteURL: z.string().optional() }).optional(),
  taskId: z.union([z.string(), z.int()]).optional(),
});

/** Programs are refused in the provider's envelope, which their libraries understand; everybody else in ours. */
const providerEnvelope = z.object({ errorId: z.literal(1), errorCode: z.string(), errorDescription: z.string() });
const refusalOf = (path: string) => (path.startsWith("/api/proxy/") ? providerEnvelope : problemResponse);

// Removing comes last, so that the others find what there is.
const routes = (await listRoutes())
  .map((route) => (route.access === "program" ? { ...route, input: PROVIDER_CALL } : route))
  .sort((a, b) => Number(a.method === "DELETE") - Number(b.method === "DELETE"));

const takesInput = ({ input, path }: ListedRoute) =>
  path.includes("[") || (input instanceof z.ZodObject ? Object.keys(input.shape).length > 0 : input !== null);

const isFit = (input: z.ZodType, value: unknown): boolean => {
  try {
    return input.safeParse(value).success;
  } catch {
    return false;
  }
};

const NOBODY: Record<string, string> = {};

/** A stack, a path of the file system, a statement or a message of the database. */
const INSIDES = [
  // No digit before the first colon: that is a time of day.
  /\bat .{0,200}\D:\d+:\d+/,
  /node_modules|\.next[/\\]|file:\/\//,
  /\b(SELECT|DELETE) .{0,300}\bFROM\b|\bINSERT INTO\b|\bUPDATE .{0,300}\bSET\b|SQLITE_|prisma/i,
];

/** Turns on the second factor of somebody. @returns the cookie of a sign-in that waits for it */
async function startSignIn(origin: string, member: Member): Promise<string> {
  const post = async (path: string, body: object): Promise<Record<string, string>> => {
    const headers = { cookie: member.cookie, "content-type": "application/json" };
    const response = await fetch(`${origin}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  const { uri = "" } = await post("/api/me/totp", { password: member.password });
  await post("/api/me/totp/confirm", { code: URI.parse(uri).generate() });
  return signIn(origin, member);
}

describe("any input to any route", () => {
  let sandbox: SandboxServer;
  let banwatch: BanwatchProcess;
  let pool: Pool;
  /** Whoever makes the requests. Replaced when one of them ends the session, changes the password or the like. */
  let fuzzer: Member;
  /** A sign-in that waits for its second factor. */
  let half: Record<string, string>;
  /** By field. */
  let known: Known;
  /** By the folder that the parameter is in. */
  const ids: Record<string, readonly string[]> = {};
  let secrets: string[] = [];
  let requests = 0;

  beforeAll(async () => {
    console.log(`FUZZ_SEED=${SEED}`);
    sandbox = await startSandboxServer();
    sandbox.provider.addAccount({ clientKey: CLIENT_KEY, balance: 1_000_000 });
    // Each request says that it comes from an address of its own, so that the limit of attempts does not end the run.
    const variables = { BANWATCH_TRUSTED_PROXIES: "127.0.0.1" };
    banwatch = await startBanwatch({ dataDir: makeDataDir(), variables });
    const { origin } = banwatch;
    pool = new Pool(origin, { connections: 4 });
    fuzzer = await addMember(origin, "owner");

    const settings = { provider: "custom", baseUrl: sandbox.origin };
    const main = await createAccount(origin, { ...settings, name: "main", clientKey: CLIENT_KEY });
    const spare = await createAccount(origin, { ...settings, name: "spare", clientKey: `${CLIENT_KEY}-spare` });
    const description = "key banned";
    sandbox.provider.next({ method: "createTask", answer: { kind: "error", code: "ERROR_KEY_BANNED", description } });
    await callProvider(origin, "createTask", { clientKey: CLIENT_KEY });
    const post = <T>(path: string, body: object) => sendJson<T>("POST", `${origin}${path}`, body);
    const key = await post<{ key: string; proxyKey: { id: string } }>("/api/proxy-keys", {
      accountId: main.id,
      label: "worker",
    });
    type Link = { token: string; link: { id: string } };
    const links = [
      await post<Link>("/api/invitations", { role: "viewer" }),
      await post<Link>("/api/invitations", { role: "admin", email: "invited@banwatch.example" }),
    ];
    const people = [await addMember(origin, "viewer"), await addMember(origin, "admin")];
    const token = await addToken(origin, "viewer");
    const firstId = async (path: string, list: string) =>
      (await getJson<Record<string, { id: string }[]>>(`${origin}${path}`))[list]?.[0]?.id ?? "";

    // Neither the owner, with whom the test looks after everything, nor the fuzzer: what they do to others stays possible.
    ids["/api/people"] = people.map(({ id }) => id);
    ids["/api/accounts"] = [main.id, spare.id];
    ids["/api/proxy-keys"] = [key.proxyKey.id];
    ids["/api/tokens"] = [await firstId("/api/tokens", "tokens")];
    ids["/api/invitations"] = links.map(({ link }) => link.id);
    ids["/api/cooldowns"] = [await firstId("/api/cooldowns", "cooldowns")];
    ids["/api/alerts/rules"] = [await firstId("/api/alerts/rules", "rules")];
    ids["/api/proxy"] = ["createTask", "getTaskResult", "getBalance"];
    known = {
      account: ["main", main.id],
      accountId: [main.id, spare.id],
      personId: ids["/api/people"],
      key: [key.proxyKey.id],
      actor: ids["/api/people"],
      target: [main.id],
      action: ["account", "session.failed"],
      limit: [1, 200],
      fromMs: [0, Date.now() - 60_000],
      toMs: [Date.now(), Number.MAX_SAFE_INTEGER],
      expiresAtMs: [Date.now() + 3_600_000],
      email: ["Somebody@banwatch.example", OWNER.email, "invited@banwatch.example"],
      password: [MEMBER_PASSWORD, "another long password"],
      currentPassword: [MEMBER_PASSWORD],
      token: links.map((link) => link.token),
      code: ["123456", "000 000"],
      baseUrl: [sandbox.origin, "http://127.0.0.1:1", "http://user:pass@localhost:1/?q#h", "ftp://127.0.0.1"],
      clientKey: [CLIENT_KEY, key.key, `${CLIENT_KEY}-new`],
      type: ["RecaptchaV2TaskProxyless"],
      endpoint: ["https://push.example.org/send/1", "http://127.0.0.1:1/send", "http://169.254.169.254/"],
    };

    half = { cookie: await startSignIn(origin, await addMember(origin, "viewer")) };
    const installationSecret = readFileSync(join(banwatch.dataDir, "secret"), "utf8").trim();
    secrets = [OWNER.password, CLIENT_KEY, key.key, token, installationSecret, ownerCookie(origin)];
    secrets.push(...links.map((link) => link.token), process.cwd(), banwatch.dataDir);
  });
  afterAll(async () => {
    await pool.destroy();
    await banwatch.stop();
    await sandbox.close();
    removeDataDir(banwatch.dataDir);
  });

  const idsFor = (path: string) => ids[path.split("/[", 1)[0] ?? ""] ?? [];

  const runsOf = (route: ListedRoute, runs: number) => (takesInput(route) ? runs : Math.min(runs, RUNS_WITHOUT_INPUT));

  /** @returns what is wrong with the answer; nothing for a good one */
  const findFault = ({ method, path }: FuzzRequest, { status, contentType, headers, text }: FuzzAnswer): string[] => {
    const faults: string[] = [];
    if (status >= 500) faults.push(`the status is ${status}`);
    // A path that can be read in two ways is refused before it is known to be one of the API.
    if (status >= 400 && method !== "HEAD" && readPath(path) !== null) {
      if (!contentType.startsWith("application/json")) faults.push(`a refusal of the type "${contentType}"`);
      else if (!refusalOf(path).safeParse(JSON.parse(text)).success) faults.push("a refusal of another form");
    }
    for (const inside of INSIDES) if (inside.test(text)) faults.push(`the answer has ${inside}`);
    for (const secret of secrets) {
      if (text.includes(secret) || headers.includes(secret)) faults.push(`the answer has ${secret}`);
    }
    return faults.map((fault) => `${fault}: ${status} ${text.slice(0, 500)}`);
  };

  const check = async (route: ListedRoute, runs: number, identify: () => Record<string, string>): Promise<void> => {
    const property = fc.asyncProperty(requestsTo(route, known, idsFor(route.path)), async (request) => {
      requests += 1;
      const forwarded = `10.${(requests >> 16) & 255}.${(requests >> 8) & 255}.${requests & 255}`;
      const answer = await sendFuzz(pool, request, { ...identify(), "x-forwarded-for": forwarded });
      expect(findFault(request, answer)).toEqual([]);
      if (answer.status === 401 && answer.text.includes('"signed_out"') && identify().cookie === fuzzer.cookie) {
        fuzzer = await addMember(banwatch.origin, "owner");
      }
    });
    await fc.assert(property, { seed: SEED, numRuns: runsOf(route, runs), interruptAfterTimeLimit: 30_000 });
  };

  it.each(routes.filter(takesInput).filter(({ input }) => input !== null))(
    "for $method $path is made to fit the contract and not to",
    ({ input }) => {
      if (input === null) return;
      const fits = fc
        .sample(arbitraryOf(input, known), { numRuns: 300, seed: SEED })
        .map((value) => isFit(input, value));
      expect(new Set(fits)).toEqual(new Set([true, false]));
    },
  );

  it.each(routes)("$method $path by an owner fails at nothing and tells nothing", async (route) => {
    await check(route, RUNS_SIGNED_IN, () => ({ cookie: fuzzer.cookie }));
  });

  it.each(routes)("$method $path by nobody fails at nothing and tells nothing", async (route) => {
    await check(route, RUNS_SIGNED_OUT, () => (route.path.endsWith("/second-factor") ? half : NOBODY));
  });

  it("leaves a product that works", async () => {
    const { origin } = banwatch;
    await signIn(origin, OWNER);
    const other = await startSandboxServer();
    other.provider.addAccount({ clientKey: "after-the-fuzz-11", balance: 500 });
    const settings = { provider: "custom", baseUrl: other.origin };
    await createAccount(origin, { ...settings, name: "after the fuzz", clientKey: "after-the-fuzz-11" });
    const reply = await callProvider(origin, "getBalance", { clientKey: "after-the-fuzz-11" });
    await other.close();
    expect(reply).toMatchObject({ origin: "upstream", json: { errorId: 0 } });
    expect(await getJson(`${origin}/api/health`)).toMatchObject({ ready: true, degraded: false, reasons: [] });
    const lines = banwatch.output().split("\n");
    expect(lines.filter((line) => /"level":[56]0|unhandled/i.test(line))).toEqual([]);
    expect(requests).toBeGreaterThan(routes.length * RUNS_WITHOUT_INPUT);
  });
});
