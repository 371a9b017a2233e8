import { describe, expect, it } from "vitest";
import { createCooldownKeeper, type ReportedError } from "@/lib/server/guard/cooldown-keeper";

const NOW_MS = 1_760_000_000_000;
const MINUTE_MS = 60_000;

const ban = (overrides: Partial<ReportedError> = {}): ReportedError => ({
  code: "ERROR_IP_BANNED",
  description: "Your IP has been blocked for 10 minutes",
  atMs: NOW_MS,
  provider: "ez-captcha",
  providerHost: "api.ez-captcha.com",
  accountId: "a",
  ...overrides,
});

describe("cooldown timers", () => {
  it("reads the end of an address ban from its words", () => {
    const keeper = createCooldownKeeper([]);
    expect(keeper.noteError(ban())).toMatchObject({ scope: "egress", untilMs: NOW_MS + 10 * MINUTE_MS, errors: 1 });
  });

  it("takes the preset's length when the words name none", () => {
    const keeper = createCooldownKeeper([]);
    expect(keeper.noteError(ban({ description: "no" }))?.untilMs).toBe(NOW_MS + 600_000);
  });

  it("never ends earlier because of a later ban, and keeps the words of the one that decides", () => {
    const keeper = createCooldownKeeper([]);
    const first = keeper.noteError(ban());
    const second = keeper.noteError(ban({ atMs: NOW_MS + MINUTE_MS, description: "blocked for 30 seconds" }));
    expect(second).toEqual({ ...first, lastErrorAtMs: NOW_MS + MINUTE_MS, errors: 2 });
    const third = keeper.noteError(ban({ atMs: NOW_MS + MINUTE_MS, description: "blocked for 30 minutes" }));
    expect(third).toMatchObject({ untilMs: NOW_MS + 31 * MINUTE_MS, description: "blocked for 30 minutes", errors: 3 });
  });

  it("is over at the instant of its end, and a ban after that is a new one", () => {
    const keeper = createCooldownKeeper([]);
    const first = keeper.noteError(ban());
    expect(keeper.listRunning(NOW_MS + 10 * MINUTE_MS - 1)).toHaveLength(1);
    expect(keeper.listRunning(NOW_MS + 10 * MINUTE_MS)).toHaveLength(0);
    const next = keeper.noteError(ban({ atMs: NOW_MS + 10 * MINUTE_MS }));
    expect(next?.id).not.toBe(first?.id);
    expect(next?.errors).toBe(1);
  });

  it("covers every account behind the banned address, and no other provider", () => {
    const keeper = createCooldownKeeper([]);
    keeper.noteError(ban());
    expect(keeper.isCooling("another", "api.ez-captcha.com", NOW_MS)).toBe(true);
    expect(keeper.isCooling("a", "api.yescaptcha.com", NOW_MS)).toBe(false);
  });

  it("waits for a person when a key is banned, and lets only that account wait", () => {
    const keeper = createCooldownKeeper([]);
    const record = keeper.noteError(ban({ code: "ERROR_KEY_BANNED", description: "Your client key has been banned" }));
    expect(record).toMatchObject({ scope: "account", untilMs: null });
    expect(keeper.isCooling("a", "api.ez-captcha.com", NOW_MS + 365 * 86_400_000)).toBe(true);
    expect(keeper.isCooling("b", "api.ez-captcha.com", NOW_MS)).toBe(false);
    if (record !== null) keeper.end({ ...record, endedAtMs: NOW_MS });
    expect(keeper.isCooling("a", "api.ez-captcha.com", NOW_MS)).toBe(false);
  });

  it("goes on after a restart where it was", () => {
    const before = createCooldownKeeper([]);
    const record = before.noteError(ban());
    if (record === null) throw new Error("no cooldown was opened");
    const after = createCooldownKeeper([record]);
    expect(after.listRunning(NOW_MS + MINUTE_MS)).toEqual([record]);
    expect(after.noteError(ban({ atMs: NOW_MS + MINUTE_MS, description: "1 minute" }))).toMatchObject({
      id: record.id,
      untilMs: record.untilMs,
      errors: 2,
    });
  });

  it("opens nothing for an error that is no ban, nor for a key that is only tried out", () => {
    const keeper = createCooldownKeeper([]);
    expect(keeper.noteError(ban({ code: "ERROR_ZERO_BALANCE" }))).toBeNull();
    expect(keeper.noteError(ban({ code: "ERROR_KEY_BANNED", accountId: null }))).toBeNull();
    expect(keeper.noteError(ban({ accountId: null }))).toMatchObject({ scope: "egress", accountId: null });
  });
});
