import { describe, expect, it } from "vitest";
import { prepareGuardNotices } from "@/lib/client/guard/guard-notice";
import { type GuardedAccount, readHoldReach } from "@/lib/client/guard/hold-reach";
import { needsALook, prepareRiskGauges, type RiskSources } from "@/lib/client/guard/risk-gauges";
import { prepareRunaways } from "@/lib/client/guard/runaways";
import type { BanRisk, RunawayCaller } from "@/lib/contracts/guard";
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

const HOST = "api.ez-captcha.com";

const account = (
  name: string,
  guardMode: GuardMode | null,
  archivedAtMs: number | null = null,
  baseUrl: string | null = `https://${HOST}`,
): GuardedAccount => ({ id: `id of ${name}`, name, guardMode, archivedAtMs, baseUrl });

const prepare = (guard: Partial<RiskSources["guard"]>, rest: Partial<RiskSources> = {}) =>
  prepareRiskGauges({
    guard: { mode: "enforce", risks: [risk()], warnings: [], ...guard },
    cooldowns: [],
    accounts: null,
    ...rest,
  });

describe("prepareRiskGauges", () => {
  it("never draws more than the whole gauge", () => {
    const shares = prepare({ risks: [risk({ errors: 75 }), risk({ errors: 900 })] });
    expect(shares.map(({ share }) => share)).toEqual([0.25, 1]);
  });

  it("gives each address its own warnings, and the latest of them", () => {
    const warning = { id: "1", providerName: "EZ-Captcha", errors: 150, limit: 300 };
    const [own, other] = prepare({
      risks: [risk(), risk({ providerHost: "api.other.com" })],
      warnings: [
        { ...warning, atMs: 5, providerHost: "api.ez-captcha.com" },
        { ...warning, atMs: 9, providerHost: "api.ez-captcha.com" },
      ],
    });
    expect(own).toMatchObject({ warnings: 2, warnedAtMs: 9 });
    expect(other).toMatchObject({ warnings: 0, warnedAtMs: null });
  });

  it("is that of a banned address while a ban of this very address runs", () => {
    const ban = { scope: "egress", providerHost: HOST, endedAtMs: null } as const;
    const isBanned = (cooldowns: RiskSources["cooldowns"]) => prepare({}, { cooldowns })[0]?.isBanned;
    expect(isBanned([ban])).toBe(true);
    expect(isBanned([{ ...ban, endedAtMs: 1 }])).toBe(false);
    expect(isBanned([{ ...ban, providerHost: "api.other.com" }])).toBe(false);
    expect(isBanned([{ ...ban, scope: "account" }])).toBe(false);
    expect(isBanned(null)).toBe(false);
  });

  it("speaks of shedding only where the guard enforces for somebody at that address", () => {
    const shedding = (accounts: RiskSources["accounts"]) =>
      prepare({ mode: "observe", risks: [risk({ shedding: "all" })] }, { accounts })[0]?.shedding;
    expect(shedding([account("a", null)])).toBe("none");
    expect(shedding([account("a", null), account("b", "enforce")])).toBe("all");
    expect(shedding(null)).toBe("all");
  });
});

describe("needsALook", () => {
  it.each([
    [{ level: "calm", shedding: "none", isBanned: false }, false],
    [{ level: "elevated", shedding: "none", isBanned: false }, true],
    [{ level: "critical", shedding: "none", isBanned: false }, true],
    [{ level: "calm", shedding: "createTask", isBanned: false }, true],
    [{ level: "critical", shedding: "all", isBanned: true }, false],
  ] as const)("of %o is %s", (gauge, expected) => {
    expect(needsALook(gauge)).toBe(expected);
  });
});

describe("prepareGuardNotices", () => {
  it("says nothing while every account in use is guarded", () => {
    expect(prepareGuardNotices("enforce", [account("a", null), account("old", "off", 1)])).toEqual([]);
    expect(prepareGuardNotices("observe", [account("a", "enforce")])).toEqual([]);
  });

  it("speaks of all accounts at once where it is true for all", () => {
    expect(prepareGuardNotices("observe", [account("a", null), account("b", null)])).toEqual([
      { mode: "observe", whose: "all" },
    ]);
    expect(prepareGuardNotices("enforce", [account("a", "off")])).toEqual([{ mode: "off", whose: "all" }]);
  });

  it("names those that differ, each mode on its own", () => {
    const accounts = [account("a", null), account("b", "observe"), account("c", "off")];
    expect(prepareGuardNotices("enforce", accounts.slice(0, 2))).toEqual([
      { mode: "observe", whose: "these", accounts: ["b"] },
    ]);
    expect(prepareGuardNotices("enforce", accounts)).toEqual([
      { mode: "observe", whose: "these", accounts: ["b"] },
      { mode: "off", whose: "these", accounts: ["c"] },
    ]);
  });

  it("names those that are held where the rule is to hold nothing", () => {
    const accounts = [account("a", null), account("b", null), account("c", "enforce"), account("old", "enforce", 1)];
    expect(prepareGuardNotices("observe", accounts)).toEqual([{ mode: "observe", whose: "all-but", accounts: ["c"] }]);
    expect(prepareGuardNotices("observe", [...accounts, account("d", "off")])).toEqual([
      { mode: "observe", whose: "these", accounts: ["a", "b"] },
      { mode: "off", whose: "these", accounts: ["d"] },
    ]);
  });

  it("claims nothing of accounts that it does not know", () => {
    expect(prepareGuardNotices("off", null)).toEqual([{ mode: "off", whose: "without-own-mode" }]);
    expect(prepareGuardNotices("enforce", null)).toEqual([]);
    expect(prepareGuardNotices("observe", [])).toEqual([{ mode: "observe", whose: "all" }]);
  });
});

describe("readHoldReach", () => {
  const address = { scope: "egress", accountId: "id of a", providerHost: HOST } as const;
  const ofAccount = (name: string) => ({ scope: "account", accountId: `id of ${name}`, providerHost: HOST }) as const;
  const guarding = (mode: GuardMode, ...accounts: GuardedAccount[]) => ({ mode, accounts });

  it("goes by the account's own mode before the installation's", () => {
    const accounts = [account("a", null), account("b", "enforce"), account("c", "off")];
    const read = (mode: GuardMode, name: string) => readHoldReach([ofAccount(name)], guarding(mode, ...accounts));
    expect(read("enforce", "a")).toEqual({ kind: "all" });
    expect(read("observe", "a")).toEqual({ kind: "none" });
    expect(read("observe", "b")).toEqual({ kind: "all" });
    expect(read("enforce", "c")).toEqual({ kind: "none" });
  });

  it("names whose calls go on during an address ban, and only of accounts that call that address", () => {
    const elsewhere = account("elsewhere", "off", null, "https://api.other.com/base");
    const archived = account("archived", "off", 1);
    const read = (...accounts: GuardedAccount[]) =>
      readHoldReach([address], guarding("enforce", elsewhere, archived, ...accounts));
    expect(read(account("a", null))).toEqual({ kind: "all" });
    expect(read(account("a", null), account("b", "observe"))).toEqual({ kind: "some", notHeld: ["b"] });
    expect(read(account("a", "off"), account("b", "observe"))).toEqual({ kind: "none" });
  });

  it("tells addresses apart by their port, and knows the sandbox's by its name", () => {
    const at = (providerHost: string) =>
      readHoldReach(
        [{ ...address, providerHost }],
        guarding("enforce", account("a", null, null, "http://127.0.0.1:81"), account("box", "observe", null, null)),
      );
    expect(at("127.0.0.1:81")).toEqual({ kind: "all" });
    expect(at("127.0.0.1")).toBeNull();
    expect(at("sandbox")).toEqual({ kind: "none" });
  });

  it("claims nothing while the modes are not known, or of an account that is gone", () => {
    expect(readHoldReach([address], null)).toBeNull();
    expect(readHoldReach([ofAccount("gone")], guarding("enforce", account("a", null)))).toBeNull();
    expect(readHoldReach([{ ...ofAccount("a"), accountId: null }], guarding("enforce", account("a", null)))).toBeNull();
  });
});

describe("prepareRunaways", () => {
  const caller = (proxyKey: string, callsPerMinute: number): RunawayCaller => ({
    ...{ accountId: "1", account: "main", proxyKeyId: proxyKey, proxyKey, kind: "no-task-id", taskId: null },
    ...{ callerAddress: null, callsPerMinute, calls: 90, sinceMs: 0, lastMs: 9, answeredHere: true },
  });

  it("tells who stopped from who goes on, and puts these first", () => {
    const shown = prepareRunaways([caller("stopped", 0), caller("slow", 1), caller("busy", 60)]);
    expect(shown.map(({ proxyKey, hasStopped }) => [proxyKey, hasStopped])).toEqual([
      ["slow", false],
      ["busy", false],
      ["stopped", true],
    ]);
  });
});
