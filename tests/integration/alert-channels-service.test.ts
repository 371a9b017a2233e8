import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createChannelRequest, type UpdateChannelRequest } from "@/lib/contracts/alert-channels";
import { provisionedChannel } from "@/lib/contracts/provisioned-alerts";
import { type ChannelRecords, openChannelRecords } from "@/lib/server/alerts/channels/channel-records";
import { type ChannelService, createChannelService } from "@/lib/server/alerts/channels/channel-service";
import { createChannelTester } from "@/lib/server/alerts/channels/channel-tester";
import { createComposeMessage } from "@/lib/server/alerts/message/compose-message";
import { createPreviewTemplates } from "@/lib/server/alerts/message/preview-templates";
import { createSenders } from "@/lib/server/alerts/senders/create-senders";
import { createAuditTrail } from "@/lib/server/audit/audit-trail";
import { planChannels, provisionChannels } from "@/lib/server/provisioning/provision-channels";
import type { Secrets } from "@/lib/server/secrets/open-secrets";
import { createChannelStore } from "@/lib/server/store/alerts/channels";
import { createAuditEventStore } from "@/lib/server/store/audit-events";
import { type Database, openDatabase } from "@/lib/server/store/sqlite/database";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { openTestSecrets } from "../support/encrypted-data";
import { readDatabase } from "../support/read-database";
import { TEST_ACTOR } from "../support/test-actor";

const HOOK = "https://hooks.example.org/services/T000/B000/s3cr3t-abcd";
const TELEGRAM = { chatId: "chat-zz8", botToken: "123456:telegram-token-zz9" };
const MAIL = {
  host: "mail.example.org",
  username: "bw",
  password: "mail-password-77",
  from: "a@example.org",
  to: ["b@example.org"],
};

const refusal = (fields: readonly string[]) => ({
  name: "RequestError",
  status: 400,
  details: { fields: fields.map((field) => ({ field, message: expect.stringMatching(/./) })) },
});

describe("channels", () => {
  let dataDir: string;
  let secrets: Secrets;
  let database: Database;
  let records: ChannelRecords;
  let service: ChannelService;
  let changes: number;
  let senders: ReturnType<typeof createSenders>;
  let receiver: Server;
  let answer: { status: number; body: string };
  let received: string[];

  const open = async () => {
    database = await openDatabase(`${dataDir}/banwatch.db`);
    const now = () => Date.now();
    records = await openChannelRecords({
      store: createChannelStore(database),
      vault: secrets.vault,
      now,
      onChange: () => {
        changes += 1;
      },
      onSaveFailed: (error) => {
        throw error;
      },
    });
    const compose = createComposeMessage({ origin: "http://ban.example" });
    const trail = createAuditTrail({ store: createAuditEventStore(database), now });
    service = createChannelService({
      records,
      tester: createChannelTester({ records, senders: senders.senders, compose, trail, now }),
      preview: createPreviewTemplates({ origin: "http://ban.example", now }),
      summarizeWaiting: async () => new Map([["nobody", { waiting: 3, oldestAtMs: 5 }]]),
      countSubscribers: () => 7,
      now,
    });
  };
  const close = async () => {
    await records.close();
    await database.close();
  };

  beforeEach(async () => {
    dataDir = makeDataDir();
    secrets = await openTestSecrets(dataDir);
    changes = 0;
    received = [];
    answer = { status: 200, body: "ok" };
    receiver = createServer((request, response) => {
      request.on("data", (chunk: Buffer) => received.push(chunk.toString()));
      request.on("end", () => response.writeHead(answer.status).end(answer.body));
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    senders = createSenders({
      refuseAddress: (_address, port) => (port === 1 ? "the address of this Banwatch" : null),
      push: {
        listSubscriptions: () => [],
        dropSubscription: async () => undefined,
        vapidKeys: async () => ({ publicKey: "", privateKey: "", subject: "" }),
      },
    });
    await open();
  });
  afterEach(async () => {
    await close();
    await senders.close();
    receiver.close();
    removeDataDir(dataDir);
  });

  const origin = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  const create = async (type: string, settings: object, more: object = {}) =>
    (await service.create(createChannelRequest.parse({ type, settings, name: type, ...more }), TEST_ACTOR)).channel;
  const update = async (id: string, request: UpdateChannelRequest) =>
    (await service.update(id, request, TEST_ACTOR)).channel;
  const auditLines = () =>
    readDatabase(dataDir, (query) =>
      query<{ action: string; actorName: string; changes: string }>(
        `SELECT "action", "actorName", "changes" FROM "AuditEvent" ORDER BY rowid`,
      ),
    );

  describe("keep their secrets", () => {
    it("encrypted, and show of them the host and the last four characters", async () => {
      const channel = await create("slack", { url: HOOK });
      expect(channel).toMatchObject({ settings: { flavour: "slack" }, secrets: { url: "hooks.example.org …abcd" } });
      expect(records.find(channel.id)?.secrets).toEqual({ url: HOOK });
      const everything = JSON.stringify([
        readDatabase(dataDir, (query) => query(`SELECT * FROM "AlertChannel"`)),
        auditLines(),
        await service.list("owner"),
      ]);
      expect(everything).not.toContain("s3cr3t");
      expect(everything).toContain("hooks.example.org");
    });

    it("show nothing of a secret that is too short to show some of it", async () => {
      const { secrets: hints } = await create("ntfy", { topic: "bans", token: "tk_short" });
      expect(hints).toEqual({ token: "…" });
    });

    it("over a restart, tied to their row", async () => {
      const [one, two] = [await create("slack", { url: HOOK }), await create("telegram", TELEGRAM)];
      await close();
      await open();
      expect(records.list().map(({ secrets: own }) => own)).toEqual([{ url: HOOK }, { botToken: TELEGRAM.botToken }]);
      await database.write(async (writer) => {
        const row = await writer.alertChannel.findUniqueOrThrow({ where: { id: one.id } });
        await writer.alertChannel.update({ where: { id: two.id }, data: { secretsCipher: row.secretsCipher } });
      });
      await expect(
        openChannelRecords({
          store: createChannelStore(database),
          vault: secrets.vault,
          now: Date.now,
          onChange: () => undefined,
          onSaveFailed: () => undefined,
        }),
      ).rejects.toThrow();
    });

    it("where a change leaves them out, also when every open field is replaced", async () => {
      const { id } = await create("telegram", { ...TELEGRAM, threadId: 4 });
      const changed = await update(id, { settings: { chatId: "-200" } });
      expect(changed.settings).toEqual({ chatId: "-200", baseUrl: "https://api.telegram.org" });
      expect(records.find(id)?.secrets).toEqual({ botToken: TELEGRAM.botToken });
    });

    it.each([
      ["telegram", TELEGRAM, { chatId: "chat-zz8", baseUrl: "https://evil.example" }, "settings.botToken"],
      ["pagerduty", { routingKey: "r".repeat(32) }, { baseUrl: "https://evil.example" }, "settings.routingKey"],
      [
        "ntfy",
        { topic: "a", token: "tk_0123456789" },
        { topic: "a", baseUrl: "https://evil.example" },
        "settings.token",
      ],
      ["email", MAIL, { ...MAIL, password: undefined, host: "evil.example" }, "settings.password"],
      ["email", MAIL, { ...MAIL, password: undefined, security: "none" }, "settings.password"],
    ])("from a stranger's server: %s asks for them anew", async (type, settings, changed, field) => {
      const { id } = await create(type, settings);
      const given = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined));
      await expect(update(id, { settings: given })).rejects.toMatchObject(refusal([field]));
      const name = field.replace("settings.", "");
      const secret = (settings as Record<string, unknown>)[name];
      await expect(update(id, { settings: { ...given, [name]: secret } })).resolves.toMatchObject({ id });
    });

    it("from a test of a draft that leads elsewhere", async () => {
      const { id } = await create("telegram", TELEGRAM);
      const draft = createChannelRequest.parse({
        type: "telegram",
        name: "x",
        settings: { chatId: "chat-zz8", baseUrl: origin() },
      });
      await expect(service.test({ id, draft }, TEST_ACTOR)).rejects.toMatchObject(refusal(["settings.botToken"]));
      await expect(service.test({ draft }, TEST_ACTOR)).rejects.toMatchObject(refusal(["settings.botToken"]));
      expect(received).toEqual([]);
    });

    it("no longer than there is a use for them", async () => {
      const { id } = await create("email", MAIL);
      const { username: _, password: __, ...without } = MAIL;
      await update(id, { settings: without });
      expect(records.find(id)?.secrets).toEqual({});
      const ntfy = await create("ntfy", { topic: "a", token: "tk_0123456789" });
      await update(ntfy.id, { settings: { topic: "a", token: null } });
      expect(records.find(ntfy.id)?.secrets).toEqual({});
    });
  });

  it.each([
    ["slack", {}, ["settings.url"]],
    ["slack", { url: "javascript:alert(1)" }, ["settings.url"]],
    ["webhook", { url: "https://a.example", secret: "short" }, ["settings.secret"]],
    ["email", { ...MAIL, password: undefined }, ["settings.password"]],
    ["email", { ...MAIL, to: ["b@example.org", "no"] }, ["settings.to.1"]],
    ["ntfy", { topic: "a/b", nonsense: 1, __proto__: { x: 1 } }, ["settings.topic", "settings.nonsense"]],
    ["push", { url: "https://a.example" }, ["settings.url"]],
  ])("of the type %s with %j are refused by the field", async (type, settings, fields) => {
    const refused = await create(type, settings).catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: "RequestError", status: 400 });
    const { details } = refused as { details: { fields: { field: string }[] } };
    expect(details.fields.map(({ field }) => field).sort()).toEqual([...fields].sort());
    expect(records.list()).toEqual([]);
  });

  it("show viewers and operators their names, types and state, and nothing of their settings", async () => {
    await create("telegram", TELEGRAM, { templates: { title: "internal {{ title }}", text: null } });
    await create("push", {});
    for (const role of ["viewer", "operator"] as const) {
      const { channels } = await service.list(role);
      expect(channels).toMatchObject([
        { name: "telegram", type: "telegram", enabled: true, settings: {}, secrets: {}, subscribers: null },
        { name: "push", subscribers: 7 },
      ]);
      expect(JSON.stringify(channels)).not.toMatch(/zz8|internal|zz9/);
    }
    expect((await service.list("admin")).channels[0]).toMatchObject({ settings: { chatId: "chat-zz8" } });
  });

  it("write down who changed what, and of a secret only that it changed", async () => {
    const { id } = await create("slack", { url: HOOK });
    await update(id, { name: "ops", settings: { url: `${HOOK}2`, flavour: "mattermost" } });
    await update(id, { name: "ops" });
    await service.delete(id, TEST_ACTOR);
    const lines = auditLines();
    expect(lines.map(({ action }) => action)).toEqual(["channel.created", "channel.changed", "channel.deleted"]);
    expect(JSON.parse(lines[1]?.changes ?? "")).toEqual([
      { field: "name", before: "slack", after: "ops" },
      { field: "flavour", before: "slack", after: "mattermost" },
      { field: "url", before: null, after: "changed" },
    ]);
    expect(changes).toBe(3);
  });

  it("have names of their own, and are fifty at most", async () => {
    const { id } = await create("push", {}, { name: "one" });
    await expect(create("push", {}, { name: "one" })).rejects.toMatchObject(refusal(["name"]));
    for (let index = 2; index <= 50; index += 1) await create("push", {}, { name: `n${index}` });
    await expect(create("push", {}, { name: "n51" })).rejects.toMatchObject({ status: 409 });
    await expect(update(id, { name: "n2" })).rejects.toMatchObject(refusal(["name"]));
    await expect(service.delete("nobody", TEST_ACTOR)).rejects.toMatchObject({ status: 404 });
  });

  describe("with templates", () => {
    const broken = { title: null, text: "one\n{{ title | upcas }}" };

    it("that cannot be read are refused, saying where", async () => {
      await expect(create("webhook", { url: origin() }, { templates: broken })).rejects.toMatchObject({
        status: 400,
        details: {
          fields: [
            {
              field: "templates.text",
              message: "Line 2, column 12: There is no filter “upcas”. Did you mean: upcase?",
            },
          ],
        },
      });
      const { id } = await create("webhook", { url: origin() });
      await expect(update(id, { templates: { title: "{% if %}", text: null } })).rejects.toMatchObject({ status: 400 });
      expect(records.find(id)?.templates).toEqual({ title: null, text: null });
    });

    it("that name what there is not are taken, with a warning", async () => {
      const request = createChannelRequest.parse({
        type: "webhook",
        settings: { url: origin() },
        name: "warned",
        templates: { title: "{{ titel }}", text: null },
      });
      const { channel, warnings } = await service.create(request, TEST_ACTOR);
      expect(warnings).toMatchObject([{ field: "title", fault: "unknown-name", what: "titel", near: ["title"] }]);
      expect((await service.update(channel.id, { isDefault: true }, TEST_ACTOR)).warnings).toHaveLength(1);
    });

    it("that an older version took keep nobody from switching the channel or its other template", async () => {
      const { id } = await create("webhook", { url: origin() });
      const record = records.find(id);
      if (record === undefined) throw new Error("it is gone");
      await records.save(() => [{ record: { ...record, templates: broken }, action: "channel.changed" }], TEST_ACTOR);
      expect((await update(id, { enabled: false })).enabled).toBe(false);
      await update(id, { templates: { ...broken, title: "{{ rule }}" } });
      await expect(update(id, { templates: { ...broken, text: "{{" } })).rejects.toMatchObject({ status: 400 });
    });
  });

  describe("that were refused by their service", () => {
    it("are off, with the reason, until they are changed", async () => {
      const { id } = await create("slack", { url: HOOK });
      await records.refuse(id, 1_000, "no_service");
      await records.refuse(id, 2_000, "again");
      expect((await service.list("viewer")).channels[0]).toMatchObject({
        enabled: false,
        refusal: { atMs: 1_000, reason: "no_service" },
      });
      expect(auditLines().at(-1)).toMatchObject({ action: "channel.changed", actorName: "Banwatch" });
      expect(await update(id, { settings: { url: `${HOOK}2` } })).toMatchObject({ enabled: true, refusal: null });
    });

    it("are on again when somebody switches them on, also over a restart", async () => {
      const { id } = await create("slack", { url: HOOK });
      await records.refuse(id, 1_000, "no_service");
      await close();
      await open();
      expect(records.find(id)?.refusal).toEqual({ atMs: 1_000, reason: "no_service" });
      expect(await update(id, { enabled: true })).toMatchObject({ enabled: true, refusal: null });
    });
  });

  it("remember their last delivery and failure, at once in memory and after a stop in the database", async () => {
    const { id } = await create("slack", { url: HOOK });
    records.noteDelivered(id, 1_000);
    records.noteFailed(id, 2_000, "HTTP 500");
    await update(id, { name: "renamed" });
    const news = { name: "renamed", lastDeliveredAtMs: 1_000, lastFailure: { atMs: 2_000, reason: "HTTP 500" } };
    expect(records.find(id)).toMatchObject(news);
    await close();
    await open();
    expect(records.find(id)).toMatchObject(news);
  });

  describe("are tested", () => {
    it("by the very senders of alerts, and tell the real answer", async () => {
      const { id } = await create("slack", { url: `${origin()}/hook` });
      expect(await service.test({ id }, TEST_ACTOR)).toMatchObject({ delivered: true, httpStatus: 200, reason: null });
      expect(received.join("")).toContain("Test message from Banwatch");
      answer = { status: 404, body: "no_service" };
      const failed = await service.test({ id }, TEST_ACTOR);
      expect(failed).toMatchObject({ delivered: false, httpStatus: 404, answer: "no_service" });
      expect(failed.reason).toMatch(/./);
      expect(auditLines().map(({ action }) => action)).toEqual(["channel.created", "channel.tested", "channel.tested"]);
      expect(records.find(id)?.refusal).toBeNull();
    });

    it("as they would be once saved, with the secrets that are kept", async () => {
      const { id } = await create("webhook", { url: `${origin()}/kept-token-1234567890` });
      answer = { status: 500, body: `bad: ${origin()}/kept-token-1234567890` };
      const draft = createChannelRequest.parse({ type: "webhook", name: "x", locale: "zh-CN", settings: {} });
      const tested = await service.test({ id, draft }, TEST_ACTOR);
      expect(tested.httpStatus).toBe(500);
      expect(tested.answer).not.toContain("kept-token");
      expect(received.join("")).toContain("测试消息");
      const other = createChannelRequest.parse({ type: "slack", name: "x", settings: {} });
      await expect(service.test({ id, draft: other }, TEST_ACTOR)).rejects.toMatchObject(refusal(["draft.type"]));
    });

    it("ten times a minute, then told when to come back", async () => {
      const { id } = await create("webhook", { url: `${origin()}/x` });
      for (let index = 0; index < 10; index += 1) await service.test({ id }, TEST_ACTOR);
      const refused = await service.test({ id }, TEST_ACTOR).catch((error: unknown) => error);
      expect(refused).toMatchObject({ status: 429 });
      const { details } = refused as { details: { retryAfterSeconds: number } };
      expect(details.retryAfterSeconds).toBeGreaterThan(50);
      expect(details.retryAfterSeconds).toBeLessThanOrEqual(60);
    });
  });

  describe("of the provisioning file", () => {
    const placeOf = (field: readonly PropertyKey[]) => `bw.yaml, line 3: ${field.join(".")}`;
    const apply = (entries: object[]) => {
      const channels = entries.map((entry) => provisionedChannel.parse(entry));
      return provisionChannels(planChannels({ channels, placeOf }, records), { records, now: Date.now });
    };
    const ops = { name: "ops", type: "webhook", url: HOOK, secret: "0123456789abcdef", default: true };

    it("are made once, and changed when the file is", async () => {
      expect(await apply([ops])).toBe(1);
      expect(await apply([ops])).toBe(0);
      const [record] = records.list();
      expect(record).toMatchObject({ name: "ops", isDefault: true, provisioned: true, secrets: { url: HOOK } });
      expect(await apply([{ ...ops, url: `${HOOK}2` }])).toBe(1);
      expect(records.list()).toMatchObject([{ id: record?.id, secrets: { url: `${HOOK}2` } }]);
    });

    it("are changed there only, but may be tested, and switched on again", async () => {
      await apply([{ ...ops, url: `${origin()}/x` }]);
      const { id } = records.list()[0] ?? { id: "" };
      await expect(update(id, { name: "mine" })).rejects.toMatchObject({ status: 409 });
      await expect(update(id, { enabled: true })).rejects.toMatchObject({ status: 409 });
      await expect(service.delete(id, TEST_ACTOR)).rejects.toMatchObject({ status: 409 });
      expect(await service.test({ id }, TEST_ACTOR)).toMatchObject({ delivered: true });
      await records.refuse(id, 1_000, "gone");
      await expect(update(id, { enabled: true, name: "mine" })).rejects.toMatchObject({ status: 409 });
      expect(await update(id, { enabled: true })).toMatchObject({ enabled: true, refusal: null, provisioned: true });
      await records.refuse(id, 1_000, "gone");
      await apply([{ ...ops, url: `${origin()}/x` }]);
      expect(records.find(id)).toMatchObject({ enabled: true, refusal: null });
    });

    it("take a channel of the same name over, and let go what the file no longer names", async () => {
      const { id } = await create("webhook", { url: "https://other.example/hook-1234567" }, { name: "ops" });
      expect(await apply([ops])).toBe(1);
      expect(records.list()).toMatchObject([{ id, provisioned: true, secrets: { url: HOOK } }]);
      expect(await apply([])).toBe(1);
      expect(records.list()).toMatchObject([{ id, provisioned: false }]);
      await expect(update(id, { name: "mine" })).resolves.toMatchObject({ name: "mine" });
    });

    it("are refused with file, line and field, before anything is changed", () => {
      const entry = {
        name: "mail",
        type: "email",
        host: "h",
        username: "u",
        from: "a@example.org",
        to: ["b@example.org"],
      };
      const channels = [provisionedChannel.parse(entry)];
      expect(() => planChannels({ channels, placeOf }, records)).toThrow(/^bw\.yaml, line 3: channels\.0\.password /);
    });
  });
});
