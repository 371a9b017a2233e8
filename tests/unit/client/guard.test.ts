import { describe, expect, it } from "vitest";
import { prepareGuardNotices } from "@/lib/client/guard/guard-notice";
import { needsALook, prepareRiskGauges } from "@/lib/client/guard/risk-gauges";
import type { BanRisk } from "@/lib/contracts/guard";
import type { GuardMode } from "@/lib/domain/guard-mode";

const risk = (changes: Partial<BanRisk> = {}): BanRisk => ({
  providerHost: "api.ez-captcha.com",
  provider: "ez-captcha",
  providerName: "EZ-Captcha",
  errors: 0,
  limit: 300,
  left: 300,
  level: "calm",
  shedding: "none",
  shed: 0,
  leader: null,
  ...changes,
});

const account = (name: string, guardMode: GuardMode | null, archivedAtMs: number | null = null) => ({
  ...{ name, guardMode, archivedAtMs },
});

describe("prepareRiskGauges", () => {
  it("never draws more than the whole gauge", () => {
    const shares = prepareRiskGauges({ risks: [risk({ errors: 75 }), risk({ errors: 900 })], warnings: [] });
    expect(shares.map(({ share }) => share)).toEqual([0.25, 1]);
  });

  it("gives each address its own warnings, and the latest of them", () => {
    const warning = { id: "1", providerName: "EZ-Captcha", errors: 150, limit: 300 };
    const [own, other] = prepareRiskGauges({
      risks: [risk(), risk({ providerHost: "api.other.com" })],
      warnings: [
        { ...warning, atMs: 5, providerHost: "api.ez-captcha.com" },
        { ...warning, atMs: 9, providerHost: "api.ez-captcha.com" },
      ],
    });
    expect(own).toMatchObject({ warnings: 2, warnedAtMs: 9 });
    expect(other).toMatchObject({ warnings: 0, warnedAtMs: null });
  });
});

describe("needsALook", () => {
  it.each([
    [{ level: "calm", shedding: "none" }, false],
    [{ level: "elevated", shedding: "none" }, true],
    [{ level: "critical", shedding: "none" }, true],
    [{ level: "calm", shedding: "createTask" }, true],
  ] as const)("of %o is %s", (changes, expected) => {
    expect(needsALook(risk(changes))).toBe(expected);
  });
});

describe("prepareGuardNotices", () => {
  it("says nothing while every account in use is guarded", () => {
    expect(prepareGuardNotices("enforce", [account("a", null), account("old", "off", 1)])).toEqual([]);
    expect(prepareGuardNotices("observe", [account("a", "enforce")])).toEqual([]);
  });

  it("speaks of all accounts at once where it is true for all", () => {
    expect(prepareGuardNotices("observe", [account("a", null), account("b", null)])).toEqual([
      { mode: "observe", accounts: null },
    ]);
    expect(prepareGuardNotices("enforce", [account("a", "off")])).toEqual([{ mode: "off", accounts: null }]);
  });

  it("names those that differ, each mode on its own", () => {
    const accounts = [account("a", null), account("b", "observe"), account("c", "off")];
    expect(prepareGuardNotices("enforce", accounts)).toEqual([
      { mode: "observe", accounts: ["b"] },
      { mode: "off", accounts: ["c"] },
    ]);
  });

  it("goes by the installation while the accounts are not known, or there are none", () => {
    expect(prepareGuardNotices("off", null)).toEqual([{ mode: "off", accounts: null }]);
    expect(prepareGuardNotices("enforce", null)).toEqual([]);
    expect(prepareGuardNotices("observe", [])).toEqual([{ mode: "observe", accounts: null }]);
  });
});
