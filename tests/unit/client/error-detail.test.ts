import { describe, expect, it } from "vitest";
import { explainCode, listErrorFacts, readOwnOrigin, readReportPath } from "@/lib/client/errors/error-detail";
import { origin } from "@/lib/contracts/common";
import type { ErrorEvent } from "@/lib/contracts/errors";
import { DOCUMENTED_CODES, NO_CODE, UNREADABLE_REPLY_CODE } from "@/lib/domain/catalogue";
import { LOCALES } from "@/lib/domain/locales";
import { messagesByLocale } from "@/lib/i18n/messages";

const EVENT: ErrorEvent = {
  id: "e",
  atMs: 0,
  account: null,
  accountId: null,
  proxyKeyId: null,
  proxyKey: null,
  source: "program",
  method: "createTask",
  code: "X",
  description: "",
  errorId: null,
  origin: "upstream",
  httpStatus: 200,
  latencyMs: 12,
  taskType: null,
  targetHost: null,
  taskId: "0042",
  callerAddress: null,
};

describe("explainCode", () => {
  it.each(LOCALES)("has words in %s for everything it says of a code", (locale) => {
    const { errors, catalogue } = messagesByLocale[locale];
    for (const code of [...DOCUMENTED_CODES, NO_CODE, UNREADABLE_REPLY_CODE, "ERROR_IP_BLOCKED", "WHATEVER"]) {
      const { messageKey, verdict } = explainCode(code);
      expect(catalogue[messageKey].title).not.toBe("");
      if (verdict === null) continue;
      expect(errors.move).toHaveProperty(verdict.move);
      expect(errors.scope).toHaveProperty(verdict.scope);
      expect(errors.severity).toHaveProperty(verdict.severity);
    }
  });

  it("claims nothing of a code that nobody documents", () => {
    expect(explainCode("constructor")).toEqual({ messageKey: "undocumented", undocumented: true, verdict: null });
  });

  it("still says what a ban of a related provider shuts out", () => {
    expect(explainCode("ERROR_IP_BLOCKED")).toMatchObject({ undocumented: true, verdict: { scope: "egress" } });
  });
});

describe("readOwnOrigin", () => {
  it("leaves to the catalogue what the provider said, and what repeats it", () => {
    expect(origin.options.map(readOwnOrigin)).toEqual([null, null, "local", "transport"]);
  });

  it.each(LOCALES)("has words of its own in %s, other than the catalogue's, for each origin", (locale) => {
    const { errors, catalogue } = messagesByLocale[locale];
    const titles = Object.values(catalogue).map(({ title }) => title);
    for (const value of origin.options) {
      const own = readOwnOrigin(value);
      if (own !== null) expect(titles).not.toContain(errors.own[own].title);
    }
    expect(Object.keys(errors.own).sort()).toEqual(["local", "transport"]);
  });
});

describe("readReportPath", () => {
  const id = "0e1ad0c4-6f1c-4b6e-9d53-2f8f0f4ec0aa";
  const held = (description: string) => readReportPath({ origin: "held", description });

  it("leads to the report that a held call names, on this very site whatever address stands there", () => {
    expect(held(`Banwatch held this call: wait. See https://banwatch.example/cooldowns/${id}`)).toBe(
      `/cooldowns/${id}`,
    );
    expect(held(`See http://elsewhere.example/x/cooldowns/${id}`)).toBe(`/cooldowns/${id}`);
  });

  it.each([
    ["no address", "Banwatch held this call: this task was asked for too often."],
    ["what is no id", "See https://banwatch.example/cooldowns/../settings"],
    ["an id with something after it", `See https://banwatch.example/cooldowns/${id}/../../settings`],
    ["another page", `See https://banwatch.example/accounts/${id}`],
  ])("leads nowhere for %s", (_what, description) => {
    expect(held(description)).toBeNull();
  });

  it("takes no address from the words of a provider", () => {
    const description = `See https://banwatch.example/cooldowns/${id}`;
    expect(origin.options.filter((one) => readReportPath({ origin: one, description }) !== null)).toEqual(["held"]);
  });
});

describe("listErrorFacts", () => {
  it("keeps every fact in its place, also those that the call did not have", () => {
    const facts = listErrorFacts(EVENT);
    expect(facts).toHaveLength(listErrorFacts({ ...EVENT, account: "a", taskType: "t", errorId: "1" }).length);
    expect(facts.find(({ term }) => term === "taskId")?.value).toBe("0042");
    expect(facts.find(({ term }) => term === "targetHost")?.value).toBeNull();
  });
});
