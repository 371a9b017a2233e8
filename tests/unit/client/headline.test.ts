import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countRunning } from "@/lib/client/cooldowns/count-running";
import { readFiringAlerts } from "@/lib/client/overview/firing-alerts";
import { type HeadlineSources, prepareHeadline } from "@/lib/client/overview/headline";
import type { Incident } from "@/lib/contracts/incidents";
import { makeIncident } from "./alerts/make-incident";

const NOW_MS = Date.UTC(2026, 0, 15, 12);
const MINUTE_MS = 60_000;

type Cooldown = NonNullable<HeadlineSources["cooldowns"]>[number];
type Account = NonNullable<HeadlineSources["accounts"]>[number];
type Balance = NonNullable<HeadlineSources["balances"]>[number];

const ipBan = (untilMs: number): Cooldown => ({
  scope: "egress",
  state: "cooling",
  code: "ERROR_IP_BANNED",
  isDrill: false,
  account: "main",
  accountId: "id of main",
  providerName: "EZ-Captcha",
  providerHost: "api.ez-captcha.com",
  untilMs,
  endedAtMs: null,
});
const keyBan = (account: string): Cooldown => ({
  ...ipBan(0),
  scope: "account",
  state: "blocked",
  code: "ERROR_KEY_BANNED",
  account,
  accountId: `id of ${account}`,
  untilMs: null,
});
const heldEmpty = (account: string): Cooldown => ({ ...keyBan(account), state: "empty", code: "ERROR_ZERO_BALANCE" });
const balance = (account: string, level: Balance["level"]): Balance => ({
  account,
  level,
  balance: "812",
  unit: "points",
  lookUpFailure: null,
  lowBalance: "100",
  criticalBalance: null,
});
const inUse = (name: string, changes: Partial<Account> = {}): Account => ({
  id: `id of ${name}`,
  name,
  baseUrl: "https://api.ez-captcha.com",
  guardMode: null,
  archivedAtMs: null,
  ...changes,
});
const DEGRADED = { degraded: true, reasons: [{ code: "spool", message: "3 errors wait" }] };

/** An hour with calls that the provider answered, and calls that it did not. */
function lastHour(calls: number, transport: number): NonNullable<HeadlineSources["lastHour"]> {
  return { calls, answeredHere: { held: 0, local: 0, transport } };
}

const CALM = {
  cooldowns: [],
  balances: [balance("main", "ok")],
  health: { degraded: false, reasons: [] },
  accounts: [inUse("main")],
  guardMode: "enforce",
  lastHour: lastHour(40, 0),
  alerts: { firing: null, muted: 0 },
  maintenance: { quiet: null },
} satisfies HeadlineSources;

const read = (sources: Partial<HeadlineSources>) => prepareHeadline({ ...CALM, ...sources }, NOW_MS);

describe("prepareHeadline", () => {
  it("says all clear when every source says so", () => {
    expect(read({})).toEqual({ kind: "clear", tone: "success", href: null, hasThreshold: true });
  });

  it("claims nothing about thresholds when none is set", () => {
    const unwatched = { ...balance("main", "ok"), lowBalance: null };
    expect(read({ balances: [unwatched] })).toMatchObject({ kind: "clear", hasThreshold: false });
    expect(read({ balances: [unwatched, { ...unwatched, criticalBalance: "5" }] })).toMatchObject({
      hasThreshold: true,
    });
  });

  it.each(["cooldowns", "balances", "health", "accounts", "guardMode", "lastHour", "alerts", "maintenance"] as const)(
    "never says all clear without %s",
    (source) => {
      expect(read({ [source]: null }).kind).toBe("unknown");
    },
  );

  it("names the worst first, and the next once that is gone", () => {
    const bans = [keyBan("main"), ipBan(NOW_MS + MINUTE_MS)];
    const levels = (["low", "empty", "critical"] as const).map((level) => balance(level, level));
    const kinds = [
      read({ cooldowns: bans, balances: levels, health: DEGRADED }),
      read({ cooldowns: bans.slice(0, 1), balances: levels, health: DEGRADED }),
      read({ balances: levels, health: DEGRADED }),
      read({ balances: levels.filter(({ level }) => level !== "empty"), health: DEGRADED }),
      read({ balances: [balance("low", "low")], health: DEGRADED }),
      read({ balances: [balance("low", "low")] }),
    ].map(({ kind }) => kind);
    expect(kinds).toEqual(["ip-banned", "key-banned", "balance-empty", "balance-critical", "degraded", "balance-low"]);
  });

  it("puts a provider that does not answer between an empty and a critical balance", () => {
    const silent = lastHour(7, 33);
    expect(read({ lastHour: silent, balances: [balance("a", "empty")] }).kind).toBe("balance-empty");
    expect(read({ lastHour: silent, balances: [balance("a", "critical")], health: DEGRADED })).toEqual({
      kind: "provider-silent",
      tone: "critical",
      href: "/errors?origin=transport&period=1h",
      unanswered: 33,
      calls: 40,
    });
  });

  it.each([
    [6, 6, "provider-silent"],
    [0, 6, "provider-silent"],
    [7, 6, "clear"],
    [0, 5, "clear"],
  ])("with %d answered and %d unanswered calls says %s", (calls, transport, kind) => {
    expect(read({ lastHour: lastHour(calls, transport) }).kind).toBe(kind);
  });

  it("does not call it silence that Banwatch refused calls itself", () => {
    const refused = { calls: 0, answeredHere: { held: 0, local: 100, transport: 0 } };
    expect(read({ lastHour: refused }).kind).toBe("clear");
  });

  it("tells bad news although another source is missing", () => {
    expect(read({ cooldowns: [ipBan(NOW_MS + 1)], health: null, balances: null }).kind).toBe("ip-banned");
  });

  it("names the address ban, whatever else is held, and counts the other bans as the figures do", () => {
    const cooldowns = [
      heldEmpty("poor"),
      keyBan("main"),
      { ...keyBan("play"), code: "ERROR_KEY_DOES_NOT_EXIST" },
      ipBan(NOW_MS + 1),
      { ...ipBan(NOW_MS - 1), state: "probing" as const },
      { ...ipBan(NOW_MS + 1), isDrill: true },
    ];
    const headline = read({ cooldowns });
    expect(headline).toMatchObject({ kind: "ip-banned", providerName: "EZ-Captcha", otherBans: 3, href: "#cooldowns" });
    expect(countRunning(cooldowns).bans).toBe(4);
  });

  it("names the address ban that ends last of several", () => {
    const cooldowns = [
      ipBan(NOW_MS + MINUTE_MS),
      { ...ipBan(NOW_MS + 7 * MINUTE_MS), providerName: "CapSolver" },
      ipBan(NOW_MS + 2 * MINUTE_MS),
    ];
    const untilMs = NOW_MS + 7 * MINUTE_MS;
    expect(read({ cooldowns })).toMatchObject({ kind: "ip-banned", providerName: "CapSolver", untilMs, otherBans: 2 });
  });

  it("says of each account by its own mode whether its calls wait", () => {
    const wrongKey = { ...keyBan("Gamma"), code: "ERROR_KEY_DOES_NOT_EXIST" };
    const accounts = [inUse("main"), inUse("Gamma", { guardMode: "observe" })];
    expect(read({ cooldowns: [wrongKey], accounts })).toMatchObject({ kind: "key-wrong", reach: { kind: "none" } });
    expect(read({ cooldowns: [keyBan("main")], accounts })).toMatchObject({ reach: { kind: "all" } });
    expect(read({ cooldowns: [keyBan("main")], accounts, guardMode: "off" })).toMatchObject({
      reach: { kind: "none" },
    });
    const some = { kind: "some", notHeld: ["Gamma"] };
    expect(read({ cooldowns: [ipBan(NOW_MS + 1)], accounts })).toMatchObject({ reach: some });
    expect(read({ cooldowns: [ipBan(NOW_MS)], accounts })).toMatchObject({ kind: "ban-probing", reach: some });
    const empty = read({ cooldowns: [heldEmpty("main"), heldEmpty("Gamma")], accounts });
    expect(empty).toMatchObject({ kind: "balance-held", reach: some });
  });

  it("claims of nobody that calls wait while the modes are not known", () => {
    expect(read({ cooldowns: [ipBan(NOW_MS + 1)], guardMode: null })).toMatchObject({ kind: "ip-banned", reach: null });
  });

  it("names the account when a timed ban is the account's", () => {
    const cooldowns: Cooldown[] = [{ ...ipBan(NOW_MS + MINUTE_MS), scope: "account" }];
    expect(read({ cooldowns })).toMatchObject({ kind: "account-banned", account: "main" });
  });

  it("does not call it clear at the end of a ban's time, before the provider has answered again", () => {
    const asking = { kind: "ban-probing", tone: "warning", href: "#cooldowns", providerName: "EZ-Captcha" };
    expect(read({ cooldowns: [ipBan(NOW_MS)] })).toMatchObject(asking);
    expect(read({ cooldowns: [{ ...ipBan(NOW_MS - 1), state: "probing" }] })).toMatchObject(asking);
    expect(read({ cooldowns: [ipBan(NOW_MS)], balances: [balance("a", "critical")] }).kind).toBe("balance-critical");
  });

  it("tells a wrong key from a banned one", () => {
    expect(read({ cooldowns: [{ ...keyBan("main"), code: "ERROR_KEY_DOES_NOT_EXIST" }] })).toMatchObject({
      kind: "key-wrong",
      account: "main",
      otherBans: 0,
    });
  });

  it("names an account that is held without balance, rather than its balance", () => {
    const cooldowns = [heldEmpty("a"), heldEmpty("b")];
    expect(read({ cooldowns, balances: [balance("a", "empty")] })).toEqual({
      kind: "balance-held",
      tone: "critical",
      href: "#cooldowns",
      account: "a",
      otherAccounts: 1,
      reach: null,
    });
    expect(read({ cooldowns: [...cooldowns, ipBan(NOW_MS + 1)] }).kind).toBe("ip-banned");
  });

  it("takes a rehearsal for no ban, and says so when there is nothing worse", () => {
    const rehearsed = { ...ipBan(NOW_MS + MINUTE_MS), isDrill: true };
    expect(read({ cooldowns: [rehearsed] })).toEqual({ kind: "drill", tone: "info", href: "#cooldowns" });
    expect(read({ cooldowns: [rehearsed], balances: [balance("a", "low")] }).kind).toBe("balance-low");
    expect(read({ cooldowns: [rehearsed, ipBan(NOW_MS + 1)] }).kind).toBe("ip-banned");
  });

  it("counts a ban no more once a person ended it", () => {
    expect(read({ cooldowns: [{ ...keyBan("main"), endedAtMs: NOW_MS - 1 }] }).kind).toBe("clear");
  });

  it("says how many accounts are as bad as the one it names", () => {
    const balances = [balance("a", "ok"), balance("b", "low"), balance("c", "low")];
    expect(read({ balances })).toMatchObject({ kind: "balance-low", account: "b", otherAccounts: 1, balance: "812" });
  });

  it("does not call it clear when a balance could not be looked up", () => {
    const failed = { ...balance("main", "ok"), lookUpFailure: { code: "X", description: "", atMs: NOW_MS } };
    expect(read({ balances: [failed] })).toMatchObject({ kind: "balance-unread", tone: "warning" });
  });

  it("leads to the setup when no account is in use", () => {
    expect(read({ accounts: [], balances: [] })).toMatchObject({ kind: "no-account", href: "/setup" });
    expect(read({ accounts: [inUse("main", { archivedAtMs: 1 })], balances: [] }).kind).toBe("no-account");
  });

  it("is critical exactly while something runs or runs out", () => {
    const level = fc.constantFrom<Balance["level"]>("ok", "low", "critical", "empty", "unknown");
    const end = fc.option(fc.integer({ min: -5, max: 5 }));
    fc.assert(
      fc.property(fc.array(end, { maxLength: 4 }), fc.array(level, { maxLength: 4 }), (ends, levels) => {
        const cooldowns = ends.map((offset) => (offset === null ? keyBan("main") : ipBan(NOW_MS + offset)));
        const { tone } = read({ cooldowns, balances: levels.map((one) => balance(one, one)) });
        const isBad =
          ends.some((offset) => offset === null || offset > 0) || levels.some((one) => /empty|critical/.test(one));
        expect(tone === "critical").toBe(isBad);
      }),
    );
  });
});

describe("alerts in the headline", () => {
  const COUNTS = { firing: 0, critical: 0, acknowledged: 0, snoozed: 0, muted: 0 };
  const firing = (...incidents: Incident[]) => ({
    firing: readFiringAlerts({ incidents, counts: { ...COUNTS, firing: incidents.length } }),
    muted: 0,
  });
  const warning = makeIncident({ id: "w", severity: "warning" });
  const critical = makeIncident({ id: "c", severity: "critical", kind: "provider-unavailable" });
  const rehearsal = makeIncident({ id: "d", severity: "critical", kind: "ip-ban", facts: { isDrill: true } });

  it("never says all clear while one fires, and leads to it", () => {
    for (const severity of ["critical", "warning", "info"] as const) {
      expect(read({ alerts: firing(makeIncident({ severity })) })).toMatchObject({
        kind: "firing",
        count: 1,
        tone: severity,
        href: "/alerts",
      });
    }
    expect(read({ alerts: { firing: { count: 700, worst: null }, muted: 0 } })).toMatchObject({
      kind: "firing",
      count: 700,
    });
  });

  it("names how many fire and the newest of the worst", () => {
    const newer = makeIncident({ id: "n", severity: "critical", firesSinceMs: 2_000 });
    expect(read({ alerts: firing(warning, critical, newer) })).toMatchObject({ count: 3, worst: { id: "n" } });
  });

  it("names a real one before a worse one of a rehearsal", () => {
    expect(firing(rehearsal, warning).firing?.worst).toBe(warning);
  });

  it("says all clear again for those that somebody has", () => {
    const counts = { ...COUNTS, acknowledged: 1 };
    const acknowledged = makeIncident({ status: "acknowledged", acknowledged: { atMs: 2_000, by: "Ada" } });
    const alerts = { firing: readFiringAlerts({ incidents: [acknowledged], counts }), muted: 0 };
    expect(read({ alerts }).kind).toBe("clear");
  });

  it("never says all clear while one is muted, and counts those", () => {
    expect(read({ alerts: { firing: null, muted: 2 } })).toEqual({
      ...{ kind: "muted", tone: "info", href: "/alerts", count: 2 },
    });
    expect(read({ alerts: { ...firing(warning), muted: 2 } }).kind).toBe("firing");
  });

  it("tells of alerts before what is less bad than they are, and after what is as bad", () => {
    const low = { balances: [balance("main", "low")] };
    expect(read({ ...low, alerts: firing(critical) }).kind).toBe("firing");
    expect(read({ ...low, alerts: firing(warning) }).kind).toBe("balance-low");
    expect(read({ cooldowns: [ipBan(NOW_MS + MINUTE_MS)], alerts: firing(critical) }).kind).toBe("ip-banned");
  });

  it("keeps to the rehearsal while only its own alerts fire", () => {
    const drill = { ...ipBan(NOW_MS + MINUTE_MS), isDrill: true };
    expect(read({ cooldowns: [drill], alerts: firing(rehearsal) }).kind).toBe("drill");
    expect(read({ cooldowns: [drill], alerts: firing(rehearsal, warning) }).kind).toBe("firing");
  });

  it("tells of alerts also while something else is not known", () => {
    expect(read({ health: null, alerts: firing(warning) }).kind).toBe("firing");
  });
});

describe("a maintenance in the headline", () => {
  const quiet = { name: "load test", scope: { accountIds: [], providers: [] }, untilMs: NOW_MS + MINUTE_MS, others: 0 };

  it("stands in the place of all clear, with how many are muted, and leads to it", () => {
    expect(read({ maintenance: { quiet }, alerts: { firing: null, muted: 1 } })).toEqual({
      ...{ kind: "quiet", tone: "info", href: "/alerts/maintenance", muted: 1 },
      ...quiet,
    });
  });

  it("takes the place of nothing that is wrong or not known", () => {
    const cooldowns = [ipBan(NOW_MS + MINUTE_MS)];
    expect(read({ maintenance: { quiet }, cooldowns }).kind).toBe("ip-banned");
    expect(read({ maintenance: { quiet }, balances: [balance("main", "low")] }).kind).toBe("balance-low");
    expect(read({ maintenance: { quiet }, health: null }).kind).toBe("unknown");
  });
});
