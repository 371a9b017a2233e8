import { describe, expect, it } from "vitest";
import { type CooldownKeeper, createCooldownKeeper, type NotedReply } from "@/lib/server/guard/cooldown-keeper";

const NOW_MS = 1_760_000_000_000;
const MINUTE_MS = 60_000;
const HOST = "api.ez-captcha.com";

const refusal = (
  keeper: CooldownKeeper,
  code = "ERROR_IP_BANNED",
  description = "Your IP has been blocked for 10 minutes",
  overrides: Partial<NotedReply> = {},
) =>
  keeper.noteReply({
    error: { code, description },
    atMs: NOW_MS,
    provider: "ez-captcha",
    providerHost: HOST,
    accountId: "a",
    ticket: keeper.ticket("a", HOST),
    isDrill: false,
    ...overrides,
  });

const open = () => createCooldownKeeper([], NOW_MS);

describe("a ban that is reported", () => {
  it("ends when its words say", () => {
    const record = refusal(open());
    expect(record).toMatchObject({ scope: "egress", state: "cooling", untilMs: NOW_MS + 10 * MINUTE_MS, errors: 1 });
  });

  it("lasts as long as the preset says when its words name no time", () => {
    expect(refusal(open(), "ERROR_IP_BANNED", "no")?.untilMs).toBe(NOW_MS + 600_000);
  });

  it("never ends earlier because of a later one, and keeps the words of the one that decides", () => {
    const keeper = open();
    const first = refusal(keeper);
    const atMs = NOW_MS + MINUTE_MS;
    const second = refusal(keeper, "ERROR_IP_BANNED", "blocked for 30 seconds", { atMs });
    expect(second).toEqual({ ...first, lastErrorAtMs: atMs, errors: 2, revision: 2 });
    const third = refusal(keeper, "ERROR_IP_BANNED", "blocked for 30 minutes", { atMs });
    expect(third).toMatchObject({ untilMs: NOW_MS + 31 * MINUTE_MS, description: "blocked for 30 minutes", errors: 3 });
  });

  it("holds every account behind the banned address, and nothing of another provider", () => {
    const keeper = open();
    const record = refusal(keeper);
    expect(keeper.findHold("another", HOST, "getBalance")?.id).toBe(record?.id);
    expect(keeper.findHold("a", "api.yescaptcha.com", "createTask")).toBeNull();
  });

  it("is held on after its end until somebody has found out that it is over", () => {
    const keeper = open();
    refusal(keeper);
    expect(keeper.listDue(NOW_MS + 10 * MINUTE_MS - 1)).toEqual([]);
    expect(keeper.listDue(NOW_MS + 10 * MINUTE_MS)).toHaveLength(1);
    expect(keeper.findHold("a", HOST, "createTask")).not.toBeNull();
  });

  it("of a key waits for a person and concerns that account only", () => {
    const keeper = open();
    const record = refusal(keeper, "ERROR_KEY_BANNED", "Your client key has been banned");
    expect(record).toMatchObject({ scope: "account", state: "blocked", untilMs: null });
    expect(keeper.nextDueAtMs()).toBeNull();
    expect(keeper.findHold("a", HOST, "getTaskResult")).not.toBeNull();
    expect(keeper.findHold("b", HOST, "getTaskResult")).toBeNull();
  });

  it("of a key with an end in its own words is lifted by itself", () => {
    const record = refusal(open(), "ERROR_KEY_BANNED", "Your key is banned for 5 minutes");
    expect(record).toMatchObject({ scope: "account", state: "cooling", untilMs: NOW_MS + 5 * MINUTE_MS });
  });
});

describe("an empty balance", () => {
  it("holds new tasks only, and is looked up after a minute", () => {
    const keeper = open();
    const record = refusal(keeper, "ERROR_ZERO_BALANCE", "Insufficient account balance");
    expect(record).toMatchObject({ scope: "account", state: "empty", nextProbeAtMs: NOW_MS + MINUTE_MS });
    expect(keeper.findHold("a", HOST, "createTask")).not.toBeNull();
    expect(keeper.findHold("a", HOST, "getTaskResult")).toBeNull();
  });
});

describe("a wrong key", () => {
  it("is held after three in a row; one answer in between begins anew", () => {
    const keeper = open();
    const wrong = () => refusal(keeper, "ERROR_KEY_DOES_NOT_EXIST", "client key error");
    expect([wrong(), wrong()]).toEqual([null, null]);
    refusal(keeper, "ERROR_NO_SLOT_AVAILABLE", "try again later");
    expect([wrong(), wrong()]).toEqual([null, null]);
    expect(wrong()).toMatchObject({ state: "blocked", code: "ERROR_KEY_DOES_NOT_EXIST" });
  });

  it("that was replaced meanwhile is not held for replies to the old one", () => {
    const keeper = open();
    const ticket = keeper.ticket("a", HOST);
    keeper.forgetCallsOf("a", NOW_MS);
    expect(refusal(keeper, "ERROR_KEY_BANNED", "banned", { ticket })).toBeNull();
    expect(keeper.findHold("a", HOST, "createTask")).toBeNull();
  });
});

it("holds nothing for an error that is no ban, nor an account whose key is only tried out", () => {
  const keeper = open();
  expect(refusal(keeper, "ERROR_NO_SLOT_AVAILABLE")).toBeNull();
  const tried = { accountId: null, ticket: keeper.ticket(null, HOST) };
  expect(refusal(keeper, "ERROR_KEY_BANNED", "banned", tried)).toBeNull();
  expect(refusal(keeper, undefined, undefined, tried)).toMatchObject({ scope: "egress", accountId: null });
});

it("names the busiest callers, and gathers a key's methods beyond 200", () => {
  const keeper = open();
  const id = refusal(keeper)?.id ?? "";
  const callOf = (method: string) => ({ accountId: "a", proxyKeyId: "key", method });
  for (let caller = 0; caller < 300; caller += 1) keeper.countCall(id, callOf(`method${caller}`), "held");
  keeper.countCall(id, callOf("method7"), "held");
  keeper.countCall(id, callOf("method7"), "observed");
  const record = keeper.find(id);
  expect(record).toMatchObject({ heldCalls: 301, observedCalls: 1 });
  expect(record?.callers.slice(0, 2)).toEqual([
    { accountId: "a", proxyKeyId: "key", method: "(others)", held: 100, observed: 0 },
    { accountId: "a", proxyKeyId: "key", method: "method7", held: 2, observed: 1 },
  ]);
  expect(keeper.takeCounted()).toHaveLength(1);
  expect(keeper.takeCounted()).toEqual([]);
});

it("drops a transition that was overtaken while it was being stored", () => {
  const keeper = open();
  const id = refusal(keeper)?.id ?? "";
  const overtaken = keeper.plan(id, { type: "tick" }, NOW_MS + 10 * MINUTE_MS);
  refusal(keeper, undefined, "blocked for 30 minutes");
  expect(overtaken === null ? "not planned" : keeper.apply(overtaken)).toBeNull();
  expect(keeper.find(id)).toMatchObject({ state: "cooling", untilMs: NOW_MS + 30 * MINUTE_MS });
});
