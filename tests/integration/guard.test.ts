import { createServer } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readBanSeconds } from "@/lib/domain/ban-length";
import type { ProviderReply } from "@/lib/server/proxy/provider-call";
import { CLIENT_KEY, type InProcess, readReply, startInProcess } from "../support/in-process";
import { readDatabase, readLedger } from "../support/read-database";
import { REAL_CLIENTS } from "../support/real-clients";
import { TEST_ACTOR } from "../support/test-actor";
import { until } from "../support/until";

const TASK = { type: "ImageToTextTask", body: "aGVsbG8=" };
const BAN = "ERROR_IP_BANNED";

let banwatch: InProcess;

const cooldowns = () => banwatch.runtime.services.cooldowns.listRunning().cooldowns;
const received = () => banwatch.sandbox.provider.received;
const createTask = (clientKey = CLIENT_KEY) => banwatch.call("createTask", { clientKey, task: TASK });
const descriptionOf = (reply: ProviderReply) => String(readReply(reply).errorDescription);
const setMode = (mode: "enforce" | "observe" | "off") => banwatch.runtime.services.guard.update({ mode }, TEST_ACTOR);

/** The provider bans the address in its own words. @returns the ban as Banwatch keeps it */
async function ban(description = "Your IP has been blocked for 10 minutes") {
  banwatch.sandbox.provider.next({ method: "createTask", answer: { kind: "error", code: BAN, description } });
  await createTask();
  const running = cooldowns()[0];
  if (running === undefined) throw new Error("no ban runs");
  return running;
}

beforeEach(async () => {
  banwatch = await startInProcess();
  // The one question that Banwatch asks of itself is over before anything is counted.
  await until("the first balance", () => received().total > 0);
});
afterEach(() => banwatch.close());

describe("the end of a ban", () => {
  it("makes one probe and no other call upstream, however many calls come at that very moment", async () => {
    const { id, untilMs } = await ban("Your IP has been blocked for 2 seconds");
    // Slow enough that every one of the calls comes while it is being asked.
    banwatch.sandbox.provider.next({ method: "getBalance", answer: { kind: "ordinary" }, delayMs: 2_000 });
    const before = received();
    // A part of them comes before the instant, a part at it, and a part while the probe is under way.
    const calls = Array.from({ length: 200 }, async (_, index) => {
      await new Promise((resolve) => setTimeout(resolve, (untilMs ?? 0) - Date.now() - 200 + 5 * index));
      return createTask();
    });
    const replies = await Promise.all(calls);
    expect(replies.map(({ origin }) => origin)).toEqual(Array(200).fill("held"));
    const saying = (words: string) => replies.filter((reply) => descriptionOf(reply).includes(words)).length;
    expect(saying("Blocked for another")).toBeGreaterThan(0);
    expect(saying("found out now")).toBeGreaterThan(0);
    await until("the ban is over", () => cooldowns().length === 0);
    expect(received().total - before.total).toBe(1);
    expect(received().byMethod.getBalance).toBe((before.byMethod.getBalance ?? 0) + 1);
    expect(await createTask()).toMatchObject({ origin: "upstream" });
    const report = await banwatch.runtime.services.reports.get(id);
    expect(report.probes).toMatchObject([{ verdict: "over", account: "main" }]);
    expect(report.cooldown).toMatchObject({ heldCalls: 200, endedHow: "probe", errors: 1 });
  });

  it("waits longer, and no shorter than it is told, when the probe finds the ban still standing", async () => {
    const { id, untilMs } = await ban("Your IP has been blocked for 1 second");
    banwatch.sandbox.provider.next({
      method: "getBalance",
      answer: { kind: "error", code: BAN, description: "Your IP has been blocked for 5 minutes" },
    });
    await until("the failed probe", () => cooldowns()[0]?.failedProbes === 1);
    const [again] = cooldowns();
    expect(again).toMatchObject({ id, state: "cooling" });
    expect(again?.untilMs).toBeGreaterThanOrEqual((untilMs ?? 0) + 300_000);
    expect(await createTask()).toMatchObject({ origin: "held" });
  });
});

describe("a held answer", () => {
  it("is the ban's own envelope with the time left, when to come again and where to read on", async () => {
    const { id, untilMs } = await ban();
    const earliestSeconds = Math.ceil(((untilMs ?? 0) - Date.now()) / 1_000);
    const reply = await createTask();
    const latestSeconds = Math.ceil(((untilMs ?? 0) - Date.now()) / 1_000);
    expect(reply).toMatchObject({ status: 200, origin: "held" });
    expect(readReply(reply)).toMatchObject({ errorId: 1, errorCode: BAN });
    const retryAfter = reply.headers["retry-after"] ?? "";
    expect(retryAfter).toMatch(/^\d+$/);
    expect(Number(retryAfter)).toBeLessThanOrEqual(earliestSeconds);
    expect(Number(retryAfter)).toBeGreaterThanOrEqual(latestSeconds);
    expect(descriptionOf(reply)).toContain(`http://localhost:3000/cooldowns/${id}`);
    // A Banwatch that has this one for its provider reads the same end.
    expect(readBanSeconds(descriptionOf(reply))).toBe(Number(retryAfter));
  });

  it("is kept as what it is, and is no error of the provider", async () => {
    await ban();
    for (let index = 0; index < 3; index += 1) await createTask();
    const { events } = await banwatch.runtime.services.errors.list({ limit: 10 });
    expect(events.map(({ origin, code, taskType }) => [origin, code, taskType])).toEqual([
      ...Array(3).fill(["held", BAN, TASK.type]),
      ["upstream", BAN, TASK.type],
    ]);
    await until("the calls are counted", async () => {
      const { current } = await banwatch.runtime.services.overview.get({ period: "24h" });
      return current.answeredHere.held === 3;
    });
    // The look-up of the balance, and the call that was banned.
    const { current } = await banwatch.runtime.services.overview.get({ period: "24h" });
    expect(current).toMatchObject({ errors: 1, errorRate: 1 / current.calls, answeredHere: { held: 3 } });
    const { codes } = await banwatch.runtime.services.errors.getFrequency({ period: "24h" });
    expect(codes).toEqual([{ code: BAN, errors: 1 }]);
  });

  it("holds every method and every account behind the banned address, and names who calls", async () => {
    await ban();
    const other = "another-key-0123456789abcdef";
    banwatch.sandbox.provider.addAccount({ clientKey: other, balance: 10 });
    await banwatch.runtime.services.accounts.create(
      { name: "other", provider: "custom", baseUrl: banwatch.sandbox.origin, clientKey: other, saveUnchecked: true },
      TEST_ACTOR,
    );
    const before = received().total;
    for (const method of ["getTaskResult", "getBalance", "getSoftID"]) {
      expect(await banwatch.call(method, { clientKey: other, taskId: "1" })).toMatchObject({ origin: "held" });
    }
    await createTask();
    await createTask();
    expect(received().total).toBe(before);
    expect(cooldowns()[0]).toMatchObject({ heldCalls: 5, observedCalls: 0 });
    expect(cooldowns()[0]?.callers[0]).toMatchObject({ account: "main", method: "createTask", held: 2 });
    expect(cooldowns()[0]?.callers.filter(({ account }) => account === "other")).toHaveLength(3);
  });

  it.each(REAL_CLIENTS)("is an error that $name reports with its code and our words", async ({ create }) => {
    const { id } = await ban();
    const door = createServer((request, response) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const method = request.url?.split("/").at(-1) ?? "";
        const reply = await banwatch.call(method, new Uint8Array(Buffer.concat(chunks)));
        response.writeHead(reply.status, reply.headers).end(reply.body);
      })();
    });
    await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
    const address = door.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const client = create({ baseUrl: `http://127.0.0.1:${port}`, clientKey: CLIENT_KEY });
    const before = received().total;
    for (const attempt of [() => client.createTask(TASK), () => client.getBalance()]) {
      const failure = await attempt().then(
        () => null,
        (error: unknown) => error,
      );
      expect(client.reportedCode(failure)).toBe(BAN);
      expect(client.reportedDescription(failure)).toContain(`/cooldowns/${id}`);
      expect(readBanSeconds(client.reportedDescription(failure) ?? "")).toBeGreaterThan(590);
    }
    expect(received().total).toBe(before);
    door.closeAllConnections();
    await new Promise((resolve) => door.close(resolve));
  });
});

describe("what is kept of held calls", () => {
  it("is every call in the sums, and six hundred rows a minute of one program", async () => {
    await ban();
    const replies = await Promise.all(Array.from({ length: 700 }, () => createTask()));
    expect(new Set(replies.map(({ origin }) => origin))).toEqual(new Set(["held"]));
    expect(cooldowns()[0]?.heldCalls).toBe(700);
    // Another program has a count of its own.
    const { key } = await banwatch.runtime.services.proxyKeys.create(
      { accountId: banwatch.accountId, label: "other" },
      TEST_ACTOR,
    );
    await createTask(key);
    await banwatch.runtime.close();
    // 600 of the first program and one of the second, beside the call that was banned.
    expect(readLedger(banwatch.dataDir)).toMatchObject({ errorRows: 602, calls: 702 });
    const held = readDatabase(banwatch.dataDir, (query) =>
      query<{ calls: number }>(
        `SELECT SUM("calls") AS calls FROM "Tally" WHERE "stepSeconds" = 60 AND "origin" = 'held' AND "code" = ?`,
        BAN,
      ),
    );
    expect(held).toEqual([{ calls: 701 }]);
    banwatch = await startInProcess();
  });

  it("is no key, wherever the program put it", async () => {
    // Letters and digits alone, so that it can stand where a method's name belongs.
    const plainKey = "ka1b2c3d4e5f60718293a4b5c6d7e8f9";
    banwatch.sandbox.provider.addAccount({ clientKey: plainKey, balance: 10 });
    const account = await banwatch.runtime.services.accounts.create(
      { name: "plain", provider: "custom", baseUrl: banwatch.sandbox.origin, clientKey: plainKey, saveUnchecked: true },
      TEST_ACTOR,
    );
    const { key: proxyKey } = await banwatch.runtime.services.proxyKeys.create(
      { accountId: account.id, label: "careless" },
      TEST_ACTOR,
    );
    await ban();
    for (const clientKey of [plainKey, proxyKey]) {
      await banwatch.call("getTaskResult", { clientKey, taskId: clientKey, task: { type: `x${clientKey}` } });
      const task = { type: plainKey, websiteURL: `https://${clientKey}.example/` };
      await banwatch.call(plainKey, { clientKey, task });
    }
    const { events } = await banwatch.runtime.services.errors.list({ limit: 10 });
    expect(events.filter(({ origin }) => origin === "held")).toHaveLength(4);
    const shown = JSON.stringify([events, cooldowns(), await banwatch.runtime.services.guard.get()]);
    await banwatch.runtime.close();
    const tables = readDatabase(banwatch.dataDir, (query) => ({
      errors: query(`SELECT * FROM "ErrorEvent"`),
      tallies: query(`SELECT * FROM "Tally"`),
      cooldowns: query(`SELECT * FROM "Cooldown"`),
    }));
    expect(tables.cooldowns).toHaveLength(1);
    for (const secret of [plainKey, proxyKey]) {
      expect(shown.toLowerCase()).not.toContain(secret.toLowerCase());
      expect(JSON.stringify(tables).toLowerCase()).not.toContain(secret.toLowerCase());
    }
    banwatch = await startInProcess();
  });
});

describe("a mode of the guard", () => {
  it("that observes times the ban, counts what it would have held, and holds nothing", async () => {
    await setMode("observe");
    await ban();
    const before = received().total;
    for (let index = 0; index < 3; index += 1) expect(await createTask()).toMatchObject({ origin: "upstream" });
    expect(received().total - before).toBe(3);
    expect(cooldowns()).toMatchObject([{ state: "cooling", heldCalls: 0, observedCalls: 3 }]);
    await setMode("enforce");
    expect(await createTask()).toMatchObject({ origin: "held" });
    expect(cooldowns()).toMatchObject([{ heldCalls: 1, observedCalls: 3 }]);
  });

  it("that is off looks at nothing", async () => {
    await setMode("off");
    banwatch.sandbox.provider.next({ method: "createTask", answer: { kind: "error", code: BAN } });
    await createTask();
    expect(cooldowns()).toEqual([]);
    for (let index = 0; index < 5; index += 1) {
      expect(await banwatch.call("getTaskResult", { clientKey: CLIENT_KEY })).toMatchObject({ origin: "upstream" });
    }
    const { risks, runaways } = await banwatch.runtime.services.guard.get();
    expect([risks[0]?.errors, runaways]).toEqual([0, []]);
  });

  it("of an account decides for that account alone", async () => {
    const update = (guardMode: "enforce" | "observe" | null) =>
      banwatch.runtime.services.accounts.update(banwatch.accountId, { guardMode }, TEST_ACTOR);
    await ban();
    await update("observe");
    expect(await createTask()).toMatchObject({ origin: "upstream" });
    await setMode("off");
    await update("enforce");
    expect(await createTask()).toMatchObject({ origin: "held" });
    await update(null);
    expect(await createTask()).toMatchObject({ origin: "upstream" });
  });
});
