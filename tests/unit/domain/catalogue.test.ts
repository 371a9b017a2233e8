import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  catalogueMessageKey,
  DOCUMENTED_CODES,
  defaultBanSecondsOf,
  describeCode,
  isDocumentedCode,
  NO_CODE,
  UNREADABLE_REPLY_CODE,
} from "@/lib/domain/catalogue";
import en from "@/lib/i18n/messages/en/catalogue.json";
import zhCn from "@/lib/i18n/messages/zh-CN/catalogue.json";

// Copied from the provider's documentation, mistakes included, so that a "corrected" spelling fails here.
const FROM_DOCUMENTATION = [
  "ERROR_SERVICE_UNAVALIABLE",
  "ERROR_REQUIRED_FIELDS",
  "ERROR_INTERNAL_SERVER_ERROR",
  "ERROR_IP_BANNED",
  "ERROR_KEY_BANNED",
  "ERROR_TASKID_INVALID",
  "ERROR_KEY_DOES_NOT_EXIST",
  "ERROR_ZERO_BALANCE",
  "ERROR_TASK_NOT_SUPPORTED",
  "ERROR_RECAPTCHA_INVALID_SITEKEY",
  "INVALID_RECAPTCHA_SITEURL",
  "ERROR_NO_SLOT_AVAILABLE",
];
const WORDS = [
  ["en", en],
  ["zh-CN", zhCn],
] as const;

describe("catalogue", () => {
  it("documents exactly the provider's twelve codes", () => {
    expect([...DOCUMENTED_CODES]).toEqual(FROM_DOCUMENTATION);
  });

  it.each([
    ["ERROR_SERVICE_UNAVALIABLE", "provider", "provider", "none", true],
    ["ERROR_REQUIRED_FIELDS", "our-code", "caller", "none", false],
    ["ERROR_INTERNAL_SERVER_ERROR", "provider", "provider", "none", true],
    ["ERROR_IP_BANNED", "wait", "egress", "egress", false],
    ["ERROR_KEY_BANNED", "person", "account", "account", false],
    ["ERROR_TASKID_INVALID", "our-code", "caller", "none", false],
    ["ERROR_KEY_DOES_NOT_EXIST", "person", "account", "none", false],
    ["ERROR_ZERO_BALANCE", "person", "account", "none", false],
    ["ERROR_TASK_NOT_SUPPORTED", "our-code", "caller", "none", false],
    ["ERROR_RECAPTCHA_INVALID_SITEKEY", "our-code", "caller", "none", false],
    ["INVALID_RECAPTCHA_SITEURL", "our-code", "caller", "none", false],
    ["ERROR_NO_SLOT_AVAILABLE", "provider", "provider", "none", true],
  ])("says of %s that the move is %s and the scope %s", (code, move, scope, bans, retryHelps) => {
    expect(describeCode(code)).toMatchObject({ code, documented: true, move, scope, bans, retryHelps });
  });

  it("calls what stops all traffic critical", () => {
    const critical = DOCUMENTED_CODES.filter((code) => describeCode(code).severity === "critical");
    expect(critical).toEqual(["ERROR_IP_BANNED", "ERROR_KEY_BANNED", "ERROR_KEY_DOES_NOT_EXIST", "ERROR_ZERO_BALANCE"]);
  });

  it.each([
    ["ERROR_IP_BLOCKED", "egress", null],
    ["ERROR_IP_BLOCKED_5MIN", "egress", 300],
    ["ERROR_KEY_TEMP_BLOCKED", "account", 300],
  ])("opens a cooldown for the relatives' ban code %s without claiming to document it", (code, bans, seconds) => {
    expect(describeCode(code)).toMatchObject({ code, documented: false, bans, scope: bans });
    expect(defaultBanSecondsOf(code)).toBe(seconds);
    expect(catalogueMessageKey(code)).toBe("undocumented");
  });

  it("lets the text or the preset decide how long a documented ban lasts", () => {
    expect(DOCUMENTED_CODES.map(defaultBanSecondsOf)).toEqual(DOCUMENTED_CODES.map(() => null));
  });

  it("describes any code at all verbatim and bans nothing for it", () => {
    const tricky = [
      "constructor",
      "__proto__",
      "toString",
      "",
      " ERROR_IP_BANNED",
      "error_ip_banned",
      "ERROR_TASK_TIMEOUT",
    ];
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...tricky)), (code) => {
        expect(describeCode(code)).toEqual({
          code,
          documented: false,
          move: "person",
          scope: "provider",
          severity: "warning",
          retryHelps: false,
          bans: "none",
        });
        expect(isDocumentedCode(code)).toBe(false);
        expect(defaultBanSecondsOf(code)).toBeNull();
        expect(catalogueMessageKey(code)).toBe("undocumented");
      }),
    );
  });

  it("keeps our own names apart from any provider's", () => {
    for (const code of [UNREADABLE_REPLY_CODE, NO_CODE]) {
      expect(code).toMatch(/^BANWATCH_/);
      expect(describeCode(code)).toMatchObject({ code, documented: false, bans: "none" });
      expect(catalogueMessageKey(code)).toBe(code);
    }
  });
});

describe.each(WORDS)("the words of the catalogue in %s", (locale, words) => {
  const keys = [...FROM_DOCUMENTATION, "undocumented", UNREADABLE_REPLY_CODE, NO_CODE];

  it("cover every code and nothing else, in the same order", () => {
    expect(Object.keys(words)).toEqual(keys);
  });

  it.each(Object.entries(words))("say of %s what it is, what it means and what to do", (_key, entry) => {
    expect(Object.keys(entry)).toEqual(["title", "meaning", "nextStep"]);
    expect(entry.title.length).toBeGreaterThan(3);
    expect(entry.meaning.length).toBeGreaterThan(20);
    expect(entry.nextStep.length).toBeGreaterThan(30);
    for (const text of Object.values(entry)) {
      // Braces, tags and apostrophes before them have a meaning of their own in message files.
      expect(text).not.toMatch(/[{}<>]/);
      expect(/\p{Script=Han}/u.test(text)).toBe(locale === "zh-CN");
    }
  });

  it("give every code its own words", () => {
    for (const field of ["title", "meaning", "nextStep"] as const) {
      const texts = Object.values(words).map((entry) => entry[field]);
      expect(new Set(texts).size).toBe(texts.length);
    }
  });
});
