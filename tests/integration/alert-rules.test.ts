import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRuleRequest, type RulePreviewResponse } from "@/lib/contracts/alert-rules";
import { DEFAULT_RULES } from "@/lib/domain/alert-rules/default-rules";
import { openRuleRecords, type RuleRecords } from "@/lib/server/alerts/rules/rule-records";
import { createRuleService, type RuleService } from "@/lib/server/alerts/rules/rule-service";
import { openStore, type Store } from "@/lib/server/store/open-store";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { readDatabase } from "../support/read-database";
import { TEST_ACTOR } from "../support/test-actor";

const NOW_MS = Date.UTC(2026, 10, 10, 12);

describe("alert rules", () => {
  let dataDir: string;
  let store: Store;
  let records: RuleRecords;
  let service: RuleService;
  let changes: number;
  let channels: Set<string>;
  let asked: object[];

  const open = async () => {
    store = await openStore({
      databasePath: join(dataDir, "banwatch.db"),
      migrationsFolder: join(process.cwd(), "prisma", "migrations"),
    });
    records = await openRuleRecords({
      store: store.alerts.rules,
      now: () => NOW_MS,
      onChange: () => {
        changes += 1;
      },
    });
    service = createRuleService({
      records,
      names: {
        account: (id) => (id === "account-1" ? "main" : null),
        proxyKey: (id) => (id === "key-1" ? "crawler" : null),
        channel: (id) => (channels.has(id) ? "ops" : null),
      },
      openCountOf: () => 2,
      listLastFired: () => Promise.resolve(new Map()),
      backtest: (settings) => {
        asked.push(settings);
        return Promise.resolve({ total: 7 } as RulePreviewResponse);
      },
      now: () => NOW_MS,
    });
  };
  const reopen = async () => {
    await store.close();
    await open();
  };
  const create = (request: object) => service.create(createRuleRequest.parse(request), TEST_ACTOR);
  const defaultRule = async (key: string) => {
    const id = records.list().find(({ defaultKey }) => defaultKey === key)?.id ?? "";
    return (await service.list()).rules.find((rule) => rule.id === id);
  };
  const auditLines = () =>
    readDatabase(dataDir, (query) =>
      query<{ action: string; targetName: string; changes: string }>(
        `SELECT "action", "targetName", "changes" FROM "AuditEvent" ORDER BY rowid`,
      ),
    );

  beforeEach(async () => {
    dataDir = makeDataDir();
    changes = 0;
    channels = new Set(["channel-1"]);
    asked = [];
    await open();
  });
  afterEach(async () => {
    await store.close();
    removeDataDir(dataDir);
  });

  it("are there from the first minute, once, and in nobody's name", async () => {
    const first = (await service.list()).rules;
    expect(first.map(({ name }) => name)).toEqual(DEFAULT_RULES.map(({ settings }) => settings.name));
    expect(first.every(({ enabled, isDefault }) => enabled && isDefault)).toBe(true);
    await reopen();
    expect((await service.list()).rules).toEqual(first);
    expect(auditLines()).toEqual([]);
  });

  it("gain a default rule of a newer version without losing what people changed", async () => {
    const rule = await defaultRule("default-ip-ban");
    await service.update(rule?.id ?? "", { name: "Banned!", enabled: false }, TEST_ACTOR);
    await create({ name: "No calls (2)", when: "ip-ban" });
    const gone = await defaultRule("default-no-traffic");
    await store.alerts.rules.save({ kept: [], deletedIds: [gone?.id ?? ""] }, []);
    const taken = records.list().find(({ settings }) => settings.name === "No calls (2)");
    await store.alerts.rules.save(
      { kept: [{ ...taken, settings: { ...taken?.settings, name: "No calls" } } as never], deletedIds: [] },
      [],
    );
    await reopen();
    expect(await defaultRule("default-ip-ban")).toMatchObject({ name: "Banned!", enabled: false });
    expect(await defaultRule("default-no-traffic")).toMatchObject({ name: "No calls (2)", isDefault: true });
  });

  it("are completed by their kind, kept, and told of to whoever looks at them", async () => {
    const { rule } = await create({
      name: "a tenth",
      when: "error-rate",
      threshold: 0.1,
      scope: { accountIds: ["account-1"] },
    });
    expect(rule).toMatchObject({ threshold: 0.1, clearAt: 0.075, windowMinutes: 5, minCalls: 20, firing: 2 });
    expect(changes).toBe(1);
    await reopen();
    expect((await service.list()).rules.at(-1)).toMatchObject({ id: rule.id, name: "a tenth", isDefault: false });
    const [line] = auditLines();
    expect(line).toMatchObject({ action: "rule.created", targetName: "a tenth" });
    expect(JSON.parse(line?.changes ?? "")).toContainEqual({ field: "accounts", before: null, after: "main" });
  });

  it.each([
    ["name", { name: "No calls", when: "ip-ban" }],
    ["threshold", { name: "x", when: "error-rate", threshold: 2 }],
    ["scope.accountIds", { name: "x", when: "key-ban", scope: { accountIds: ["nobody"] } }],
    ["scope.proxyKeyIds", { name: "x", when: "error-rate", scope: { proxyKeyIds: ["nobody"] } }],
    ["channelIds", { name: "x", when: "ip-ban", channelIds: ["nobody"] }],
    ["escalateToIds", { name: "x", when: "ip-ban", escalateAfterMinutes: 5 }],
    ["when", { name: "x", when: "recording-late" }],
  ])("are refused, naming %s, for what does not fit", async (field, request) => {
    const refusal = await create(request).then(
      () => null,
      (error: unknown) => error,
    );
    expect(refusal).toMatchObject({ status: 400, details: { fields: [{ field }] } });
    expect(auditLines()).toEqual([]);
  });

  it("keep what a change leaves out, and say nothing of a change that changes nothing", async () => {
    const { rule } = await create({ name: "mine", when: "error-rate", channelIds: ["channel-1"] });
    await service.update(rule.id, { forMinutes: 9 }, TEST_ACTOR);
    await service.update(rule.id, { forMinutes: 9 }, TEST_ACTOR);
    const after = (await service.list()).rules.at(-1);
    expect(after).toEqual({ ...rule, forMinutes: 9 });
    expect(auditLines().map(({ action }) => action)).toEqual(["rule.created", "rule.changed"]);
    expect(JSON.parse(auditLines()[1]?.changes ?? "")).toEqual([{ field: "forMinutes", before: "2", after: "9" }]);
  });

  it("do without a channel that was deleted, and can still be changed", async () => {
    const { rule } = await create({
      name: "mine",
      when: "ip-ban",
      channelIds: ["channel-1"],
      escalateAfterMinutes: 5,
      escalateToIds: ["channel-1"],
    });
    channels.clear();
    const shown = (await service.list()).rules.at(-1);
    expect(shown).toMatchObject({ channelIds: [], escalateToIds: [], escalateAfterMinutes: null });
    await service.update(rule.id, { severity: "info" }, TEST_ACTOR);
    expect(records.find(rule.id)?.settings).toMatchObject({ channelIds: [], severity: "info" });
  });

  it("of the first minute can be changed, paused and put back, but not deleted; others can, but not be put back", async () => {
    const before = await defaultRule("default-error-rate");
    const id = before?.id ?? "";
    await service.update(id, { threshold: 0.5, enabled: false, name: "Mine" }, TEST_ACTOR);
    await expect(service.delete(id, TEST_ACTOR)).rejects.toMatchObject({ status: 409, code: "default_rule" });
    expect((await service.reset(id, TEST_ACTOR)).rule).toEqual(before);
    const { rule } = await create({ name: "own", when: "ip-ban" });
    await expect(service.reset(rule.id, TEST_ACTOR)).rejects.toMatchObject({ status: 409, code: "not_default" });
    await service.delete(rule.id, TEST_ACTOR);
    await expect(service.delete(rule.id, TEST_ACTOR)).rejects.toMatchObject({ status: 404 });
    await reopen();
    expect((await service.list()).rules).toHaveLength(DEFAULT_RULES.length);
  });

  it("keep the name that they have when their first one is taken by now", async () => {
    const rule = await defaultRule("default-ip-ban");
    await service.update(rule?.id ?? "", { name: "Renamed" }, TEST_ACTOR);
    await create({ name: rule?.name, when: "ip-ban" });
    expect((await service.reset(rule?.id ?? "", TEST_ACTOR)).rule.name).toBe("Renamed");
  });

  it("of the provisioning file are changed there", async () => {
    const { rule } = await create({ name: "declared", when: "ip-ban" });
    const record = records.find(rule.id);
    if (record === undefined) throw new Error("not there");
    await records.save(() => [{ record: { ...record, provisioned: true }, action: "rule.changed" }], TEST_ACTOR);
    for (const attempt of [
      () => service.update(rule.id, { enabled: false }, TEST_ACTOR),
      () => service.delete(rule.id, TEST_ACTOR),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ status: 409, code: "provisioned" });
    }
  });

  it("do not take a name twice when two people choose it at once", async () => {
    const results = await Promise.allSettled([
      create({ name: "same", when: "ip-ban" }),
      create({ name: "same", when: "key-ban" }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("are at most two hundred", async () => {
    const [first] = records.list();
    if (first === undefined) throw new Error("no rules");
    const many = Array.from({ length: 200 - DEFAULT_RULES.length }, (_, index) => ({
      ...first,
      id: `r${index}`,
      defaultKey: null,
      settings: { ...first.settings, name: `r${index}` },
    }));
    await records.save(() => many.map((record) => ({ record, action: "rule.created" as const })), TEST_ACTOR);
    await expect(create({ name: "one more", when: "ip-ban" })).rejects.toMatchObject({ code: "too_many_rules" });
  });

  it("are looked back for only when they fit", async () => {
    const request = createRuleRequest.parse({ name: "No calls", when: "error-rate", threshold: 0.1 });
    expect(await service.preview(request)).toMatchObject({ total: 7 });
    expect(asked).toMatchObject([{ threshold: 0.1, windowMinutes: 5 }]);
    await expect(service.preview({ ...request, threshold: 5 })).rejects.toMatchObject({ status: 400 });
    expect(asked).toHaveLength(1);
  });
});
