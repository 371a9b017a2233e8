import { createECDH, randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openPushRecords, type PushRecords } from "@/lib/server/alerts/push/push-records";
import { createPushService, type PushService } from "@/lib/server/alerts/push/push-service";
import { createVapidKeys } from "@/lib/server/alerts/push/vapid-keys";
import type { Secrets } from "@/lib/server/secrets/open-secrets";
import { createAlertSettingsStore } from "@/lib/server/store/alerts/alert-settings";
import { createPushSubscriptionStore } from "@/lib/server/store/alerts/push-subscriptions";
import { type Database, openDatabase } from "@/lib/server/store/sqlite/database";
import type { Actor } from "@/lib/server/team/actor";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { openTestSecrets, runSql } from "../support/encrypted-data";
import { readDatabase } from "../support/read-database";

const ANN: Actor = { kind: "person", id: "ann", name: "Ann", role: "viewer", callerAddress: null };
const BOB: Actor = { ...ANN, id: "bob", name: "Bob" };
const ENDPOINT = "https://push.example.org/send/telling-1";

/** What a browser makes of its own. */
function browserKeys() {
  const curve = createECDH("prime256v1");
  curve.generateKeys();
  return { p256dh: curve.getPublicKey().toString("base64url"), auth: randomBytes(16).toString("base64url") };
}

describe("browser push", () => {
  let dataDir: string;
  let secrets: Secrets;
  let database: Database;
  let records: PushRecords;
  let service: PushService;
  let changes: number;

  const open = async (origin = "https://ban.example") => {
    database = await openDatabase(`${dataDir}/banwatch.db`);
    const { vault } = secrets;
    records = await openPushRecords({
      store: createPushSubscriptionStore(database),
      vault,
      vapidKeys: createVapidKeys({ store: createAlertSettingsStore(database), vault, origin }),
      onChange: () => {
        changes += 1;
      },
    });
    service = createPushService({ records, now: Date.now });
  };
  const subscribe = (actor: Actor, endpoint = ENDPOINT, keys = browserKeys()) =>
    service.subscribe({ endpoint, keys }, "Firefox", actor);

  beforeEach(async () => {
    dataDir = makeDataDir();
    secrets = await openTestSecrets(dataDir);
    changes = 0;
    for (const id of ["ann", "bob"]) {
      runSql(
        dataDir,
        `INSERT INTO "User" ("id", "name", "email", "createdAt", "updatedAt") VALUES ('${id}', '${id}', '${id}@example.com', 1, 1)`,
      );
    }
    await open();
  });
  afterEach(async () => {
    await database.close();
    removeDataDir(dataDir);
  });

  it("makes its keys once, however many ask at the same time, and keeps them over a restart", async () => {
    const keys = await Promise.all([records.vapidKeys(), records.vapidKeys(), service.get(ANN)]);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2].publicKey).toBe(keys[0].publicKey);
    expect(Buffer.from(keys[0].publicKey, "base64url")).toHaveLength(65);
    const [row] = readDatabase(dataDir, (query) => query(`SELECT * FROM "AlertSettings"`));
    expect(JSON.stringify(row)).not.toContain(keys[0].privateKey);
    await database.close();
    await open();
    expect(await records.vapidKeys()).toEqual(keys[0]);
  });

  it("names its own address to push services, which take https alone", async () => {
    expect((await records.vapidKeys()).subject).toBe("https://ban.example");
    await database.close();
    await open("http://localhost:3000");
    expect((await records.vapidKeys()).subject).toMatch(/^mailto:/);
  });

  it("keeps a browser encrypted, also over a restart, and shows it to its own person only", async () => {
    const keys = browserKeys();
    const { subscriptions } = await subscribe(ANN, ENDPOINT, keys);
    expect(subscriptions).toMatchObject([
      { userAgent: "Firefox", endpointHash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    expect((await service.get(BOB)).subscriptions).toEqual([]);
    const rows = readDatabase(dataDir, (query) => query(`SELECT * FROM "PushSubscription"`));
    expect(JSON.stringify(rows)).not.toMatch(/telling|push\.example/);
    await database.close();
    await open();
    expect(records.listSubscriptions()).toMatchObject([{ userId: "ann", endpoint: ENDPOINT, keys }]);
  });

  it("is not switched on twice in one browser, and follows it to whoever sits there now", async () => {
    const keys = browserKeys();
    await subscribe(ANN, ENDPOINT, keys);
    await subscribe(ANN, ENDPOINT, keys);
    expect(changes).toBe(1);
    await subscribe(ANN);
    await subscribe(BOB);
    expect(records.listSubscriptions()).toMatchObject([{ userId: "bob" }]);
    expect((await service.get(ANN)).subscriptions).toEqual([]);
  });

  it("lets the oldest of more than twenty browsers go, and nobody else's", async () => {
    await subscribe(BOB, `${ENDPOINT}-bob`);
    for (let index = 0; index < 22; index += 1) await subscribe(ANN, `${ENDPOINT}-${index}`);
    const own = records.listSubscriptions().filter(({ userId }) => userId === "ann");
    expect(own.map(({ endpoint }) => endpoint)).toEqual(
      Array.from({ length: 20 }, (_, index) => `${ENDPOINT}-${index + 2}`),
    );
    expect(records.listSubscriptions()).toHaveLength(21);
  });

  it("is switched off by its own person only, with a line in the audit log", async () => {
    const { subscriptions } = await subscribe(ANN);
    const id = subscriptions[0]?.id ?? "";
    await expect(service.unsubscribe(id, BOB)).rejects.toMatchObject({ status: 404 });
    await service.unsubscribe(id, ANN);
    await expect(service.unsubscribe(id, ANN)).rejects.toMatchObject({ status: 404 });
    expect(records.listSubscriptions()).toEqual([]);
    const lines = readDatabase(dataDir, (query) =>
      query(`SELECT "action", "actorId", "targetId" FROM "AuditEvent" ORDER BY rowid`),
    );
    expect(lines).toEqual([
      { action: "push.subscribed", actorId: "ann", targetId: id },
      { action: "push.unsubscribed", actorId: "ann", targetId: id },
    ]);
  });

  it("forgets a browser that its service says is gone, and the browsers of who was removed", async () => {
    await subscribe(ANN);
    await subscribe(BOB, `${ENDPOINT}-bob`);
    await records.dropSubscription(records.listSubscriptions()[0]?.id ?? "");
    await records.dropSubscription("nobody");
    expect(records.listSubscriptions()).toMatchObject([{ userId: "bob" }]);
    runSql(dataDir, `DELETE FROM "User" WHERE "id" = 'bob'`);
    records.forgetPerson("bob");
    expect(records.listSubscriptions()).toEqual([]);
    await database.close();
    await open();
    expect(records.listSubscriptions()).toEqual([]);
  });

  it.each([
    "http://push.example.org/x",
    "http://127.0.0.1:4300/push",
    "https://user:pw@push.example.org/x",
    "https://127.0.0.1/x",
    "https://2130706433/x",
    "https://0x7f.1/x",
    "https://[::1]:8443/x",
    "https://[::ffff:10.0.0.1]/x",
    "https://192.168.1.1/admin",
    "https://100.64.0.1/x",
    "https://[fd00::1]/x",
    "https://169.254.169.254/latest/meta-data",
    "https://localhost/x",
    "https://LOCALHOST./x",
    "https://db.localhost/x",
  ])("takes no address that is no push service's: %s", async (endpoint) => {
    await expect(subscribe(ANN, endpoint)).rejects.toMatchObject({
      status: 400,
      details: { fields: [{ field: "endpoint" }] },
    });
    expect(records.listSubscriptions()).toEqual([]);
  });

  it.each(["https://1.1.1.1/x", "https://localhost.example.org/x"])("takes a public address: %s", async (endpoint) => {
    await expect(subscribe(ANN, endpoint)).resolves.toMatchObject({ subscriptions: [{}] });
  });

  it.each([
    ["keys.p256dh", { p256dh: "A".repeat(87), auth: randomBytes(16).toString("base64url") }],
    ["keys.auth", { ...browserKeys(), auth: "A".repeat(24) }],
  ])("takes no keys that nothing can be encrypted for: %s", async (field, keys) => {
    await expect(subscribe(ANN, ENDPOINT, keys)).rejects.toMatchObject({ details: { fields: [{ field }] } });
  });
});
