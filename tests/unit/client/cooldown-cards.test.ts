import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alignToSecond, readServerNow, untilNextSecondMs } from "@/lib/client/clock/server-clock";
import { prepareCooldownCards, readCountdown } from "@/lib/client/cooldowns/cooldown-cards";
import type { Cooldown } from "@/lib/contracts/cooldowns";

const NOW_MS = Date.UTC(2026, 0, 15, 12);

const cooldown = (id: string, changes: Partial<Cooldown> = {}): Cooldown => ({
  id,
  scope: "egress",
  code: "ERROR_IP_BANNED",
  description: "Your IP has been blocked for 10 minutes",
  provider: "ez-captcha",
  providerName: "EZ-Captcha",
  providerHost: "api.ez-captcha.com",
  account: "main",
  accountId: "1",
  startedAtMs: NOW_MS,
  untilMs: NOW_MS + 600_000,
  endedAtMs: null,
  lastErrorAtMs: NOW_MS,
  errors: 1,
  ...changes,
});

describe("prepareCooldownCards", () => {
  it("puts what waits for a person first, then the latest end", () => {
    const cards = prepareCooldownCards([
      cooldown("soon", { untilMs: NOW_MS + 1 }),
      cooldown("late", { untilMs: NOW_MS + 9 }),
      cooldown("blocked", { untilMs: null }),
    ]);
    expect(cards.map(({ id, kind }) => [id, kind])).toEqual([
      ["blocked", "blocked"],
      ["late", "timed"],
      ["soon", "timed"],
    ]);
  });

  it("leaves out what has ended", () => {
    expect(prepareCooldownCards([cooldown("over", { endedAtMs: NOW_MS })])).toEqual([]);
  });

  it("keeps the card until the server says that the ban is gone, so that it can say that the time is over", () => {
    expect(prepareCooldownCards([cooldown("just over", { untilMs: 0 })])).toHaveLength(1);
  });

  it("keeps the provider's words as they came, but for the space around them", () => {
    expect(prepareCooldownCards([cooldown("a", { description: "  您的IP已被封禁 10 分钟 " })])[0]?.description).toBe(
      "您的IP已被封禁 10 分钟",
    );
  });
});

describe("readCountdown", () => {
  const card = { startedAtMs: NOW_MS, untilMs: NOW_MS + 600_000 };

  it("is over at the very instant that it ends", () => {
    expect(readCountdown(card, card.untilMs - 1)).toMatchObject({ remainingMs: 1, isOver: false });
    expect(readCountdown(card, card.untilMs)).toEqual({ remainingMs: 0, elapsed: 1, isOver: true });
  });

  it("knows how much of the time has gone by", () => {
    expect(readCountdown(card, NOW_MS + 150_000)).toMatchObject({ remainingMs: 450_000, elapsed: 0.25 });
  });

  it("stays between nothing and all, whatever the clocks say", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.integer(), (startedAtMs, untilMs, nowMs) => {
        const { remainingMs, elapsed } = readCountdown({ startedAtMs, untilMs }, nowMs);
        expect(remainingMs).toBeGreaterThanOrEqual(0);
        expect(elapsed).toBeGreaterThanOrEqual(0);
        expect(elapsed).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("the server's clock", () => {
  const clock = { serverNowMs: NOW_MS, receivedAtMs: 5_000 };

  it("goes on with the monotonic time since its reading, and never back", () => {
    expect(readServerNow(clock, 7_500)).toBe(NOW_MS + 2_500);
    expect(readServerNow(clock, 4_000)).toBe(NOW_MS);
  });

  it("ticks at whole seconds before the end, never early", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e13 }), fc.integer({ min: 0, max: 1e13 }), (nowMs, phaseMs) => {
        const aligned = alignToSecond(nowMs, phaseMs);
        expect(Math.abs((phaseMs - aligned) % 1_000)).toBe(0);
        expect(nowMs - aligned).toBeGreaterThanOrEqual(0);
        expect(nowMs - aligned).toBeLessThan(1_000);

        const waitMs = untilNextSecondMs(nowMs, phaseMs);
        expect(waitMs).toBeGreaterThan(0);
        expect(alignToSecond(nowMs + waitMs, phaseMs)).toBe(aligned + 1_000);
        expect(alignToSecond(nowMs + waitMs - 1, phaseMs)).toBe(aligned);
      }),
    );
  });
});
