import { describe, expect, it } from "vitest";
import { chooseAdvice } from "@/lib/client/alerts/choose-advice";
import { foldMiddle } from "@/lib/client/alerts/fold-middle";
import { readTitleNames } from "@/lib/client/alerts/incident-title";
import { readAffectedCalls, readMeasure } from "@/lib/client/alerts/read-measure";
import { bodyOf } from "@/lib/client/alerts/use-incident-change";
import { resolveRequest, snoozeRequest } from "@/lib/contracts/incidents";
import { RULE_KINDS } from "@/lib/domain/alert-rules/kinds";
import { messagesByLocale } from "@/lib/i18n/messages";
import { makeIncident } from "./make-incident";

const { facts } = makeIncident();

describe("readTitleNames", () => {
  it("leaves no hole in a title, whatever is not known", () => {
    const subject = { kind: "address" as const, id: "x", name: "api.example.net" };
    expect(readTitleNames({ ...facts, subject, providerHost: null, providerName: null })).toEqual({
      subject: "api.example.net",
      host: "api.example.net",
      provider: "api.example.net",
    });
  });
});

describe("readMeasure", () => {
  it("tells of a rate out of how many calls, and of a balance its exact decimal", () => {
    expect(readMeasure("error-rate", { ...facts, value: 0.4, threshold: 0.2, calls: 120 })).toMatchObject({
      unit: "share",
      side: "above",
      calls: 120,
      balance: null,
    });
    const low = { ...facts, value: 0.3, threshold: 1, balance: "0.30000000000000000001", unit: "USD", calls: 3 };
    expect(readMeasure("low-balance", low)).toMatchObject({
      unit: "balance",
      side: "below",
      balance: "0.30000000000000000001",
      balanceUnit: "USD",
      calls: null,
    });
  });

  it("never tells of a share of no calls", () => {
    expect(readMeasure("error-rate", { ...facts, value: 0.97, threshold: 0.2, calls: 0 })?.calls).toBeNull();
  });

  it("measures nothing of what is either so or not, and of what could not be measured", () => {
    expect(readMeasure("ip-ban", { ...facts, value: 3 })).toBeNull();
    expect(readMeasure("error-rate", { ...facts, value: null, threshold: 0.2 })).toBeNull();
  });
});

describe("readAffectedCalls", () => {
  it("is nothing when there are none", () => {
    expect(readAffectedCalls({ errors: null, heldCalls: 0, observedCalls: null })).toBeNull();
    expect(readAffectedCalls({ errors: 2, heldCalls: null, observedCalls: 0 })).toEqual({
      errors: 2,
      held: 0,
      observed: 0,
    });
  });
});

describe("chooseAdvice", () => {
  it("has words in every language for every kind, with a code and without", () => {
    for (const kind of RULE_KINDS)
      for (const code of ["ERROR_IP_BANNED", "ERROR_NEVER_SEEN", "", null])
        for (const messages of Object.values(messagesByLocale)) {
          const advice = chooseAdvice(kind, code);
          const words =
            advice.from === "catalogue"
              ? messages.catalogue[advice.key].nextStep
              : messages.notices.advice[advice.kind];
          expect(words, `${kind} ${code}`).toMatch(/\S/);
        }
  });

  it("explains a ban by its code even where the alert names none", () => {
    expect(chooseAdvice("zero-balance", null)).toEqual({ from: "catalogue", key: "ERROR_ZERO_BALANCE" });
    expect(chooseAdvice("error-rate", "ERROR_IP_BANNED")).toEqual({ from: "kind", kind: "error-rate" });
  });
});

describe("foldMiddle", () => {
  const items = Array.from({ length: 100 }, (_, index) => index);

  it("keeps both ends in order and counts what is between", () => {
    const { first, folded, last } = foldMiddle(items, false);
    expect(first[0]).toBe(0);
    expect(last.at(-1)).toBe(99);
    expect(first.length + folded + last.length).toBe(100);
    expect(folded).toBeGreaterThan(0);
  });

  it("keeps everything of a short story, and of one that is wanted whole", () => {
    expect(foldMiddle(items.slice(0, 22), false)).toEqual({ first: items.slice(0, 22), folded: 0, last: [] });
    expect(foldMiddle(items, true).first).toHaveLength(100);
  });
});

describe("bodyOf", () => {
  it("says what the contract asks for, and nothing where it asks for nothing", () => {
    expect(snoozeRequest.parse(bodyOf({ kind: "snooze", minutes: 60, reason: "known" }))).toEqual({
      minutes: 60,
      reason: "known",
    });
    expect(resolveRequest.parse(bodyOf({ kind: "resolve", reason: "mended" }))).toEqual({ reason: "mended" });
    expect(bodyOf({ kind: "acknowledge" })).toBeUndefined();
  });
});
