import { describe, expect, it } from "vitest";
import { NOTICE_EVENTS } from "@/lib/contracts/alert-notice";
import { RULE_KINDS, type RuleKind } from "@/lib/domain/alert-rules/kinds";
import { LOCALES } from "@/lib/domain/locales";
import { createComposeMessage, type MessageParts } from "@/lib/server/alerts/message/compose-message";
import { makeNotice, NOTICE_SINCE_MS } from "../../../support/make-notice";

const NOW_MS = NOTICE_SINCE_MS + 168_000;
const BUILT_IN = { title: null, text: null };
const compose = createComposeMessage({ origin: "https://ban.example" });

const say = (notices: MessageParts["notices"], more: Partial<MessageParts> = {}) =>
  compose({
    dedupKey: "d1",
    notices,
    moreNotices: 0,
    channel: { locale: "en", templates: BUILT_IN },
    createdAtMs: NOTICE_SINCE_MS,
    nowMs: NOW_MS,
    ...more,
  });

const urlsOf = (message: ReturnType<typeof say>) => message.links.map(({ kind, url }) => [kind, url]);

describe.each(LOCALES)("a message in %s", (locale) => {
  const all = RULE_KINDS.flatMap((kind) => NOTICE_EVENTS.map((event) => [kind, event] as const));

  it.each(all)("of %s, %s has words for everything, and a title of one line", (kind, event) => {
    const message = say([makeNotice(kind, { event })], { channel: { locale, templates: BUILT_IN } });
    const words = [message.title, message.text, ...message.facts.flatMap(({ name, value }) => [name, value])];
    // A message that is missing shows as its key; an argument that is missing stays in its braces.
    for (const text of words) expect(text).not.toMatch(/notices\.|catalogue\.|[{}]|undefined|NaN|null/);
    expect(message.title.length).toBeLessThanOrEqual(100);
    expect(message.title).not.toContain("\n");
    expect(message.text).not.toBe("");
    expect(message.event).toBe(event);
  });
});

describe("a ban that has just begun", () => {
  const message = say([makeNotice("ip-ban")]);

  it("says in one glance which provider, since when, until when, and what to do", () => {
    expect(message.title).toBe("Our address is banned at api.ez-captcha.com");
    const [what, when, held, advice] = message.text.split("\n");
    expect(what).toBe("EZ-Captcha refuses all calls from our address.");
    expect(when).toBe("Since 2026-11-22 23:36:00 UTC, until 23:46:00 UTC: 7 min 12 s left.");
    expect(held).toBe("128 calls held since then.");
    expect(advice).toMatch(/^Let the timer run out and send nothing meanwhile/);
  });

  it("has what, where, since when, how long still and how many calls as facts", () => {
    expect(Object.fromEntries(message.facts.map(({ name, value }) => [name, value]))).toEqual({
      Provider: "EZ-Captcha (api.ez-captcha.com)",
      Code: "ERROR_IP_BANNED",
      Since: "2026-11-22 23:36:00 UTC",
      Until: "2026-11-22 23:46:00 UTC",
      Left: "7 min 12 s",
      "Calls held": "128",
      Rule: "my rule",
      Incident: "#12",
      Severity: "Critical",
    });
  });

  it("leads to its acknowledgement, its incident and its report", () => {
    expect(urlsOf(message)).toEqual([
      ["acknowledge", "https://ban.example/alerts/i1?do=acknowledge"],
      ["incident", "https://ban.example/alerts/i1"],
      ["report", "https://ban.example/cooldowns/cd1"],
    ]);
  });

  it("is the delivery's own at every attempt, and tells the time of the attempt", () => {
    const later = say([makeNotice("ip-ban")], { nowMs: NOW_MS + 60_000 });
    expect([later.dedupKey, later.atMs]).toEqual(["d1", NOTICE_SINCE_MS]);
    expect(later.text).toContain("6 min 12 s left");
  });
});

it("says that a ban which should be over is being asked about, instead of counting below zero", () => {
  const { text, facts } = say([makeNotice("ip-ban")], { nowMs: NOTICE_SINCE_MS + 660_000 });
  expect(text).toContain("It should have been over at 23:46:00 UTC: Banwatch is asking EZ-Captcha");
  expect(facts.map(({ name }) => name)).not.toContain("Left");
});

it("says the date of an end that is on another day", () => {
  const untilMs = NOTICE_SINCE_MS + 3_600_000;
  expect(say([makeNotice("ip-ban", { facts: { untilMs } })]).text).toContain("until 2026-11-23 00:36:00 UTC: 57 min");
});

it.each<[RuleKind, RegExp]>([
  ["key-ban", /It does not end by itself\.\n.*write to the provider's support/],
  ["zero-balance", /until the account is topped up\.\nTop the account up/],
  ["low-balance", /has 4200 points left, below 5,000 points/],
  ["time-to-empty", /is empty in 5 h 30 min/],
  ["error-rate", /28\.8% of the calls of the account main at EZ-Captcha ended in an error: 61 of 212\./],
  ["no-traffic", /for 3 h 5 min/],
  ["deliveries-late", /Alerts to the channel ops have waited for 12 min/],
  ["recording-late", /3 min late/],
])("gives the numbers of %s in their unit", (kind, words) => {
  expect(say([makeNotice(kind)]).text).toMatch(words);
});

it("counts the errors of a ban beside no calls, which nobody numbers", () => {
  const { facts } = say([makeNotice("ip-ban", { facts: { calls: 0, errors: 1 } })]);
  expect(facts).toContainEqual({ name: "Errors", value: "1" });
});

it("says that calls went on where the guard only observes", () => {
  const { text } = say([makeNotice("ip-ban", { facts: { heldCalls: null, observedCalls: 1 } })]);
  expect(text).toContain("1 call went on all the same since then: the guard only observes.");
  expect(text).not.toContain("held");
});

it("says what to do about a code by the catalogue, also where a provider calls a ban by another name", () => {
  const lastLine = (message: ReturnType<typeof say>) => message.text.split("\n").at(-1);
  const known = lastLine(say([makeNotice("ip-ban")]));
  expect(lastLine(say([makeNotice("ip-ban", { facts: { code: "ERROR_IP_BLOCKED" } })]))).toBe(known);
  expect(lastLine(say([makeNotice("new-code", { facts: { code: "constructor" } })]))).toMatch(
    /^Read the provider's own/,
  );
});

describe("what follows a message", () => {
  it("says that nobody has acknowledged, and for how long", () => {
    const { title, text } = say([makeNotice("ip-ban", { event: "escalation", atMs: NOTICE_SINCE_MS + 900_000 })]);
    expect(title).toMatch(/^Nobody has acknowledged: /);
    expect(text).toMatch(/^Nobody has acknowledged this for 15 min\./);
  });

  it("says when it was over and how long it lasted, and asks for no acknowledgement", () => {
    const message = say([makeNotice("ip-ban", { event: "resolved" })]);
    expect(message.title).toBe("Resolved: Our address is no longer banned at api.ez-captcha.com");
    expect(message.text).toBe("Over since 2026-11-22 23:46:00 UTC, after 10 min.");
    expect(urlsOf(message).map(([kind]) => kind)).toEqual(["incident", "report"]);
  });

  it("says from when to when of what came and went before it was sent", () => {
    const { text } = say([makeNotice("ip-ban", { event: "resolved", changes: 2 })]);
    expect(text).toBe(
      "It came and went before this message was sent: from 2026-11-22 23:36:00 UTC to 23:46:00 UTC, 10 min.",
    );
  });

  it("never says that a ban is over because a person closed the incident", () => {
    const { title, text } = say([
      makeNotice("key-ban", { event: "resolved", resolvedHow: "person", resolvedBy: "Ann" }),
    ]);
    expect(title).toBe("Closed: Account main is banned");
    expect(text).toBe("Closed by Ann at 2026-11-22 23:46:00 UTC, after 10 min.");
  });
});

it("calls nothing over in the facts of what a person closed while it runs", () => {
  const closed = { event: "resolved", resolvedHow: "person", resolvedBy: "Mia" } as const;
  const names = say([makeNotice("ip-ban", closed)]).facts.map(({ name }) => name);
  expect(names).toContain("Until");
  expect(names).not.toContain("Over since");
});

it("marks a drill in the title and says so first", () => {
  const message = say([makeNotice("ip-ban", { facts: { isDrill: true } })]);
  expect(message).toMatchObject({ isDrill: true, title: expect.stringMatching(/^\[Drill\] Our address/) });
  expect(message.text).toMatch(/^This is a drill/);
});

it("says of a test that nothing has happened, and tells of no ban", () => {
  const { title, text, facts } = say([makeNotice("ip-ban", { event: "test" })]);
  expect(title).toBe("Test message from Banwatch");
  expect([title, text].join()).not.toMatch(/banned|ez-captcha/);
  expect(facts).toEqual([]);
});

describe("a message about several incidents", () => {
  const accounts = Array.from({ length: 12 }, (_, index) =>
    makeNotice("key-ban", {
      incidentId: `i${index}`,
      facts: { subject: { kind: "account", id: `a${index}`, name: `account ${index}` }, account: `account ${index}` },
    }),
  );

  it("names the first ten and counts the others", () => {
    const message = say(accounts);
    expect(message.title).toBe("12 accounts banned at api.ez-captcha.com");
    expect(message.text.match(/^• account \d: since 2026-11-22 23:36:00 UTC$/gm)).toHaveLength(10);
    expect(message.text).toContain("\nand 2 more\n");
    expect(urlsOf(message)).toEqual([["incident", "https://ban.example/alerts"]]);
  });

  it("counts those that it was not given as well", () => {
    const message = say(accounts.slice(0, 2), { moreNotices: 998 });
    expect(message.title).toBe("1,000 accounts banned at api.ez-captcha.com");
    expect(message.text).toContain("and 998 more");
  });

  it("says both of some that go on and some that are over, the open ones first", () => {
    const over = makeNotice("key-ban", { event: "resolved", severity: "info" });
    const message = say([over, ...accounts.slice(0, 2)]);
    expect(message.title).toBe("3 accounts banned at api.ez-captcha.com: 2 open, 1 resolved");
    expect(message.text.split("\n").slice(0, 3)).toEqual([
      "• account 0: since 2026-11-22 23:36:00 UTC",
      "• account 1: since 2026-11-22 23:36:00 UTC",
      "• main: over, from 2026-11-22 23:36:00 UTC to 23:46:00 UTC",
    ]);
    expect(message).toMatchObject({ event: "firing", severity: "critical" });
  });

  it("is resolved when all of them are, and then advises nothing", () => {
    const message = say(accounts.slice(0, 2).map((notice) => ({ ...notice, event: "resolved" as const })));
    expect(message.title).toBe("Resolved: 2 accounts banned at api.ez-captcha.com");
    expect(message.text).not.toContain("support");
  });

  it("names no provider where there are several", () => {
    const other = makeNotice("key-ban", { facts: { providerHost: "other.example" } });
    expect(say([...accounts.slice(0, 1), other]).title).toBe("2 accounts banned");
  });
});

it("lets no name break a line, turn the writing direction, or grow without end", () => {
  const name = `evil\r\nBcc: x@example.org\u202e${"x".repeat(5_000)}`;
  const facts = { account: name, code: name, description: name, providerName: name, providerHost: name };
  const message = say([makeNotice("key-ban", { rule: name, facts })]);
  const texts = [message.title, ...message.facts.map(({ value }) => value)];
  for (const text of texts) {
    expect(text).not.toMatch(/[\r\n\u202e]/);
    expect(text.length).toBeLessThanOrEqual(200);
  }
  expect(message.text.split("\n")).not.toContainEqual(expect.stringMatching(/^Bcc/));
  expect(message.text.length).toBeLessThan(1_500);
});

it("never asks for an address of another kind than its own pages", () => {
  const { links } = say([makeNotice("ip-ban", { incidentId: "../?x=#", facts: { cooldownId: "a/../../b" } })]);
  expect(links.map(({ url }) => url)).toEqual([
    "https://ban.example/alerts/..%2F%3Fx%3D%23?do=acknowledge",
    "https://ban.example/alerts/..%2F%3Fx%3D%23",
    "https://ban.example/cooldowns/a%2F..%2F..%2Fb",
  ]);
});

describe("the time zone of messages", () => {
  const inZone = (timeZone: string, sinceMs: number, untilMs: number) =>
    createComposeMessage({ origin: "https://ban.example", timeZone: () => timeZone })({
      ...{ dedupKey: "d1", moreNotices: 0, createdAtMs: sinceMs, nowMs: sinceMs },
      notices: [makeNotice("ip-ban", { sinceMs, facts: { untilMs } })],
      channel: { locale: "en", templates: { title: null, text: "{{ since }} – {{ until }}" } },
    }).text;
  const HOUR_MS = 3_600_000;
  const atMs = NOTICE_SINCE_MS + 7_000;

  it.each([
    ["UTC", "2026-11-22 23:36:07 UTC – 2026-11-23 00:36:07 UTC"],
    ["Asia/Shanghai", "2026-11-23 07:36:07 UTC+8 – 2026-11-23 08:36:07 UTC+8"],
    ["America/New_York", "2026-11-22 18:36:07 UTC-5 – 2026-11-22 19:36:07 UTC-5"],
    ["Asia/Kolkata", "2026-11-23 05:06:07 UTC+5:30 – 2026-11-23 06:06:07 UTC+5:30"],
    ["Europe/London", "2026-11-22 23:36:07 UTC – 2026-11-23 00:36:07 UTC"],
  ])("is that of %s, said beside every instant", (timeZone, text) => {
    expect(inZone(timeZone, atMs, atMs + HOUR_MS)).toBe(text);
  });

  it("is UTC where this runtime does not know the one that is set: a message with other clocks is better than none", () => {
    expect(inZone("Europe/Nowhere", atMs, atMs + HOUR_MS)).toBe("2026-11-22 23:36:07 UTC – 2026-11-23 00:36:07 UTC");
  });

  it("tells apart the hour that comes twice", () => {
    const beforeMs = Date.UTC(2026, 9, 25, 0, 30);
    expect(inZone("Europe/Berlin", beforeMs, beforeMs + HOUR_MS)).toBe(
      "2026-10-25 02:30:00 UTC+2 – 2026-10-25 02:30:00 UTC+1",
    );
  });

  it("decides which day it is", () => {
    const message = createComposeMessage({ origin: "https://ban.example", timeZone: () => "Asia/Shanghai" })({
      ...{ dedupKey: "d1", moreNotices: 0, createdAtMs: atMs, nowMs: atMs },
      notices: [makeNotice("ip-ban", { sinceMs: atMs, facts: { untilMs: atMs + HOUR_MS } })],
      channel: { locale: "zh-CN", templates: BUILT_IN },
    });
    expect(message.text).toContain("自 2026-11-23 07:36:07 UTC+8 起，至 08:36:07 UTC+8 止");
  });
});
