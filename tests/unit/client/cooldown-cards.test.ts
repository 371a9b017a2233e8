import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alignToSecond, readServerNow, untilNextSecondMs } from "@/lib/client/clock/server-clock";
import { prepareCooldownCards, readCountdown } from "@/lib/client/cooldowns/cooldown-cards";
import { countRunning } from "@/lib/client/cooldowns/count-running";
import { summariseHeld } from "@/lib/client/cooldowns/held";
import { makeCooldown } from "@/tests/support/make-cooldown";

const NOW_MS = Date.UTC(2026, 0, 15, 12);

const cooldown = (id: string, changes: Parameters<typeof makeCooldown>[0] = {}) =>
  makeCooldown({ id, startedAtMs: NOW_MS, waitingSinceMs: NOW_MS, untilMs: NOW_MS + 600_000, ...changes });

describe("prepareCooldownCards", () => {
  it("puts address bans first, then what waits for a person, then timed bans of accounts, then empty ones, drills last", () => {
    const cards = prepareCooldownCards([
      cooldown("empty", { scope: "account", state: "empty", untilMs: null }),
      cooldown("rehearsed", { isDrill: true }),
      cooldown("timed", { scope: "account", untilMs: NOW_MS + 99 }),
      cooldown("blocked", { scope: "account", state: "blocked", untilMs: null }),
      cooldown("asking", { state: "probing" }),
      cooldown("soon", { untilMs: NOW_MS + 1 }),
      cooldown("late", { untilMs: NOW_MS + 9 }),
    ]);
    expect(cards.map(({ id, kind }) => [id, kind])).toEqual([
      ["late", "cooling"],
      ["soon", "cooling"],
      ["asking", "probing"],
      ["blocked", "blocked"],
      ["timed", "cooling"],
      ["empty", "empty"],
      ["rehearsed", "cooling"],
    ]);
  });

  it("tells a wrong key, which can be replaced, from a banned one", () => {
    const blocked = { state: "blocked", untilMs: null } as const;
    const cards = prepareCooldownCards([
      cooldown("wrong", { ...blocked, code: "ERROR_KEY_DOES_NOT_EXIST" }),
      cooldown("banned", { ...blocked, code: "ERROR_KEY_BANNED" }),
    ]);
    expect(cards.map((card) => card.kind === "blocked" && card.isWrongKey)).toEqual([true, false]);
  });

  it("knows that no balance is asked for while the address itself is banned", () => {
    const empty = cooldown("empty", { scope: "account", state: "empty", untilMs: null });
    const waits = (...others: ReturnType<typeof cooldown>[]) =>
      prepareCooldownCards([empty, ...others]).some((card) => card.kind === "empty" && card.waitsForAddress);
    expect(waits()).toBe(false);
    expect(waits(cooldown("ip"))).toBe(true);
    expect(waits(cooldown("over", { endedAtMs: NOW_MS }))).toBe(false);
    expect(waits(cooldown("elsewhere", { providerHost: "api.other.com" }))).toBe(false);
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

describe("countRunning", () => {
  it("takes neither an account without balance nor a rehearsal for a ban, and nothing that is over for anything", () => {
    const empty = { scope: "account", code: "ERROR_ZERO_BALANCE", untilMs: null } as const;
    const counts = countRunning([
      cooldown("ip"),
      cooldown("key", { scope: "account", state: "blocked", code: "ERROR_KEY_BANNED", untilMs: null }),
      cooldown("asking", { state: "probing" }),
      cooldown("empty", { ...empty, state: "empty" }),
      cooldown("drill", { isDrill: true }),
      cooldown("over", { endedAtMs: NOW_MS }),
      cooldown("drill over", { isDrill: true, endedAtMs: NOW_MS }),
      cooldown("empty over", { ...empty, state: "empty", endedAtMs: NOW_MS }),
    ]);
    expect(counts).toEqual({ bans: 3, emptyAccounts: 1, drills: 1 });
  });
});

describe("readCountdown", () => {
  const card = { waitingSinceMs: NOW_MS, untilMs: NOW_MS + 600_000 };

  it("begins anew with the time that a failed probe added", () => {
    const again = { waitingSinceMs: NOW_MS + 600_000, untilMs: NOW_MS + 1_800_000 };
    expect(readCountdown(again, NOW_MS + 600_000)).toEqual({ remainingMs: 1_200_000, elapsed: 0, isOver: false });
  });

  it("is over at the very instant that it ends", () => {
    expect(readCountdown(card, card.untilMs - 1)).toMatchObject({ remainingMs: 1, isOver: false });
    expect(readCountdown(card, card.untilMs)).toEqual({ remainingMs: 0, elapsed: 1, isOver: true });
  });

  it("knows how much of the time has gone by", () => {
    expect(readCountdown(card, NOW_MS + 150_000)).toMatchObject({ remainingMs: 450_000, elapsed: 0.25 });
  });

  it("stays between nothing and all, whatever the clocks say", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.integer(), (waitingSinceMs, untilMs, nowMs) => {
        const { remainingMs, elapsed } = readCountdown({ waitingSinceMs, untilMs }, nowMs);
        expect(remainingMs).toBeGreaterThanOrEqual(0);
        expect(elapsed).toBeGreaterThanOrEqual(0);
        expect(elapsed).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("what is held", () => {
  const caller = (proxyKey: string | null, held: number, observed = 0, method = "createTask") => ({
    ...{ accountId: "1", account: "main", proxyKeyId: proxyKey, proxyKey, method, held, observed },
  });

  it("names the busiest first and leaves out who has stopped", () => {
    const { callers } = summariseHeld({
      heldCalls: 5,
      observedCalls: 7,
      callers: [caller("a", 2), caller("b", 3), caller("c", 0), caller("d", 0, 7)],
    });
    expect(callers.map(({ proxyKey, calls }) => [proxyKey, calls])).toEqual([
      ["d", 7],
      ["b", 3],
      ["a", 2],
    ]);
  });

  it("tells the calls of one program apart by method, and of the account's own key by account", () => {
    const { callers } = summariseHeld({
      heldCalls: 3,
      observedCalls: 0,
      callers: [caller(null, 1), caller(null, 1, 0, "getTaskResult"), { ...caller(null, 1), accountId: "2" }],
    });
    expect(new Set(callers.map(({ id }) => id)).size).toBe(3);
  });

  it("counts the calls of programs that the list does not name, and never below none", () => {
    expect(summariseHeld({ heldCalls: 10, observedCalls: 2, callers: [caller("a", 4)] }).otherCalls).toBe(8);
    expect(summariseHeld({ heldCalls: 3, observedCalls: 0, callers: [caller("a", 4)] }).otherCalls).toBe(0);
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
