import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type AlertSettings, openAlertSettings } from "@/lib/server/alerts/heartbeat/alert-settings";
import { createAlertSettingsService } from "@/lib/server/alerts/heartbeat/alert-settings-service";
import { createAskAddress } from "@/lib/server/alerts/heartbeat/ask-address";
import { type SentHeartbeat, startHeartbeat } from "@/lib/server/alerts/heartbeat/heartbeat";
import { createAuditTrail } from "@/lib/server/audit/audit-trail";
import type { Secrets } from "@/lib/server/secrets/open-secrets";
import { createAlertSettingsStore } from "@/lib/server/store/alerts/alert-settings";
import { createAuditEventStore } from "@/lib/server/store/audit-events";
import { type Database, openDatabase } from "@/lib/server/store/sqlite/database";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { openTestSecrets } from "../support/encrypted-data";
import { readDatabase } from "../support/read-database";
import { TEST_ACTOR } from "../support/test-actor";

const URL_OF_SWITCH = "https://hc.example.org/ping/5f1c-telling";

describe("the heartbeat's settings", () => {
  let dataDir: string;
  let secrets: Secrets;
  let database: Database;
  let settings: AlertSettings;

  const open = async () => {
    database = await openDatabase(`${dataDir}/banwatch.db`);
    settings = await openAlertSettings({
      store: createAlertSettingsStore(database),
      vault: secrets.vault,
      now: Date.now,
      onChange: () => undefined,
    });
  };
  beforeEach(async () => {
    dataDir = makeDataDir();
    secrets = await openTestSecrets(dataDir);
    await open();
  });
  afterEach(async () => {
    await database.close();
    removeDataDir(dataDir);
  });

  let sent: SentHeartbeat = { kind: "held", reason: "stands still" };
  const service = () =>
    createAlertSettingsService({
      settings,
      beat: { lastSentAtMs: 7, problem: null, sendNow: async () => sent },
      trail: createAuditTrail({ store: createAuditEventStore(database), now: Date.now }),
      countWaiting: async () => 4,
      evaluatedAtMs: () => 9,
      now: () => 10,
    });

  it("keep the address encrypted and show its host and end, also over a restart and in the audit log", async () => {
    expect((await service().get()).heartbeat).toMatchObject({ hint: null, everyMinutes: 5 });
    const answer = await service().change({ heartbeatUrl: URL_OF_SWITCH, heartbeatEveryMinutes: 2 }, TEST_ACTOR);
    expect(answer).toEqual({
      serverNowMs: 10,
      heartbeat: { hint: "hc.example.org …ling", everyMinutes: 2, lastSentAtMs: 7, problem: null, provisioned: false },
      messages: { timeZone: "UTC", provisioned: false },
      waiting: 4,
      evaluatedAtMs: 9,
    });
    await service().change({ heartbeatUrl: `${URL_OF_SWITCH}2` }, TEST_ACTOR);
    await service().change({ heartbeatEveryMinutes: 2 }, TEST_ACTOR);
    await service().change({ heartbeatUrl: null }, TEST_ACTOR);
    const [rows, lines] = readDatabase(dataDir, (query) => [
      query(`SELECT * FROM "AlertSettings"`),
      query<{ action: string; changes: string }>(`SELECT "action", "changes" FROM "AuditEvent" ORDER BY rowid`),
    ]);
    expect(JSON.stringify([rows, lines])).not.toContain("5f1c");
    expect(lines.map(({ changes }) => JSON.parse(changes))).toEqual([
      [
        { field: "heartbeatUrl", before: null, after: "set" },
        { field: "everyMinutes", before: "5", after: "2" },
      ],
      [{ field: "heartbeatUrl", before: null, after: "changed" }],
      [{ field: "heartbeatUrl", before: "set", after: null }],
    ]);
    await service().change({ heartbeatUrl: URL_OF_SWITCH }, TEST_ACTOR);
    await database.close();
    await open();
    expect(settings.heartbeat()).toMatchObject({ url: URL_OF_SWITCH, everyMinutes: 2 });
  });

  it("are the provisioning file's where it declares them, and free again after", async () => {
    expect(await settings.provision(null)).toBe(false);
    expect(await settings.provision({ url: URL_OF_SWITCH, everyMinutes: 3 })).toBe(true);
    expect(await settings.provision({ url: URL_OF_SWITCH, everyMinutes: 3 })).toBe(false);
    await expect(service().change({ heartbeatUrl: null }, TEST_ACTOR)).rejects.toMatchObject({ status: 409 });
    expect(await settings.provision(null)).toBe(true);
    await service().change({ heartbeatEveryMinutes: 9 }, TEST_ACTOR);
    expect(settings.heartbeat()).toMatchObject({ url: URL_OF_SWITCH, everyMinutes: 9, provisioned: false });
  });

  it("hold the time zone of messages, which the provisioning file may declare apart from the heartbeat", async () => {
    const answer = await service().change({ timeZone: "Asia/Shanghai" }, TEST_ACTOR);
    expect(answer.messages).toEqual({ timeZone: "Asia/Shanghai", provisioned: false });
    await database.close();
    await open();
    expect(settings.messages().timeZone).toBe("Asia/Shanghai");
    expect(await settings.provisionMessages(null)).toBe(false);
    expect(await settings.provisionMessages({ timeZone: "Europe/Berlin" })).toBe(true);
    expect(await settings.provisionMessages({ timeZone: "Europe/Berlin" })).toBe(false);
    await expect(service().change({ timeZone: "UTC" }, TEST_ACTOR)).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining("time zone"),
    });
    await service().change({ heartbeatUrl: URL_OF_SWITCH }, TEST_ACTOR);
    expect(await settings.provisionMessages(null)).toBe(true);
    await service().change({ timeZone: "UTC" }, TEST_ACTOR);
    expect(settings.messages()).toEqual({ timeZone: "UTC", provisioned: false });
    const changes = readDatabase(dataDir, (query) =>
      query<{ changes: string }>(`SELECT "changes" FROM "AuditEvent" ORDER BY rowid`),
    ).flatMap(({ changes: json }) => JSON.parse(json));
    expect(changes).toContainEqual({ field: "timeZone", before: "UTC", after: "Asia/Shanghai" });
    expect(changes).toContainEqual({ field: "timeZoneProvisioned", before: "false", after: "true" });
  });

  it("let a heartbeat be sent by hand, which is written down, and no two at once", async () => {
    await expect(service().sendHeartbeat(TEST_ACTOR)).rejects.toMatchObject({ status: 409, code: "not_set" });
    await service().change({ heartbeatUrl: URL_OF_SWITCH }, TEST_ACTOR);
    await expect(service().sendHeartbeat(TEST_ACTOR)).rejects.toMatchObject({ status: 409, message: "stands still" });
    sent = { kind: "answered", httpStatus: 404, answer: "no such check", reason: "HTTP 404." };
    const sender = service();
    expect(await sender.sendHeartbeat(TEST_ACTOR)).toMatchObject({
      taken: false,
      httpStatus: 404,
      answer: "no such check",
      reason: "HTTP 404.",
    });
    await expect(sender.sendHeartbeat(TEST_ACTOR)).rejects.toMatchObject({
      status: 429,
      details: { retryAfterSeconds: expect.any(Number) },
    });
    const lines = readDatabase(dataDir, (query) =>
      query(`SELECT "actorName", "changes" FROM "AuditEvent" WHERE "action" = 'alerts.heartbeat-sent'`),
    );
    expect(lines).toEqual([
      {
        actorName: TEST_ACTOR.name,
        changes: JSON.stringify([{ field: "answer", before: null, after: "not delivered" }]),
      },
    ]);
  });

  it("do not lose the keys of browser push, nor the other way round", async () => {
    const store = createAlertSettingsStore(database);
    await store.saveVapidKeys({ vapidPublicKey: "public", vapidPrivateKeyCipher: "cipher" });
    await service().change({ heartbeatUrl: URL_OF_SWITCH }, TEST_ACTOR);
    expect(await store.findVapidKeys()).toEqual({ vapidPublicKey: "public", vapidPrivateKeyCipher: "cipher" });
    await store.saveVapidKeys({ vapidPublicKey: "other", vapidPrivateKeyCipher: "cipher" });
    await database.close();
    await open();
    expect(settings.heartbeat().url).toBe(URL_OF_SWITCH);
  });
});

describe("the heartbeat", () => {
  const START_MS = 1_800_000_000_000;
  let asked: string[];
  let answer: string | null;
  let pending: Promise<void>;
  let settle: () => void;
  let url: string | null;
  let evaluatedAtMs: number | null;
  /** Null for as recent as the last look. */
  let readAtMs: number | null;
  let beat: ReturnType<typeof startHeartbeat>;

  beforeEach(() => {
    vi.useFakeTimers({ now: START_MS });
    asked = [];
    answer = null;
    pending = Promise.resolve();
    url = URL_OF_SWITCH;
    evaluatedAtMs = START_MS;
    readAtMs = null;
    beat = startHeartbeat({
      settings: { heartbeat: () => ({ url, everyMinutes: 5, provisioned: false, hint: null }) },
      ask: async (address) => {
        asked.push(address);
        await pending;
        return { httpStatus: 200, answer: "OK", reason: answer };
      },
      evaluatedAtMs: () => evaluatedAtMs,
      readAtMs: () => readAtMs ?? evaluatedAtMs,
      now: Date.now,
      onChange: () => undefined,
    });
  });
  afterEach(() => {
    beat.close();
    vi.useRealTimers();
  });

  /** Time goes by, and rules are looked at all the while. */
  const wellFor = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 5) {
      evaluatedAtMs = Date.now();
      await vi.advanceTimersByTimeAsync(5_000);
    }
  };

  it("is sent at once, and then every so many minutes", async () => {
    await wellFor(10);
    expect(asked).toEqual([URL_OF_SWITCH]);
    expect(beat).toMatchObject({ lastSentAtMs: START_MS + 5_000, problem: null });
    await wellFor(280);
    expect(asked).toHaveLength(1);
    await wellFor(20);
    expect(asked).toHaveLength(2);
  });

  it("stays out once rules have not been looked at for two minutes, says so, and comes back with them", async () => {
    await wellFor(10);
    await vi.advanceTimersByTimeAsync(900_000);
    expect(asked).toHaveLength(1);
    expect(beat.problem).toMatch(/not been looked at/);
    await wellFor(10);
    expect(asked).toHaveLength(2);
    expect(beat.problem).toBeNull();
  });

  it("stays out once nothing could be read for two minutes, though rules are looked at, and comes back", async () => {
    await wellFor(10);
    readAtMs = Date.now();
    await wellFor(900);
    expect(asked).toHaveLength(1);
    expect(beat.problem).toMatch(/could not be read/);
    expect(await beat.sendNow()).toMatchObject({ kind: "held", reason: expect.stringMatching(/could not be read/) });
    readAtMs = null;
    await wellFor(10);
    expect(asked).toHaveLength(2);
    expect(beat.problem).toBeNull();
  });

  it("shows what the newest came to, also where an older one is answered after it", async () => {
    let answerOldest: () => void = () => undefined;
    pending = new Promise((done) => {
      answerOldest = done;
    });
    answer = "No answer came.";
    await wellFor(5);
    expect(asked).toHaveLength(1);
    const oldest = pending;
    pending = Promise.resolve();
    const reasonOfOldest = answer;
    answer = null;
    await beat.sendNow();
    answer = reasonOfOldest;
    answerOldest();
    await oldest;
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toHaveLength(2);
    expect(beat.problem).toBeNull();
  });

  it("is sent by hand with its answer, and shows as the last one", async () => {
    await wellFor(10);
    answer = "The address answered with HTTP 500.";
    expect(await beat.sendNow()).toEqual({ kind: "answered", httpStatus: 200, answer: "OK", reason: answer });
    expect(beat.problem).toBe(answer);
    answer = null;
    await beat.sendNow();
    expect(beat).toMatchObject({ problem: null, lastSentAtMs: Date.now() });
    // The next one by itself comes as long after it as after any other.
    await wellFor(280);
    expect(asked).toHaveLength(3);
    await wellFor(30);
    expect(asked).toHaveLength(4);
  });

  it("is not sent by hand either while alerts stand still: it would say that they work", async () => {
    evaluatedAtMs = null;
    expect(await beat.sendNow()).toMatchObject({ kind: "held" });
    evaluatedAtMs = Date.now() - 120_001;
    expect(await beat.sendNow()).toMatchObject({ kind: "held", reason: expect.stringMatching(/not been looked at/) });
    expect(asked).toEqual([]);
  });

  it("is not sent before the first look at the rules", async () => {
    evaluatedAtMs = null;
    await vi.advanceTimersByTimeAsync(60_000);
    expect([asked, beat.problem]).toEqual([[], null]);
  });

  it("says why one was not taken, and tries again with the next minute", async () => {
    answer = "The address answered with HTTP 500.";
    await wellFor(10);
    expect(beat).toMatchObject({ lastSentAtMs: null, problem: answer });
    answer = null;
    await wellFor(70);
    expect(asked).toHaveLength(2);
    expect(beat.problem).toBeNull();
    expect(beat.lastSentAtMs).not.toBeNull();
  });

  it("takes nothing for the new address's answer that the old one gave", async () => {
    pending = new Promise((resolve) => {
      settle = resolve;
    });
    answer = "The address answered with HTTP 500.";
    await wellFor(5);
    url = "https://hc.example.org/other";
    await wellFor(5);
    settle();
    await vi.advanceTimersByTimeAsync(0);
    expect(beat.problem).toBeNull();
  });

  it("begins anew with another address, and ends with none", async () => {
    await wellFor(10);
    url = "https://hc.example.org/other";
    await wellFor(10);
    expect(asked).toEqual([URL_OF_SWITCH, url]);
    url = null;
    await wellFor(600);
    expect(asked).toHaveLength(2);
    expect(beat.lastSentAtMs).toBeNull();
  });
});

describe("asking for an address", () => {
  it("takes 2xx for success, follows nothing, and says what else came", async () => {
    const paths: string[] = [];
    const server = createServer((request, response) => {
      paths.push(`${request.method} ${request.url}`);
      const status = Number(request.url?.slice(1, 4));
      response.writeHead(status, { location: "/200" }).end(`${request.url} ${"x".repeat(100_000)}`);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const asker = createAskAddress((_address, port) => (port === 9 ? "the address of this Banwatch" : null));
    const taken = await asker.ask(`${origin}/200/5f1c-telling-0123?a=b`);
    expect(taken).toEqual({ httpStatus: 200, answer: expect.stringMatching(/x{400}/), reason: null });
    expect(taken.answer.length).toBeLessThanOrEqual(500);
    expect(taken.answer).not.toContain("5f1c");
    expect((await asker.ask(`${origin}/302`)).reason).toBe("The address answered with HTTP 302.");
    expect((await asker.ask(`${origin}/500`)).reason).toBe("The address answered with HTTP 500.");
    expect(await asker.ask("http://127.0.0.1:9/")).toMatchObject({
      httpStatus: null,
      reason: expect.stringMatching(/not allowed/),
    });
    expect(paths).toEqual(["GET /200/5f1c-telling-0123?a=b", "GET /302", "GET /500"]);
    server.close();
    server.closeAllConnections();
    expect((await asker.ask(`${origin}/200`)).reason).toMatch(/Nothing takes connections there/);
    await asker.close();
  });
});
