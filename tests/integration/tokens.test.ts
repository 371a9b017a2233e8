import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ProvisionedApiToken } from "@/lib/contracts/tokens";
import { createAuditTrail } from "@/lib/server/audit/audit-trail";
import { planTokens, provisionTokens } from "@/lib/server/provisioning/provision-tokens";
import type { Store } from "@/lib/server/store/open-store";
import type { Actor } from "@/lib/server/team/actor";
import { createNoteRefusedToken } from "@/lib/server/tokens/refused-tokens";
import { openTokenRecords, type TokenRecords } from "@/lib/server/tokens/token-records";
import { createTokenService, type TokenService } from "@/lib/server/tokens/token-service";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { openTestStore } from "../support/encrypted-data";
import { readDatabase } from "../support/read-database";

const MINUTE_MS = 60_000;
const ADMIN: Actor = { kind: "person", id: "p1", name: "Ada", role: "admin", callerAddress: "10.0.0.1" };

let dataDir: string;
let store: Store;
let records: TokenRecords;
let tokens: TokenService;
let nowMs: number;

const open = async () => {
  records = await openTokenRecords({
    store: store.apiTokens,
    onSaveFailed: (error) => {
      throw error;
    },
  });
  tokens = createTokenService({ records, now: () => nowMs });
};

beforeEach(async () => {
  dataDir = makeDataDir();
  store = await openTestStore(dataDir);
  nowMs = Date.UTC(2026, 0, 1);
  await open();
});
afterEach(async () => {
  await store.close();
  removeDataDir(dataDir);
});

const audited = () => store.auditEvents.list({}, 100);
const actions = async () => (await audited()).map(({ action, targetName }) => `${action} ${targetName}`).reverse();

describe("an API token", () => {
  it("is told once and kept as a hash", async () => {
    const { apiToken, token } = await tokens.create({ name: "ci", role: "operator" }, ADMIN);
    expect(token).toMatch(/^bwt_[A-Za-z0-9_-]{43}$/);
    expect(apiToken).toMatchObject({ name: "ci", role: "operator", last4: token.slice(-4), state: "active" });
    expect(apiToken).toMatchObject({ createdBy: "Ada", provisioned: false, expiresAtMs: null, lastUsedAtMs: null });
    const [row] = readDatabase(dataDir, (query) => query<{ tokenHash: string }>(`SELECT * FROM "ApiToken"`));
    expect(row?.tokenHash).toBe(createHash("sha256").update(token).digest("base64url"));
    expect(JSON.stringify(tokens.list())).not.toContain(row?.tokenHash);
    for (const name of ["banwatch.db", "banwatch.db-wal"]) {
      expect(readFileSync(join(dataDir, name)).includes(token.slice(4, -4)), name).toBe(false);
    }
  });

  it("is found without a read of the database, also after a restart", async () => {
    const { apiToken, token } = await tokens.create({ name: "ci", role: "viewer" }, ADMIN);
    await open();
    const reads = vi.spyOn(store.apiTokens, "list");
    expect(tokens.find(token)).toEqual({ id: apiToken.id, name: "ci", role: "viewer" });
    expect(reads).not.toHaveBeenCalled();
  });

  it("is not found by anything else", async () => {
    const { token } = await tokens.create({ name: "ci", role: "viewer" }, ADMIN);
    const [record] = records.list();
    const wrong = ["", "bwt_", token.slice(0, -1), `${token}x`, token.toUpperCase(), record?.tokenHash ?? ""];
    expect(wrong.map((text) => tokens.find(text))).toEqual(wrong.map(() => null));
    expect(tokens.find(`bwt_${"x".repeat(1_000_000)}`)).toBeNull();
  });

  it("is refused from the instant of its end on", async () => {
    const { token } = await tokens.create({ name: "ci", role: "viewer", expiresAtMs: nowMs + 1_000 }, ADMIN);
    nowMs += 999;
    expect(tokens.find(token)).not.toBeNull();
    nowMs += 1;
    expect(tokens.find(token)).toBeNull();
    expect(tokens.list().tokens[0]).toMatchObject({ state: "expired" });
  });

  it("is refused as soon as it is revoked, also after a restart", async () => {
    const { apiToken, token } = await tokens.create({ name: "ci", role: "viewer" }, ADMIN);
    expect(await tokens.revoke(apiToken.id, ADMIN)).toMatchObject({ state: "revoked", revokedAtMs: nowMs });
    expect(tokens.find(token)).toBeNull();
    await open();
    expect(tokens.find(token)).toBeNull();
  });

  it("is revoked once, however many ask for it at the same time", async () => {
    const { apiToken } = await tokens.create({ name: "ci", role: "viewer" }, ADMIN);
    nowMs += 1;
    await Promise.all([1, 2, 3].map(() => tokens.revoke(apiToken.id, ADMIN)));
    expect(await actions()).toEqual(["token.created ci", "token.revoked ci"]);
    await expect(tokens.revoke("nothing", ADMIN)).rejects.toMatchObject({ status: 404 });
  });

  it("never may do more than who makes it", async () => {
    const operator: Actor = { ...ADMIN, role: "operator" };
    await expect(tokens.create({ name: "ci", role: "admin" }, operator)).rejects.toMatchObject({ status: 403 });
    expect(tokens.list().tokens).toEqual([]);
    await expect(tokens.create({ name: "ci", role: "operator" }, operator)).resolves.toBeDefined();
  });

  it("has an end in the future, and a name that no other in use has", async () => {
    const past = tokens.create({ name: "ci", role: "viewer", expiresAtMs: nowMs }, ADMIN);
    await expect(past).rejects.toMatchObject({ status: 400, details: { fields: [{ field: "expiresAtMs" }] } });
    const both = await Promise.allSettled([1, 2].map(() => tokens.create({ name: "ci", role: "viewer" }, ADMIN)));
    expect(both.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    await tokens.revoke(tokens.list().tokens[0]?.id ?? "", ADMIN);
    await expect(tokens.create({ name: "ci", role: "viewer" }, ADMIN)).resolves.toBeDefined();
  });

  it("stands in the audit log with who made and ended it, and never with its text", async () => {
    const { apiToken, token } = await tokens.create({ name: "ci", role: "operator" }, ADMIN);
    nowMs += 1;
    await tokens.revoke(apiToken.id, { ...ADMIN, name: "Bob", kind: "token" });
    const [revoked, created] = await audited();
    expect(created).toMatchObject({
      action: "token.created",
      actorName: "Ada",
      actorKind: "person",
      targetId: apiToken.id,
    });
    expect(created).toMatchObject({ callerAddress: "10.0.0.1" });
    expect(created?.changes).toContainEqual({ field: "role", before: null, after: "operator" });
    expect(revoked).toMatchObject({ action: "token.revoked", actorName: "Bob", actorKind: "token" });
    expect(JSON.stringify([created, revoked])).not.toContain(token.slice(4, 20));
  });

  it("is not made when the audit log does not take the line", async () => {
    const broken = { ...ADMIN, name: null as unknown as string };
    await expect(tokens.create({ name: "ci", role: "viewer" }, broken)).rejects.toThrow();
    expect(tokens.list().tokens).toEqual([]);
    expect(readDatabase(dataDir, (query) => query(`SELECT * FROM "ApiToken"`))).toEqual([]);
  });
});

describe("the use of a token", () => {
  it("is kept to the minute, with one write for all uses of a minute", async () => {
    const { apiToken } = await tokens.create({ name: "ci", role: "viewer" }, ADMIN);
    const writes = vi.spyOn(store.apiTokens, "markUsed");
    for (let ms = 0; ms < 2 * MINUTE_MS; ms += 100) tokens.noteUse(apiToken.id, nowMs + ms);
    expect(writes).toHaveBeenCalledTimes(2);
    expect(tokens.list().tokens[0]).toMatchObject({ lastUsedAtMs: nowMs + MINUTE_MS });
    await Promise.all(writes.mock.results.map(({ value }) => value));
    await open();
    expect(tokens.list().tokens[0]).toMatchObject({ lastUsedAtMs: nowMs + MINUTE_MS });
  });

  it("survives a change of the token at the same time", async () => {
    const { apiToken } = await tokens.create({ name: "ci", role: "viewer" }, ADMIN);
    const save = store.apiTokens.save;
    vi.spyOn(store.apiTokens, "save").mockImplementation(async (changes) => {
      await save(changes);
      tokens.noteUse(apiToken.id, nowMs);
    });
    expect((await tokens.revoke(apiToken.id, ADMIN)).lastUsedAtMs).toBe(nowMs);
    expect(tokens.list().tokens[0]).toMatchObject({ state: "revoked", lastUsedAtMs: nowMs });
    await vi.waitFor(async () => expect((await store.apiTokens.list())[0]?.lastUsedAtMs).toBe(nowMs));
  });
});

describe("tokens of the provisioning file", () => {
  const text = (letter: string) => `bwt_${letter.repeat(43)}`;
  const apply = (...declared: ProvisionedApiToken[]) => provisionTokens(planTokens(declared, records, nowMs), records);
  const entry = (name: string, letter: string, role: ProvisionedApiToken["role"] = "viewer") => ({
    name,
    role,
    token: text(letter),
  });
  const whoIs = (letter: string) => tokens.find(text(letter))?.name ?? null;

  it("are made once, however often the file is applied", async () => {
    expect(await apply(entry("ci", "a"), entry("bot", "b", "admin"))).toEqual({ created: 2, changed: 0, revoked: 0 });
    await open();
    expect(await apply(entry("ci", "a"), entry("bot", "b", "admin"))).toEqual({ created: 0, changed: 0, revoked: 0 });
    expect(tokens.find(text("b"))).toMatchObject({ name: "bot", role: "admin" });
    expect((await actions()).sort()).toEqual(["token.created bot", "token.created ci"]);
  });

  it("follow the file in role and text, and the text does not stand in the audit log", async () => {
    await apply(entry("ci", "a"));
    nowMs += 1;
    expect(await apply(entry("ci", "b", "operator"))).toEqual({ created: 0, changed: 1, revoked: 0 });
    expect([whoIs("a"), whoIs("b")]).toEqual([null, "ci"]);
    const [line] = await audited();
    expect(line).toMatchObject({ action: "token.changed", actorKind: "file", actorName: "provisioning file" });
    expect(line?.changes).toEqual([
      { field: "role", before: "viewer", after: "operator" },
      { field: "token", before: null, after: "changed" },
    ]);
  });

  it("are revoked when they leave the file, and work again when they come back", async () => {
    await apply(entry("ci", "a"));
    expect(await apply()).toEqual({ created: 0, changed: 0, revoked: 1 });
    expect(whoIs("a")).toBeNull();
    expect(await apply()).toEqual({ created: 0, changed: 0, revoked: 0 });
    expect(await apply(entry("ci", "a"))).toEqual({ created: 0, changed: 1, revoked: 0 });
    expect(whoIs("a")).toBe("ci");
  });

  it("may exchange their texts, and give one to a new name", async () => {
    await apply(entry("one", "a"), entry("two", "b"));
    await apply(entry("one", "b"), entry("two", "a"));
    expect([whoIs("a"), whoIs("b")]).toEqual(["two", "one"]);
    expect(await apply(entry("three", "a"), entry("one", "b"))).toEqual({ created: 1, changed: 0, revoked: 1 });
    expect([whoIs("a"), whoIs("b")]).toEqual(["three", "one"]);
    await open();
    expect([whoIs("a"), whoIs("b")]).toEqual(["three", "one"]);
  });

  it("cannot be revoked in the browser", async () => {
    await apply(entry("ci", "a"));
    const [token] = tokens.list().tokens;
    await expect(tokens.revoke(token?.id ?? "", ADMIN)).rejects.toMatchObject({ status: 409, code: "provisioned" });
    expect(whoIs("a")).toBe("ci");
  });

  it("leave those of the browser alone", async () => {
    const { token } = await tokens.create({ name: "ci", role: "viewer" }, ADMIN);
    await apply(entry("ci", "a", "admin"));
    await apply();
    expect(tokens.find(token)).toMatchObject({ role: "viewer" });
  });

  it("are refused as a whole where two would have one text", async () => {
    const { token } = await tokens.create({ name: "mine", role: "viewer" }, ADMIN);
    expect(() => planTokens([entry("one", "a"), entry("two", "a")], records, nowMs)).toThrow(
      /"two" the text that "one" has/,
    );
    expect(() => planTokens([{ ...entry("one", "a"), token }], records, nowMs)).toThrow(/"mine" has, which was made/);
    await tokens.revoke(tokens.list().tokens[0]?.id ?? "", ADMIN);
    await apply({ ...entry("one", "a"), token });
    expect(tokens.find(token)).toMatchObject({ name: "one" });
  });
});

describe("a Bearer that no token has", () => {
  const note = () => {
    const trail = createAuditTrail({ store: store.auditEvents, now: () => nowMs });
    return createNoteRefusedToken({
      trail,
      now: () => nowMs,
      onSaveFailed: (error) => {
        throw error;
      },
    });
  };
  const lines = async () => {
    // The line is written beside the answer; a write of our own waits its turn behind it.
    await store.apiTokens.markUsed("nobody", nowMs);
    return (await audited()).map(({ action, callerAddress, actorKind }) => `${action} ${actorKind} ${callerAddress}`);
  };

  it("is written down at most once a minute and caller", async () => {
    const noteRefused = note();
    for (let times = 0; times < 100; times += 1) noteRefused("10.0.0.1");
    noteRefused("10.0.0.2");
    noteRefused(null);
    expect((await lines()).sort()).toEqual([
      "token.refused nobody 10.0.0.1",
      "token.refused nobody 10.0.0.2",
      "token.refused nobody null",
    ]);
    nowMs += MINUTE_MS;
    noteRefused("10.0.0.1");
    expect(await lines()).toHaveLength(4);
  });

  it("does not fill the log from many addresses", async () => {
    const noteRefused = note();
    for (let caller = 0; caller < 5_000; caller += 1) noteRefused(`10.1.${caller >> 8}.${caller & 255}`);
    expect(await lines()).toHaveLength(60);
  });
});
