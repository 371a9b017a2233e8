import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMaintenanceRequest } from "@/lib/contracts/maintenance";
import { type MaintenanceRecords, openMaintenanceRecords } from "@/lib/server/alerts/maintenance/maintenance-records";
import { createMaintenanceService, type MaintenanceService } from "@/lib/server/alerts/maintenance/maintenance-service";
import { openStore, type Store } from "@/lib/server/store/open-store";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { readDatabase } from "../support/read-database";
import { TEST_ACTOR } from "../support/test-actor";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** A Tuesday. */
const NOW_MS = Date.UTC(2026, 10, 10, 12);

describe("maintenance", () => {
  let dataDir: string;
  let store: Store;
  let records: MaintenanceRecords;
  let service: MaintenanceService;
  let nowMs: number;
  let changes: number;

  const open = async () => {
    store = await openStore({
      databasePath: join(dataDir, "banwatch.db"),
      migrationsFolder: join(process.cwd(), "prisma", "migrations"),
    });
    records = await openMaintenanceRecords({
      store: store.alerts.maintenances,
      now: () => nowMs,
      onChange: () => {
        changes += 1;
      },
    });
    service = createMaintenanceService({
      records,
      nameOfAccount: (id) => (id === "account-1" ? "main" : null),
      mutingOf: () => 3,
      now: () => nowMs,
    });
  };
  const create = (request: object) => service.create(createMaintenanceRequest.parse(request), TEST_ACTOR);
  const single = (fromMs: number, toMs: number) => ({ kind: "single", fromMs, toMs });
  const weekly = { kind: "weekly", days: [2], at: "13:00", durationMinutes: 60, timeZone: "UTC" };
  const nameOf = (target: { accountId?: string; provider?: string } = {}) =>
    records.findRunning({ accountId: target.accountId ?? null, provider: target.provider ?? null }, nowMs)?.name;

  beforeEach(async () => {
    dataDir = makeDataDir();
    nowMs = NOW_MS;
    changes = 0;
    await open();
  });
  afterEach(async () => {
    await store.close();
    removeDataDir(dataDir);
  });

  it("runs from its beginning until right before its end, and again a week later, also after a restart", async () => {
    await create({ name: "nightly", schedule: weekly });
    await store.close();
    await open();
    const runsAt = (atMs: number) => {
      nowMs = atMs;
      return nameOf() ?? null;
    };
    expect(runsAt(NOW_MS)).toBeNull();
    expect(records.nextChangeMs(nowMs)).toBe(NOW_MS + HOUR_MS);
    expect(runsAt(NOW_MS + HOUR_MS)).toBe("nightly");
    expect(records.nextChangeMs(nowMs)).toBe(NOW_MS + 2 * HOUR_MS);
    expect(runsAt(NOW_MS + 2 * HOUR_MS - 1)).toBe("nightly");
    expect(runsAt(NOW_MS + 2 * HOUR_MS)).toBeNull();
    expect(runsAt(NOW_MS + 169 * HOUR_MS)).toBe("nightly");
    // The clock is set back into the first run.
    expect(runsAt(NOW_MS + 90 * MINUTE_MS)).toBe("nightly");
    expect(runsAt(NOW_MS)).toBeNull();
  });

  it("keeps quiet what its scope names, or everything", async () => {
    const schedule = single(NOW_MS - 1, NOW_MS + HOUR_MS);
    await create({ name: "account", schedule, scope: { accountIds: ["account-1"] } });
    expect(nameOf({ accountId: "account-1", provider: "capsolver" })).toBe("account");
    expect(nameOf({ accountId: "account-2", provider: "capsolver" })).toBeUndefined();
    expect(nameOf()).toBeUndefined();
    await create({ name: "provider", schedule, scope: { providers: ["capsolver"] } });
    expect(nameOf({ provider: "capsolver" })).toBe("provider");
    expect(nameOf({ provider: "2captcha" })).toBeUndefined();
    await create({ name: "all", schedule: single(NOW_MS, NOW_MS + 2 * HOUR_MS) });
    expect(nameOf()).toBe("all");
    expect(nameOf({ accountId: "account-1" })).toBe("all");
  });

  it("ends at once when it is switched off or shortened, and says who did", async () => {
    const { maintenance } = await create({ name: "move", schedule: single(NOW_MS, NOW_MS + HOUR_MS) });
    expect(maintenance).toMatchObject({ running: { fromMs: NOW_MS }, muting: 3, createdBy: "Test" });
    nowMs += MINUTE_MS;
    await service.update(maintenance.id, { schedule: { kind: "single", fromMs: NOW_MS, toMs: nowMs } }, TEST_ACTOR);
    expect(nameOf()).toBeUndefined();
    await service.update(maintenance.id, { schedule: { kind: "single", fromMs: NOW_MS, toMs: nowMs + 1 } }, TEST_ACTOR);
    expect(nameOf()).toBe("move");
    const { maintenance: off } = await service.update(maintenance.id, { enabled: false }, TEST_ACTOR);
    expect(nameOf()).toBeUndefined();
    expect(off).toMatchObject({ running: null, next: [] });
    expect(changes).toBe(4);
    await service.delete(maintenance.id, TEST_ACTOR);
    expect(service.list().maintenances).toEqual([]);
    const lines = readDatabase(dataDir, (query) =>
      query<{ action: string; actorName: string; changes: string }>(`SELECT * FROM "AuditEvent" ORDER BY rowid`),
    );
    expect(lines.map(({ action }) => action.split(".")[1])).toEqual([
      "created",
      "changed",
      "changed",
      "changed",
      "deleted",
    ]);
    expect(lines[3]?.changes).toBe(JSON.stringify([{ field: "enabled", before: "true", after: "false" }]));
  });

  it.each([
    ["schedule", { schedule: { kind: "cron", expression: "0 0 31 2 *", durationMinutes: 60, timeZone: "UTC" } }],
    ["schedule", { schedule: { kind: "cron", expression: "* * * * * *", durationMinutes: 60, timeZone: "UTC" } }],
    ["scope.accountIds", { schedule: weekly, scope: { accountIds: ["nobody"] } }],
    ["name", { schedule: weekly, name: "taken" }],
  ])("is refused, naming %s, for what cannot be", async (field, request) => {
    await create({ name: "taken", schedule: weekly });
    await expect(create({ name: "x", ...request })).rejects.toMatchObject({
      status: 400,
      details: { fields: [{ field }] },
    });
    expect(service.list().maintenances).toHaveLength(1);
  });

  it("of the provisioning file is changed there", async () => {
    const { maintenance } = await create({ name: "declared", schedule: weekly });
    const record = records.find(maintenance.id);
    if (record === undefined) throw new Error("not there");
    await records.save(() => [{ record: { ...record, provisioned: true }, action: "maintenance.changed" }], TEST_ACTOR);
    await expect(service.update(maintenance.id, { enabled: false }, TEST_ACTOR)).rejects.toMatchObject({ status: 409 });
    await expect(service.delete(maintenance.id, TEST_ACTOR)).rejects.toMatchObject({ status: 409 });
  });

  it("shows what runs before what comes before what is over, and a schedule before it is saved", async () => {
    await create({ name: "over", schedule: single(NOW_MS - HOUR_MS, NOW_MS - 1) });
    await create({ name: "next week", schedule: { ...weekly, days: [1] } });
    await create({ name: "soon", schedule: weekly });
    await create({ name: "now", schedule: single(NOW_MS, NOW_MS + 1) });
    expect(service.list().maintenances.map(({ name }) => name)).toEqual(["now", "soon", "next week", "over"]);
    const preview = service.preview({ schedule: createMaintenanceRequest.shape.schedule.parse(weekly) });
    expect(preview.running).toBeNull();
    expect(preview.next.map(({ fromMs }) => (fromMs - NOW_MS) / HOUR_MS)).toEqual([1, 169, 337]);
  });
});
