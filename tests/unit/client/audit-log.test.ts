import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { auditExportHref } from "@/lib/client/settings/audit";
import { prepareChanges, summariseChange } from "@/lib/client/settings/audit-detail";
import { AUDIT_KINDS, type AuditFilterState, readAuditFilter, toAuditQuery } from "@/lib/client/settings/audit-filter";
import { CHANNEL_SHAPES, CHANNEL_TYPES } from "@/lib/contracts/alert-channels";
import { ruleSettings } from "@/lib/contracts/alert-rules";
import { AUDIT_ACTIONS, auditActorKind, auditExportQuery } from "@/lib/contracts/audit";
import { RULE_KINDS, SEVERITIES } from "@/lib/domain/alert-rules/kinds";
import { LOCALES } from "@/lib/domain/locales";
import { messagesByLocale } from "@/lib/i18n/messages";

const NOTHING: AuditFilterState = { period: null, action: null, actor: null, target: null };
const HOUR_MS = 3_600_000;

const at = (node: unknown, path: string): unknown =>
  path.split(".").reduce((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], node);

describe("words of the audit log", () => {
  it.each(LOCALES)("has a text in %s for every action, kind and actor", (locale) => {
    const { audit } = messagesByLocale[locale].settings;
    const paths = [
      ...AUDIT_ACTIONS.map((action) => `action.${action}`),
      ...AUDIT_KINDS.map(({ kind }) => `kind.${kind}`),
      ...auditActorKind.options.map((kind) => `actor.${kind}`),
    ];
    expect(paths.filter((path) => typeof at(audit, path) !== "string")).toEqual([]);
  });

  it.each(LOCALES)("has a name in %s for every field of an alert rule and of a channel", (locale) => {
    const { scope: _, channelIds: __, escalateToIds: ___, ...plain } = ruleSettings.shape;
    const shapes = Object.values(CHANNEL_SHAPES).flatMap(({ open, secret }) => [open.shape, secret.shape]);
    const fields = [plain, ...shapes].flatMap((shape) => Object.keys(shape));
    // Those are written down by names in place of ids.
    const named = ["accounts", "providers", "codes", "proxyKeys", "channels", "escalateTo"];
    const missing = [...fields, ...named].filter(
      (field) => !Object.hasOwn(messagesByLocale[locale].settings.audit.field, field),
    );
    expect(missing).toEqual([]);
  });

  it("sorts each action under exactly one kind", () => {
    expect(AUDIT_KINDS.flatMap(({ actions }) => actions).sort()).toEqual([...AUDIT_ACTIONS].sort());
  });
});

describe("toAuditQuery", () => {
  it("never asks for what the API refuses, whatever stands in the address", () => {
    const text = fc.option(fc.oneof(fc.string({ maxLength: 150 }), fc.constantFrom("account", "account.created")));
    fc.assert(
      fc.property(text, text, text, fc.integer({ min: 0, max: 2_000_000_000_000 }), (action, actor, target, nowMs) => {
        const query = toAuditQuery({ period: "30d", action, actor, target }, nowMs);
        expect(auditExportQuery.safeParse(query).success).toBe(true);
      }),
    );
  });

  it("keeps an action, and a kind for everything of it", () => {
    expect(readAuditFilter({ ...NOTHING, action: "account.created" }).action).toBe("account.created");
    expect(readAuditFilter({ ...NOTHING, action: "proxy-key" }).action).toBe("proxy-key");
    expect(readAuditFilter({ ...NOTHING, action: "acc" }).action).toBeNull();
  });

  it("counts the period back from now, and asks for everything without one", () => {
    expect(toAuditQuery({ ...NOTHING, period: "6h" }, 10 * HOUR_MS).fromMs).toBe(4 * HOUR_MS);
    expect(toAuditQuery(NOTHING, 10 * HOUR_MS).fromMs).toBeUndefined();
  });

  it("is what the export asks for too", () => {
    const href = auditExportHref({ period: "1h", action: "token", actor: "u 1", target: null }, 10 * HOUR_MS);
    const { pathname, searchParams } = new URL(href, "http://localhost");
    expect(pathname).toBe("/api/audit/export");
    expect(Object.fromEntries(searchParams)).toEqual({ fromMs: String(9 * HOUR_MS), action: "token", actor: "u 1" });
  });
});

describe("prepareChanges", () => {
  const read = (field: string, before: string | null, after: string | null) =>
    prepareChanges({ changes: [{ field, before, after }] })[0];

  it("says of a secret that it changed, and nothing else", () => {
    expect(read("clientKey", null, "changed")?.after).toEqual({ kind: "secret" });
    expect(read("label", null, "changed")?.after).toEqual({ kind: "text", text: "changed" });
  });

  it("reads switches, roles and instants, and leaves every other text as it is", () => {
    expect(read("archived", "false", "true")).toMatchObject({ before: { on: false }, after: { on: true } });
    expect(read("role", "viewer", "operator")?.after).toEqual({ kind: "role", role: "operator" });
    expect(read("role", "viewer", "captain")?.after).toEqual({ kind: "text", text: "captain" });
    expect(read("expiresAtMs", null, "1700000000000")).toMatchObject({
      before: { kind: "nothing" },
      after: { kind: "instant", atMs: 1_700_000_000_000 },
    });
    expect(read("fromMs", null, "1700000000000")?.after).toEqual({ kind: "instant", atMs: 1_700_000_000_000 });
    expect(read("secondFactor", null, "off")?.after).toEqual({ kind: "switch", on: false });
    expect(read("expiresAtMs", null, "soon")?.after).toEqual({ kind: "text", text: "soon" });
    expect(read("callsPerMinute", null, "60")?.after).toEqual({ kind: "text", text: "60" });
  });

  it("says of an address that messages go to that it changed, and nothing else", () => {
    expect(read("url", "changed", "changed")?.after).toEqual({ kind: "secret" });
    expect(read("heartbeatUrl", "changed", "changed")?.after).toEqual({ kind: "secret" });
  });

  it("has words in every language for what came of a test, and for an address that was set", () => {
    for (const [field, text] of [
      ["answer", "delivered"],
      ["answer", "not delivered"],
      ["heartbeatUrl", "set"],
    ] as const) {
      const value = read(field, null, text)?.after;
      if (value?.kind !== "word") expect.fail(`no words for "${text}"`);
      for (const locale of LOCALES) {
        expect(at(messagesByLocale[locale].settings.audit, `word.${value.word}`)).toBeTypeOf("string");
      }
    }
    expect(read("answer", null, "toString")?.after).toEqual({ kind: "text", text: "toString" });
    expect(read("name", null, "set")?.after).toEqual({ kind: "text", text: "set" });
  });

  it("has the words of the pages for how bad an alert is, what alerts, and the language and type of a channel", () => {
    const choices = [
      ...SEVERITIES.map((text) => ["severity", text] as const),
      ...RULE_KINDS.map((text) => ["when", text] as const),
      ...LOCALES.map((text) => ["locale", text] as const),
      ...CHANNEL_TYPES.map((text) => ["type", text] as const),
    ];
    for (const [field, text] of choices) {
      const value = read(field, text, null)?.before;
      if (value?.kind !== "choice") expect.fail(`no words for "${text}"`);
      for (const locale of LOCALES) {
        expect(at(messagesByLocale[locale], value.key)).toBeTypeOf("string");
      }
    }
    expect(read("severity", null, "toString")?.after).toEqual({ kind: "text", text: "toString" });
    expect(read("toString", null, "critical")?.after).toEqual({ kind: "text", text: "critical" });
    expect(read("name", null, "critical")?.after).toEqual({ kind: "text", text: "critical" });
  });

  it("has words in every language for each known way of signing in, and leaves an unknown one as it is", () => {
    const known = ["password", "identity provider", "recovery code", "code of the app", "link", "set-up of the owner"];
    for (const text of known) {
      const value = read("way", null, text)?.after;
      if (value?.kind !== "way") expect.fail(`no words for "${text}"`);
      for (const locale of LOCALES) {
        expect(at(messagesByLocale[locale].settings.audit, `way.${value.way}`)).toBeTypeOf("string");
      }
    }
    expect(read("way", null, "toString")?.after).toEqual({ kind: "text", text: "toString" });
    expect(read("name", null, "link")?.after).toEqual({ kind: "text", text: "link" });
  });

  it("stands in the row only where there is one change", () => {
    const change = { field: "role", before: "viewer", after: "admin" };
    expect(summariseChange({ changes: [change] })?.field).toBe("role");
    expect(summariseChange({ changes: [change, { ...change, field: "name" }] })).toBeNull();
    expect(summariseChange({ changes: [] })).toBeNull();
  });
});
