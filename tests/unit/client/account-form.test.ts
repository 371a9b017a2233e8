import { describe, expect, it } from "vitest";
import { readSaveFailure } from "@/lib/client/accounts/account-failure";
import {
  checkDraft,
  emptyDraft,
  freeName,
  needsKeyAgain,
  toChanges,
  toCreateRequest,
  toDraft,
} from "@/lib/client/accounts/account-form";
import { ApiError } from "@/lib/client/api/fetch-json";
import { type Account, createAccountRequest, updateAccountRequest } from "@/lib/contracts/accounts";

const DRAFT = { ...emptyDraft("ez-captcha", "Main"), clientKey: "key-12345678" };

const ACCOUNT: Account = {
  id: "1",
  name: "Main",
  provider: "ez-captcha",
  providerName: "EZ-Captcha",
  baseUrl: "https://api.ez-captcha.com",
  unit: "points",
  keyLast4: "5678",
  sandboxKey: null,
  lowBalance: "5000",
  criticalBalance: null,
  balance: "100000",
  balanceAtMs: 0,
  level: "ok",
  provisioned: false,
  createdAtMs: 0,
  archivedAtMs: null,
  firstCallAtMs: null,
  proxyKeysOnly: false,
  guardMode: null,
};

const rule = (name: string) => ({ kind: "rule", rule: name });

describe("checkDraft", () => {
  it.each([
    ["an empty name", { name: "  " }, "name", "nameEmpty"],
    ["a name of 61 characters", { name: "n".repeat(61) }, "name", "nameLong"],
    ["no key", { clientKey: " " }, "clientKey", "keyEmpty"],
    ["part of a key", { clientKey: "1234567" }, "clientKey", "keyShort"],
    ["far too long a key", { clientKey: "k".repeat(257) }, "clientKey", "keyLong"],
    ["an address that is none", { baseUrl: "api.example.com" }, "baseUrl", "urlBad"],
    ["an address with a password", { baseUrl: "https://u:p@example.com" }, "baseUrl", "urlBad"],
    ["a custom provider without address", { provider: "custom" }, "baseUrl", "urlEmpty"],
    ["a unit of 21 characters", { unit: "u".repeat(21) }, "unit", "unitLong"],
    ["separators in a threshold", { lowBalance: "5,000" }, "lowBalance", "notDecimal"],
    ["critical above low", { lowBalance: "9.5", criticalBalance: "10" }, "criticalBalance", "aboveLow"],
  ] as const)("finds %s, and nothing else", (_, changes, field, name) => {
    expect(checkDraft({ ...DRAFT, ...changes }, true)).toEqual({ [field]: rule(name) });
  });

  it("compares thresholds by value, so that equal ones pass", () => {
    expect(checkDraft({ ...DRAFT, lowBalance: "10.0", criticalBalance: "10" }, true)).toEqual({});
  });

  it("asks for no key where none is part of the form, and none of the sandbox", () => {
    expect(checkDraft({ ...DRAFT, clientKey: "" }, false)).toEqual({});
    expect(checkDraft(emptyDraft("sandbox", "Sandbox"), true)).toEqual({});
  });
});

describe("toCreateRequest", () => {
  it("makes a request that the contract takes, with what was left empty left out", () => {
    const request = toCreateRequest({ ...DRAFT, clientKey: " key-12345678 ", lowBalance: " 5000 " }, true);
    expect(createAccountRequest.parse(request)).toEqual({
      name: "Main",
      provider: "ez-captcha",
      clientKey: "key-12345678",
      lowBalance: "5000",
      saveUnchecked: true,
    });
  });
});

describe("toChanges", () => {
  it("shuts an account to its own key only when that was asked for", () => {
    expect(toChanges(ACCOUNT, { ...toDraft(ACCOUNT), proxyKeysOnly: true })).toEqual({ proxyKeysOnly: true });
    const shut = { ...ACCOUNT, proxyKeysOnly: true };
    expect(toChanges(shut, toDraft(shut))).toEqual({});
    expect(toChanges(shut, { ...toDraft(shut), proxyKeysOnly: false })).toEqual({ proxyKeysOnly: false });
  });

  it("gives an account a guard mode of its own, and takes it away again", () => {
    const changes = toChanges(ACCOUNT, { ...toDraft(ACCOUNT), guardMode: "observe" });
    expect(updateAccountRequest.parse(changes)).toEqual({ guardMode: "observe" });
    const own: Account = { ...ACCOUNT, guardMode: "off" };
    expect(toChanges(own, toDraft(own))).toEqual({});
    expect(toChanges(own, { ...toDraft(own), guardMode: null })).toEqual({ guardMode: null });
  });

  it("is empty for a form that nobody touched", () => {
    expect(toChanges(ACCOUNT, toDraft(ACCOUNT))).toEqual({});
    const own = { ...ACCOUNT, baseUrl: "https://eu.example.com", unit: "credits" };
    expect(toChanges(own, toDraft(own))).toEqual({});
  });

  it("holds what changed, and null for what was emptied", () => {
    const changes = toChanges(ACCOUNT, { ...toDraft(ACCOUNT), lowBalance: " ", criticalBalance: "10", name: " New " });
    expect(changes).toEqual({ lowBalance: null, criticalBalance: "10", name: "New" });
    expect(updateAccountRequest.parse(changes)).toEqual(changes);
  });

  it("never holds a key", () => {
    expect(toChanges(ACCOUNT, { ...toDraft(ACCOUNT), clientKey: "another-key" })).toEqual({});
  });

  it("goes back to the preset's address when the own one is emptied", () => {
    const own = { ...ACCOUNT, baseUrl: "https://eu.example.com" };
    const emptied = { ...toDraft(own), baseUrl: "", clientKey: "the-key-again" };
    expect(toChanges(own, emptied)).toEqual({ baseUrl: null, clientKey: "the-key-again" });
  });
});

describe("freeName", () => {
  it("takes the first number that is free, and none when the name itself is", () => {
    expect(freeName("Sandbox", [])).toBe("Sandbox");
    expect(freeName("Sandbox", [{ name: "Sandbox" }, { name: "Sandbox 2" }])).toBe("Sandbox 3");
  });
});

describe("readSaveFailure", () => {
  const checkOf = (code: string) =>
    readSaveFailure(
      new ApiError(422, { code: "key_check_failed", message: "no", provider: { code, description: "words" } }, "no"),
    );

  it.each([
    ["ERROR_KEY_DOES_NOT_EXIST", "refused", "ERROR_KEY_DOES_NOT_EXIST"],
    ["ERROR_IP_BANNED", "banned", "ERROR_IP_BANNED"],
    ["ERROR_IP_BLOCKED_5MIN", "banned", "undocumented"],
    ["ERROR_NO_SLOT_AVAILABLE", "busy", "ERROR_NO_SLOT_AVAILABLE"],
    ["constructor", "refused", "undocumented"],
  ])("keeps the provider's %s verbatim and calls it %s", (code, outcome, explanation) => {
    expect(checkOf(code)).toEqual({ kind: "check", check: { outcome, code, description: "words", explanation } });
  });

  it("does not pass off a missing answer as the provider's code", () => {
    expect(checkOf("UNREACHABLE")).toMatchObject({ check: { outcome: "unreachable", code: null, explanation: null } });
    expect(checkOf("UNREADABLE")).toMatchObject({ check: { outcome: "unreadable", code: null } });
    expect(checkOf("BANWATCH_UNREADABLE_REPLY")).toMatchObject({ check: { outcome: "unreadable", code: null } });
  });

  it("does not tell of an overloaded provider where there may have been no connection", () => {
    const outcome = checkOf("ERROR_SERVICE_UNAVALIABLE");
    expect(outcome).toMatchObject({ check: { outcome: "unanswered", explanation: null } });
  });

  it("puts a conflict at its field in our own words, anything else in the server's", () => {
    const conflict = { code: "conflict", message: "taken", fields: [{ field: "clientKey", message: "taken" }] };
    expect(readSaveFailure(new ApiError(409, conflict, "taken"))).toEqual({
      kind: "fields",
      fields: { clientKey: rule("keyTaken") },
    });
    const invalid = { code: "invalid_request", message: "bad", fields: [{ field: "unit", message: "bad" }] };
    expect(readSaveFailure(new ApiError(400, invalid, "bad"))).toEqual({
      kind: "fields",
      fields: { unit: { kind: "text", text: "bad" } },
    });
  });

  it("shows as a whole what belongs to no field of the form", () => {
    const problem = { code: "invalid_request", message: "bad", fields: [{ field: "archived", message: "bad" }] };
    expect(readSaveFailure(new ApiError(400, problem, "bad"))).toEqual({ kind: "other", message: "bad" });
    expect(readSaveFailure(new ApiError(0, null, "no answer"))).toEqual({ kind: "other", message: "no answer" });
  });
});

describe("an address that is changed", () => {
  const moved = { ...toDraft(ACCOUNT), baseUrl: "https://elsewhere.example" };

  it("asks for the key again where it leads to another server, and sends it along", () => {
    expect(needsKeyAgain(ACCOUNT, moved)).toBe(true);
    expect(toChanges(ACCOUNT, { ...moved, clientKey: " the-key-again " })).toEqual({
      baseUrl: "https://elsewhere.example",
      clientKey: "the-key-again",
    });
  });

  it("does not for another path on the same server, or while it is no address yet", () => {
    for (const baseUrl of [`${ACCOUNT.baseUrl}/v2`, "https://", ""]) {
      expect(needsKeyAgain(ACCOUNT, { ...moved, baseUrl })).toBe(false);
    }
  });
});
