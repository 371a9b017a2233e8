import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EXPIRIES, isExpiry, toExpiresAtMs } from "@/lib/client/settings/expiry";
import { checkLabel } from "@/lib/client/settings/field-rule";
import {
  checkInvitationDraft,
  INVITATION_HOURS,
  toCreateInvitationRequest,
} from "@/lib/client/settings/invitation-form";
import { invitationHref } from "@/lib/client/settings/people";
import {
  checkProxyKeyDraft,
  firstMethods,
  KEY_METHODS,
  type ProxyKeyDraft,
  toCreateProxyKeyRequest,
} from "@/lib/client/settings/proxy-key-form";
import {
  checkTokenDraft,
  grantableTokenRoles,
  prepareTokenExample,
  toCreateTokenRequest,
} from "@/lib/client/settings/token-form";
import { createInvitationRequest } from "@/lib/contracts/people";
import { createProxyKeyRequest } from "@/lib/contracts/proxy-keys";
import { createApiTokenRequest } from "@/lib/contracts/tokens";
import { ROLES } from "@/lib/domain/roles";

const DAY_MS = 86_400_000;
const KEY: ProxyKeyDraft = {
  accountId: "a1",
  label: "price crawler",
  personId: "",
  methods: null,
  callsPerMinute: "",
  expiry: "never",
};
const rule = (name: string) => ({ kind: "rule", rule: name });

describe("checkProxyKeyDraft", () => {
  it.each([
    ["no account", { accountId: "" }, "accountId", "accountEmpty"],
    ["an empty name", { label: " " }, "label", "labelEmpty"],
    ["a name of 61 characters", { label: "n".repeat(61) }, "label", "labelLong"],
    ["a name with a tab inside", { label: "a\tb" }, "label", "labelBad"],
    ["a list without methods", { methods: [] }, "methods", "methodsEmpty"],
    ["a limit of none", { callsPerMinute: "0" }, "callsPerMinute", "limitBad"],
    ["half a call", { callsPerMinute: "0.5" }, "callsPerMinute", "limitBad"],
    ["a limit in hexadecimal", { callsPerMinute: "0x10" }, "callsPerMinute", "limitBad"],
    ["a limit above the contract's", { callsPerMinute: "100001" }, "callsPerMinute", "limitBad"],
  ] as const)("finds %s, and nothing else", (_, changes, field, name) => {
    expect(checkProxyKeyDraft({ ...KEY, ...changes })).toEqual({ [field]: rule(name) });
  });
});

describe("firstMethods", () => {
  it("ticks nothing beforehand, which is not enough to issue a key", () => {
    expect(checkProxyKeyDraft({ ...KEY, methods: firstMethods("some") })).toEqual({ methods: rule("methodsEmpty") });
    expect(checkProxyKeyDraft({ ...KEY, methods: firstMethods("all") })).toEqual({});
  });
});

describe("requests of the settings", () => {
  const text = fc.string({ maxLength: 80 });

  it("are ones that the contract takes, whenever the form finds nothing wrong", () => {
    const draft = fc.record({
      accountId: fc.constantFrom("", "a1"),
      label: text,
      personId: fc.constantFrom("", "u1"),
      methods: fc.option(fc.subarray([...KEY_METHODS])),
      callsPerMinute: fc.oneof(fc.constant(""), fc.nat().map(String), text),
      expiry: fc.constantFrom(...EXPIRIES),
    });
    fc.assert(
      fc.property(draft, (key) => {
        const isRight = Object.keys(checkProxyKeyDraft(key)).length === 0;
        expect(createProxyKeyRequest.safeParse(toCreateProxyKeyRequest(key, undefined)).success).toBe(isRight);
      }),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(...ROLES), fc.constantFrom(...INVITATION_HOURS), (email, role, hours) => {
        const invitation = { email, role, expiresInHours: hours };
        const isRight = Object.keys(checkInvitationDraft(invitation)).length === 0;
        expect(createInvitationRequest.safeParse(toCreateInvitationRequest(invitation)).success).toBe(isRight);
      }),
    );
    fc.assert(
      fc.property(text, (name) => {
        const token = { name, role: "viewer", expiry: "never" } as const;
        const isRight = Object.keys(checkTokenDraft(token)).length === 0;
        expect(createApiTokenRequest.safeParse(toCreateTokenRequest(token, undefined)).success).toBe(isRight);
      }),
    );
  });

  it("leave out what was left empty, and name methods in one order", () => {
    expect(toCreateProxyKeyRequest({ ...KEY, label: " mine ", methods: ["getBalance", "createTask"] }, 5)).toEqual({
      accountId: "a1",
      label: "mine",
      methods: ["createTask", "getBalance"],
      expiresAtMs: 5,
    });
    expect(toCreateInvitationRequest({ role: "viewer", email: " ", expiresInHours: "24" })).toEqual({
      role: "viewer",
      expiresInHours: 24,
    });
  });
});

describe("toExpiresAtMs", () => {
  const clock = { serverNowMs: 1_000, receivedAtMs: 50 };

  it("counts from the server's clock, with the time since its answer", () => {
    expect(toExpiresAtMs("30d", clock, 150)).toBe(1_100 + 30 * DAY_MS);
    expect(toExpiresAtMs("365d", clock, 50)).toBe(1_000 + 365 * DAY_MS);
  });

  it("is a whole number of milliseconds, as the contract asks for", () => {
    expect(Number.isInteger(toExpiresAtMs("90d", clock, 50.123_456))).toBe(true);
  });

  it("is left out for never", () => {
    expect(toExpiresAtMs("never", clock, 150)).toBeUndefined();
  });

  it("knows only its own names", () => {
    expect(isExpiry("90d")).toBe(true);
    expect(isExpiry("toString")).toBe(false);
  });
});

describe("checkLabel", () => {
  it("counts without the spaces around it", () => {
    expect(checkLabel(` ${"n".repeat(60)} `)).toBeNull();
  });
});

describe("what is handed out", () => {
  it("keeps the token of a link behind the #, where no log sees it", () => {
    const url = new URL(invitationHref("https://banwatch.example.com", "abc_-123"));
    expect(url.hash).toBe("#abc_-123");
    expect(`${url.pathname}${url.search}`).toBe("/invitation");
  });

  it("shows a token's use in a line that a shell reads as it stands", () => {
    expect(prepareTokenExample("http://host'name", "bwt_x")).toBe(
      "curl -sS 'http://host'\\''name/api/errors?period=24h' \\\n  -H 'Authorization: Bearer bwt_x'",
    );
  });

  it("offers no token a role above its maker's", () => {
    expect(grantableTokenRoles("owner")).toEqual(["viewer", "operator", "admin"]);
    expect(grantableTokenRoles("operator")).toEqual(["viewer", "operator"]);
  });
});
