import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRuntime, type Runtime } from "@/lib/server/runtime";
import { createRiskWarningStore } from "@/lib/server/store/risk-warnings";
import { openDatabase } from "@/lib/server/store/sqlite/database";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { readDatabase } from "../support/read-database";
import { TEST_ACTOR } from "../support/test-actor";

const DAY_MS = 86_400_000;

describe("what the guard does", () => {
  let dataDir: string;
  let runtime: Runtime;

  /** Starts anew, with this provisioning file or without one. */
  const start = async (file: string | null = null): Promise<void> => {
    const path = join(dataDir, "banwatch.yaml");
    writeFileSync(path, file ?? "");
    runtime = await createRuntime({
      BANWATCH_DATA_DIR: dataDir,
      BANWATCH_LOG_LEVEL: "silent",
      BANWATCH_BALANCE_INTERVAL_SECONDS: "86400",
      ...(file === null ? {} : { BANWATCH_CONFIG: path }),
    });
  };
  const restart = async (file: string | null = null): Promise<void> => {
    await runtime.close();
    await start(file);
  };
  const read = async () => {
    const { mode, shedding, provisioned } = await runtime.services.guard.get();
    return { mode, shedding, provisioned };
  };
  const auditLines = () =>
    readDatabase(dataDir, (query) =>
      query<{ action: string; actorKind: string; actorName: string; targetKind: string; changes: string }>(
        `SELECT * FROM "AuditEvent" WHERE "action" = 'guard.changed' ORDER BY rowid`,
      ),
    ).map(({ actorKind, targetKind, changes }) => ({ actorKind, targetKind, changes: JSON.parse(changes) }));

  beforeEach(async () => {
    dataDir = makeDataDir();
    await start();
  });
  afterEach(async () => {
    await runtime.close();
    removeDataDir(dataDir);
  });

  it("is to enforce and not to shed, before anybody decided", async () => {
    expect(await read()).toEqual({ mode: "enforce", shedding: false, provisioned: false });
    expect(auditLines()).toEqual([]);
  });

  it("is changed by a person, with a line in the audit log, and survives a restart", async () => {
    const answer = await runtime.services.guard.update({ mode: "observe" }, TEST_ACTOR);
    expect(answer).toMatchObject({ mode: "observe", shedding: false });
    await runtime.services.guard.update({ shedding: true }, TEST_ACTOR);
    await restart();
    expect(await read()).toEqual({ mode: "observe", shedding: true, provisioned: false });
    expect(auditLines()).toEqual([
      {
        actorKind: "person",
        targetKind: "guard",
        changes: [{ field: "mode", before: "enforce", after: "observe" }],
      },
      { actorKind: "person", targetKind: "guard", changes: [{ field: "shedding", before: "false", after: "true" }] },
    ]);
  });

  it("leaves no line for a change that changes nothing", async () => {
    await runtime.services.guard.update({}, TEST_ACTOR);
    await runtime.services.guard.update({ mode: "enforce", shedding: false }, TEST_ACTOR);
    expect(auditLines()).toEqual([]);
  });

  it("loses neither of two changes that are made at once", async () => {
    await Promise.all([
      runtime.services.guard.update({ mode: "off" }, TEST_ACTOR),
      runtime.services.guard.update({ shedding: true }, TEST_ACTOR),
    ]);
    expect(await read()).toEqual({ mode: "off", shedding: true, provisioned: false });
  });

  it("is declared by the provisioning file, cannot be changed then, and stays alone the second time", async () => {
    await runtime.services.guard.update({ shedding: true }, TEST_ACTOR);
    await restart("guard: observe\n");
    expect(await read()).toEqual({ mode: "observe", shedding: false, provisioned: true });
    await expect(runtime.services.guard.update({ mode: "off" }, TEST_ACTOR)).rejects.toMatchObject({
      status: 409,
      code: "provisioned",
    });
    expect(await read()).toEqual({ mode: "observe", shedding: false, provisioned: true });
    await restart("guard: observe\n");
    expect(auditLines().map(({ actorKind }) => actorKind)).toEqual(["person", "file"]);
    expect(auditLines()[1]?.changes).toEqual([
      { field: "mode", before: "enforce", after: "observe" },
      { field: "shedding", before: "true", after: "false" },
      { field: "provisioned", before: "false", after: "true" },
    ]);
  });

  it.each([
    ["a file that names neither", "accounts: []\n"],
    ["no file at all", null],
  ])("is the page's again with %s, as it was declared last", async (_name, file) => {
    await restart("guard: observe\nshedding: true\n");
    await restart(file);
    expect(await read()).toEqual({ mode: "observe", shedding: true, provisioned: false });
    await runtime.services.guard.update({ mode: "enforce" }, TEST_ACTOR);
    await restart(file);
    expect(await read()).toEqual({ mode: "enforce", shedding: true, provisioned: false });
  });

  it("is left alone by a file that names neither and never did", async () => {
    await runtime.services.guard.update({ mode: "off" }, TEST_ACTOR);
    await restart("accounts: []\n");
    expect(await read()).toEqual({ mode: "off", shedding: false, provisioned: false });
    expect(auditLines()).toHaveLength(1);
  });

  it("can be said of one account apart, with a line in the audit log, and taken back", async () => {
    const { services } = runtime;
    const { id, guardMode } = await services.accounts.create(
      { name: "play", provider: "sandbox", saveUnchecked: true },
      TEST_ACTOR,
    );
    expect(guardMode).toBeNull();
    expect(await services.accounts.update(id, { guardMode: "observe" }, TEST_ACTOR)).toMatchObject({
      guardMode: "observe",
    });
    await restart();
    expect(runtime.services.accounts.get(id).guardMode).toBe("observe");
    expect((await runtime.services.accounts.update(id, { guardMode: null }, TEST_ACTOR)).guardMode).toBeNull();
    const changes = readDatabase(dataDir, (query) =>
      query<{ changes: string }>(`SELECT * FROM "AuditEvent" WHERE "action" = 'account.changed' ORDER BY rowid`),
    ).flatMap((line) => JSON.parse(line.changes));
    expect(changes).toEqual([
      { field: "guardMode", before: null, after: "observe" },
      { field: "guardMode", before: "observe", after: null },
    ]);
  });

  it("shows a calm address for each one that an account in use calls, and none for an archived one", async () => {
    const { services } = runtime;
    const add = (name: string, baseUrl: string) =>
      services.accounts.create(
        { name, provider: "custom", baseUrl, clientKey: `key-of-${name}-0123`, saveUnchecked: true },
        TEST_ACTOR,
      );
    await add("a", "http://127.0.0.1:9001");
    await add("b", "http://127.0.0.1:9001");
    const { id } = await add("c", "http://127.0.0.1:9002");
    const hosts = async () => (await services.guard.get()).risks.map(({ providerHost }) => providerHost);
    expect(await hosts()).toEqual(["127.0.0.1:9001", "127.0.0.1:9002"]);
    expect((await services.guard.get()).risks[0]).toEqual({
      providerHost: "127.0.0.1:9001",
      provider: "custom",
      providerName: "Custom",
      errors: 0,
      limit: 300,
      left: 300,
      level: "calm",
      shedding: "none",
      shed: 0,
      leader: null,
    });
    await services.accounts.update(id, { archived: true }, TEST_ACTOR);
    expect(await hosts()).toEqual(["127.0.0.1:9001"]);
  });

  it("shows the warnings of the last 24 hours, the newest first, at most twenty", async () => {
    const nowMs = Date.now();
    const database = await openDatabase(join(dataDir, "banwatch.db"));
    const warnings = createRiskWarningStore(database);
    const add = (id: string, atMs: number) =>
      warnings.add({
        id,
        atMs,
        provider: "ez-captcha",
        providerHost: "host.test",
        errors: 150,
        errorsPerMinuteLimit: 300,
      });
    await add("old", nowMs - DAY_MS - 1_000);
    await add("w0", nowMs);
    expect((await runtime.services.guard.get()).warnings.map(({ id }) => id)).toEqual(["w0"]);
    for (let index = 1; index < 25; index += 1) await add(`w${index}`, nowMs - index * 60_000);
    await database.close();
    const shown = (await runtime.services.guard.get()).warnings;
    expect(shown).toHaveLength(20);
    expect(shown[0]).toEqual({
      id: "w0",
      atMs: nowMs,
      providerHost: "host.test",
      providerName: "EZ-Captcha",
      errors: 150,
      limit: 300,
    });
    expect(shown.at(-1)?.id).toBe("w19");
  });
});
