import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AUDIT_ACTIONS, type AuditListQuery, auditListQuery } from "@/lib/contracts/audit";
import { type AuditEntry, createAuditRecord, listChanges, secretChange } from "@/lib/server/audit/audit-record";
import { type AuditService, createAuditService } from "@/lib/server/audit/audit-service";
import { type AuditTrail, createAuditTrail } from "@/lib/server/audit/audit-trail";
import { takeExportRequest } from "@/lib/server/audit/export-door";
import { createCooldownKeeper } from "@/lib/server/guard/cooldown-keeper";
import { createCooldownService } from "@/lib/server/guard/cooldown-service";
import { createToCooldown } from "@/lib/server/guard/to-cooldown";
import type { Store } from "@/lib/server/store/open-store";
import { type AuditActor, SYSTEM } from "@/lib/server/team/actor";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { openTestStore } from "../support/encrypted-data";
import { makeCooldown } from "../support/error-records";
import { readDatabase } from "../support/read-database";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const ADA: AuditActor = { kind: "person", id: "p1", name: "Ada", callerAddress: "10.0.0.1" };
const BOT: AuditActor = { kind: "token", id: "t1", name: "bot", callerAddress: null };
const NOBODY: AuditActor = { kind: "nobody", id: null, name: "somebody@example.com", callerAddress: "10.0.0.9" };

let dataDir: string;
let store: Store;
let nowMs: number;
let trail: AuditTrail;
let audit: AuditService;

beforeEach(async () => {
  dataDir = makeDataDir();
  store = await openTestStore(dataDir);
  nowMs = Date.now() - (Date.now() % MINUTE_MS);
  trail = createAuditTrail({ store: store.auditEvents, now: () => nowMs });
  audit = createAuditService({ events: store.auditEvents, trail });
});
afterEach(async () => {
  await store.close();
  removeDataDir(dataDir);
});

const list = (query: Record<string, unknown> = {}) => audit.list(auditListQuery.parse(query) as AuditListQuery);
const on = (kind: "account" | "person", id: string): AuditEntry["target"] => ({ kind, id, name: id });

/** Five lines, a minute apart. */
async function fill(): Promise<void> {
  const lines: [AuditActor, AuditEntry][] = [
    [ADA, { action: "account.created", target: on("account", "a1") }],
    [BOT, { action: "account.changed", target: on("account", "a1") }],
    [ADA, { action: "person.created", target: on("person", "p2") }],
    [ADA, { action: "account.changed", target: on("account", "a2") }],
    [SYSTEM, { action: "secret.rotated" }],
  ];
  for (const [by, entry] of lines) {
    await trail.record(by, entry);
    nowMs += MINUTE_MS;
  }
}

describe("the list of the audit log", () => {
  it("tells who did what to what, when, from where, before and after", async () => {
    const changes = [{ field: "name", before: "old", after: "new" }];
    await trail.record(ADA, {
      action: "account.changed",
      target: { kind: "account", id: "a1", name: "main" },
      changes,
    });
    expect((await list()).events).toEqual([
      {
        id: expect.any(String),
        atMs: nowMs,
        actorKind: "person",
        actorId: "p1",
        actorName: "Ada",
        action: "account.changed",
        targetKind: "account",
        targetId: "a1",
        targetName: "main",
        callerAddress: "10.0.0.1",
        changes,
      },
    ]);
  });

  it.each([
    [{}, ["secret.rotated", "account.changed", "person.created", "account.changed", "account.created"]],
    [{ action: "account" }, ["account.changed", "account.changed", "account.created"]],
    [{ action: "account.created" }, ["account.created"]],
    [{ actor: "p1" }, ["account.changed", "person.created", "account.created"]],
    [{ target: "a1" }, ["account.changed", "account.created"]],
    [{ actor: "p1", target: "a1" }, ["account.created"]],
    [{ actor: "nobody-here" }, []],
  ])("finds with %j the newest first", async (query, actions) => {
    await fill();
    expect((await list(query)).events.map(({ action }) => action)).toEqual(actions);
  });

  it("finds a stretch of time, its end not included", async () => {
    const startMs = nowMs;
    await fill();
    const { events } = await list({ fromMs: startMs + MINUTE_MS, toMs: startMs + 3 * MINUTE_MS });
    expect(events.map(({ action }) => action)).toEqual(["person.created", "account.changed"]);
  });

  it("pages through lines of the same millisecond without losing or repeating one", async () => {
    for (let times = 0; times < 25; times += 1) await trail.record(ADA, { action: "me.renamed" });
    const seen: string[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page = await list({ limit: 10, cursor: cursor ?? undefined });
      seen.push(...page.events.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toHaveLength(25);
    expect(new Set(seen).size).toBe(25);
  });

  it.each(["x", "1.2", "99999999999999999.00000000-0000-0000-0000-000000000000"])(
    "refuses the cursor %j",
    async (cursor) => {
      await expect(list({ cursor })).rejects.toMatchObject({ status: 400, details: { fields: [{ field: "cursor" }] } });
    },
  );

  it.each([
    ["everything", {}, "AuditEvent_atMs_id_idx"],
    ["a kind of action", { actions: AUDIT_ACTIONS.slice(0, 5) }, "AuditEvent_atMs_id_idx"],
    ["an actor", { actorId: "p1" }, "AuditEvent_actorId_atMs_id_idx"],
    ["a target", { targetId: "a1" }, "AuditEvent_targetId_atMs_id_idx"],
    ["an actor in a time", { actorId: "p1", fromMs: 1, toMs: 2 }, "AuditEvent_actorId_atMs_id_idx"],
  ])("reads %s, and its next pages, along an index and without sorting", async (_, filter, index) => {
    await fill();
    const statements = await recordStatements(async () => {
      await store.auditEvents.list(filter, 10);
      await store.auditEvents.list(filter, 10, { atMs: 5, id: "x" });
    });
    expect(statements).toHaveLength(2);
    for (const [page, { sql, parameters }] of statements.entries()) {
      const plan = readDatabase(dataDir, (query) =>
        query<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...parameters),
      );
      const details = plan.map(({ detail }) => detail).join("\n");
      expect(details).toContain(`USING INDEX ${index}`);
      expect(details).not.toMatch(/TEMP B-TREE/);
      // A next page begins at its place in the index, and walks over none of the pages before.
      if (page === 1) expect(details).toMatch(/SEARCH .*atMs<\?/);
    }
  });
});

/** What Prisma sends to the database while `work` runs. */
async function recordStatements(work: () => Promise<void>): Promise<{ sql: string; parameters: unknown[] }[]> {
  const prepare = vi.spyOn(Database.prototype, "prepare");
  try {
    await work();
    return prepare.mock.calls
      .map(([sql]) => sql)
      .filter((sql) => /FROM `?"?main"?`?\.`?"?AuditEvent|FROM .*AuditEvent/.test(sql))
      .map((sql) => ({ sql, parameters: Array.from({ length: sql.split("?").length - 1 }, () => 1) }));
  } finally {
    prepare.mockRestore();
  }
}

describe("a line of the audit log", () => {
  it("is never changed, whoever asks the database for it", async () => {
    await trail.record(ADA, { action: "me.renamed" });
    const database = new Database(join(dataDir, "banwatch.db"));
    expect(() => database.exec(`UPDATE "AuditEvent" SET "actorName" = 'Bob'`)).toThrow(/append-only/);
    database.close();
    expect((await list()).events[0]?.actorName).toBe("Ada");
  });

  it("is not deleted before it is 30 days old", async () => {
    const add = (atMs: number) => store.auditEvents.add(createAuditRecord(ADA, { action: "me.renamed" }, atMs));
    await add(Date.now() - 30 * DAY_MS + MINUTE_MS);
    const database = new Database(join(dataDir, "banwatch.db"));
    expect(() => database.exec(`DELETE FROM "AuditEvent"`)).toThrow(/30 days/);
    await add(Date.now() - 30 * DAY_MS - MINUTE_MS);
    const deleteOld = database.prepare(`DELETE FROM "AuditEvent" WHERE "atMs" < ?`);
    expect(deleteOld.run(Date.now() - 30 * DAY_MS - 1_000).changes).toBe(1);
    database.close();
  });

  it("goes when it is older than it is to be kept, thousands at a time", async () => {
    const daysAgo = (days: number) => Date.now() - days * DAY_MS;
    const database = new Database(join(dataDir, "banwatch.db"));
    const add = database.prepare(
      `INSERT INTO "AuditEvent" ("id", "atMs", "actorKind", "actorName", "action", "changes") VALUES (?, ?, 'system', 'x', 'me.renamed', '[]')`,
    );
    database.transaction(() => {
      for (let index = 0; index < 4_500; index += 1) add.run(`old-${index}`, daysAgo(101) - index);
      add.run("kept", daysAgo(99));
    })();
    database.close();
    expect(await store.retention.prune(Date.now(), { errorDays: 90, maxErrors: 1_000, auditDays: 100 })).toBe(4_500);
    expect((await list()).events.map(({ id }) => id)).toEqual(["kept"]);
  });

  it("of the last 30 days stays, and stops no other clean-up, to the very second", async () => {
    for (const ms of [-2_000, -500, 0, 500]) {
      const atMs = Date.now() - 30 * DAY_MS + ms;
      await store.auditEvents.add(createAuditRecord(ADA, { action: "me.renamed" }, atMs));
    }
    await expect(store.retention.prune(Date.now(), { errorDays: 90, maxErrors: 1_000, auditDays: 30 })).resolves.toBe(
      1,
    );
    expect((await list()).events).toHaveLength(3);
  });

  it("shows what differs, cut to what fits, and of a secret only that it was changed", () => {
    const before = { name: "old", unit: "x", list: ["a", "b"], gone: "1", key: "k" };
    const after = { name: "n".repeat(500), unit: "x", list: ["a"], gone: null, key: "l" };
    expect([
      ...listChanges<object>(before, after, ["name", "unit", "list", "gone"] as never),
      secretChange("key"),
    ]).toEqual([
      { field: "name", before: "old", after: "n".repeat(300) },
      { field: "list", before: "a, b", after: "a" },
      { field: "gone", before: "1", after: null },
      { field: "key", before: null, after: "changed" },
    ]);
  });
});

describe("what nobody in particular did", () => {
  const fail = () => trail.record(NOBODY, { action: "session.failed" });

  it("takes at most 60 lines a minute, and the next line tells how many were left out", async () => {
    for (let times = 0; times < 100; times += 1) await fail();
    expect((await list({ limit: 200 })).events).toHaveLength(60);
    nowMs += MINUTE_MS;
    await fail();
    await fail();
    const [latest, told] = (await list()).events;
    expect([latest?.changes, told?.changes].sort((a, b) => (a?.length ?? 0) - (b?.length ?? 0))).toEqual([
      [],
      [{ field: "leftOut", before: null, after: "40" }],
    ]);
  });

  it("does not keep anybody else's line out", async () => {
    for (let times = 0; times < 100; times += 1) await fail();
    await trail.record(ADA, { action: "session.signed-in" });
    expect((await list({ action: "session.signed-in" })).events).toHaveLength(1);
  });

  it("is still counted when the database does not take the line that tells of it", async () => {
    for (let times = 0; times < 61; times += 1) await fail();
    nowMs += MINUTE_MS;
    vi.spyOn(store.auditEvents, "add").mockRejectedValueOnce(new Error("busy"));
    await expect(fail()).rejects.toThrow("busy");
    await fail();
    expect((await list()).events[0]?.changes).toEqual([{ field: "leftOut", before: null, after: "2" }]);
  });
});

describe("the export", () => {
  const read = async (query: Record<string, unknown> = {}) => {
    let text = "";
    for await (const piece of await audit.exportCsv(query, ADA)) text += piece;
    return text.split("\r\n");
  };
  const line = (actorName: string) =>
    trail.record({ kind: "person", id: "p", name: actorName, callerAddress: null }, { action: "me.renamed" });

  it("has a header, a line for each event, and itself", async () => {
    await fill();
    const [header, first, ...rest] = await read({ target: undefined });
    expect(header).toBe("at,actorKind,actorId,actor,action,targetKind,targetId,target,callerAddress,changes");
    expect(first).toBe(`${new Date(nowMs).toISOString()},person,p1,Ada,audit.exported,audit,,,10.0.0.1,[]`);
    expect(rest).toHaveLength(6);
  });

  it("takes the filters of the list, and tells in the log which", async () => {
    await fill();
    expect(await read({ action: "account", actor: "p1" })).toHaveLength(4);
    const [exported] = (await list({ action: "audit" })).events;
    expect(exported?.changes).toEqual([
      { field: "action", before: null, after: "account" },
      { field: "actor", before: null, after: "p1" },
    ]);
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])(
    "lets no spreadsheet take %j for a formula",
    async (name) => {
      await line(name);
      const text = (await read({ action: "me" })).join("\r\n");
      const cell = text.split(",person,p,")[1] ?? "";
      expect(cell.startsWith(`'${name}`) || cell.startsWith(`"'${name}`)).toBe(true);
    },
  );

  it("keeps a line break and quotes inside one cell", async () => {
    await line('a "b"\nc,d');
    expect((await read({ action: "me" })).join("\r\n")).toContain(',"a ""b""\nc,d",');
  });

  it("is read in pieces as they are asked for, and loses and repeats none", async () => {
    for (let times = 0; times < 1_201; times += 1)
      await store.auditEvents.add(createAuditRecord(ADA, { action: "me.renamed" }, nowMs));
    const pages = vi.spyOn(store.auditEvents, "list");
    const pieces = (await audit.exportCsv({ action: "me" }, ADA))[Symbol.asyncIterator]();
    await pieces.next();
    expect(pages).not.toHaveBeenCalled();
    await pieces.next();
    expect(pages).toHaveBeenCalledTimes(1);
    await pieces.return?.(undefined);
    const lines = (await read({ action: "me" })).slice(1, -1);
    expect(lines).toHaveLength(1_201);
    expect(pages.mock.calls.every(([, limit]) => limit <= 500)).toBe(true);
  }, 60_000);

  it("is a file to download, and a broken filter is refused before it is written down", async () => {
    const take = (query: string) =>
      takeExportRequest(new Request(`http://localhost/api/audit/export?${query}`), {
        audit,
        actor: ADA,
        answerHeaders: new Headers({ "cache-control": "no-store" }),
        nowMs: Date.UTC(2026, 10, 22),
      });
    const response = await take("action=audit");
    expect(Object.fromEntries(response.headers)).toEqual({
      "cache-control": "no-store",
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="banwatch-audit-2026-11-22.csv"',
    });
    expect((await response.text()).split("\r\n")).toHaveLength(3);
    await expect(take("action=nothing")).rejects.toMatchObject({
      status: 400,
      details: { fields: [{ field: "action" }] },
    });
    expect((await list({ action: "audit" })).events).toHaveLength(1);
  });
});

describe("the end of a cooldown by a person", () => {
  const open = async () => {
    const cooldown = makeCooldown({ startedAtMs: nowMs });
    await store.cooldowns.save(cooldown);
    const keeper = createCooldownKeeper(await store.cooldowns.listRunning(), nowMs);
    const service = createCooldownService({
      keeper,
      prober: { lookUpNow: async () => "not-empty" },
      saver: { save: store.cooldowns.save, saveCounts: () => {} },
      store: store.cooldowns,
      audit: trail.record,
      toCooldown: createToCooldown({ nameOfAccount: () => null, labelOfProxyKey: () => null }),
      nameOfAccount: () => null,
      now: () => nowMs,
      onChange: () => {},
      onResumed: () => {},
    });
    return { id: cooldown.id, service };
  };
  const readEnd = () => readDatabase(dataDir, (query) => query(`SELECT "endedBy", "endReason" FROM "Cooldown"`));

  it("is kept with who it was and why, there and in the audit log", async () => {
    const { id, service } = await open();
    await service.resume(id, "the provider lifted it", ADA);
    expect(readEnd()).toEqual([{ endedBy: "Ada", endReason: "the provider lifted it" }]);
    expect((await list()).events).toMatchObject([
      {
        action: "cooldown.lifted",
        actorName: "Ada",
        targetKind: "cooldown",
        targetId: id,
        targetName: "ERROR_IP_BANNED, provider.test",
        changes: [{ field: "reason", before: null, after: "the provider lifted it" }],
      },
    ]);
  });

  it("is written once, however many ask for it at the same time", async () => {
    const { id, service } = await open();
    const outcomes = await Promise.allSettled([ADA, BOT].map((by) => service.resume(id, "why", by)));
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    expect((await list()).events).toHaveLength(1);
    expect(readEnd()).toEqual([{ endedBy: "Ada", endReason: "why" }]);
  });

  it("does not happen when the audit log does not take the line", async () => {
    const { id, service } = await open();
    await expect(service.resume(id, "why", { ...ADA, name: null as unknown as string })).rejects.toThrow();
    expect(readEnd()).toEqual([{ endedBy: null, endReason: null }]);
    expect(service.listRunning().cooldowns).toHaveLength(1);
  });
});
