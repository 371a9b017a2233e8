import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { banKindOf } from "@/lib/client/cooldowns/ban-kind";
import { prepareTimeline } from "@/lib/client/cooldowns/prepare-timeline";
import type { Cooldown } from "@/lib/contracts/cooldowns";
import { makeCooldown } from "@/tests/support/make-cooldown";

const FROM_MS = 1_000;
const TO_MS = 2_000;
const NOW_MS = 1_900;

const ban = (id: string, startedAtMs: number, endedAtMs: number | null, changes: Partial<Cooldown> = {}) =>
  makeCooldown({ id, startedAtMs, endedAtMs, ...changes });

const prepare = (cooldowns: Cooldown[], minWidth = 0) =>
  prepareTimeline({ serverNowMs: NOW_MS, fromMs: FROM_MS, toMs: TO_MS, cooldowns }, minWidth);

const barsOf = (cooldowns: Cooldown[], minWidth = 0) => prepare(cooldowns, minWidth).lanes[0]?.bars ?? [];

describe("prepareTimeline", () => {
  it("has one lane for each scope: an address, and every account", () => {
    const account = { scope: "account", state: "blocked" } as const;
    const { lanes } = prepare([
      ban("a", 1_100, 1_200),
      ban("b", 1_300, 1_400, { accountId: "2", account: "play" }),
      ban("c", 1_500, 1_600, { ...account, accountId: "1" }),
      ban("d", 1_500, 1_600, { ...account, accountId: "2", account: "play" }),
      ban("e", 1_500, 1_600, { providerHost: "api.other.com" }),
    ]);
    expect(lanes.map(({ bars }) => bars.map(({ id }) => id)).sort()).toEqual([["a", "b"], ["c"], ["d"], ["e"]]);
    expect(lanes.find(({ bars }) => bars[0]?.id === "a")?.account).toBeNull();
  });

  it("puts lanes where something runs first, then those with the latest ban", () => {
    const { lanes } = prepare([
      ban("old", 1_100, 1_200, { providerHost: "old" }),
      ban("new", 1_500, 1_600, { providerHost: "new" }),
      ban("runs", 1_050, null, { providerHost: "runs" }),
    ]);
    expect(lanes.map(({ providerHost, isRunning }) => [providerHost, isRunning])).toEqual([
      ["runs", true],
      ["new", false],
      ["old", false],
    ]);
  });

  it("clips what reaches over the edges, and leaves out what lies beyond them", () => {
    expect(
      barsOf([ban("before", 0, 999), ban("into", 500, 1_250), ban("out", 1_750, 2_500), ban("after", 2_000, 2_100)]),
    ).toMatchObject([
      { id: "into", start: 0, end: 0.25 },
      { id: "out", start: 0.75, end: 1 },
    ]);
  });

  it("leaves a running ban open at the right edge", () => {
    expect(barsOf([ban("a", 1_500, null, { untilMs: 1_950 })])[0]).toMatchObject({
      start: 0.5,
      end: 1,
      parts: [{ isOpen: true, end: 1 }],
    });
  });

  it("widens what could not be hit around its middle, and keeps it inside", () => {
    const [edge, middle, last] = barsOf([ban("a", 1_000, 1_001), ban("b", 1_500, 1_502), ban("c", 1_999, 2_000)], 0.1);
    expect(edge).toMatchObject({ start: 0, end: 0.1 });
    expect(middle?.start).toBeCloseTo(0.451);
    expect(middle?.end).toBeCloseTo(0.551);
    expect(last?.start).toBeCloseTo(0.9);
    expect(last?.end).toBe(1);
  });

  it("joins what lies too close together, and still draws each ban where it was", () => {
    const [first, second, ...rest] = barsOf(
      [ban("a", 1_100, 1_110), ban("b", 1_130, 1_140), ban("c", 1_500, 1_510)],
      0.1,
    );
    expect(rest).toEqual([]);
    expect(first).toMatchObject({ id: "b", parts: [{ start: 0.1 }, { start: 0.13 }] });
    expect(first?.cooldowns.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(second).toMatchObject({ id: "c" });
  });

  it("says where now is, and nothing when it lies outside", () => {
    expect(prepare([]).now).toBe(0.9);
    expect(prepareTimeline({ serverNowMs: 5_000, fromMs: FROM_MS, toMs: TO_MS, cooldowns: [] }, 0).now).toBeNull();
  });

  it("refuses a period without length", () => {
    expect(() => prepareTimeline({ serverNowMs: 0, fromMs: 5, toMs: 5, cooldowns: [] }, 0)).toThrow(RangeError);
  });

  it("never overlaps bars, never loses a ban, and gives each bar its width, whatever there is", () => {
    const instant = fc.integer({ min: 500, max: 2_500 });
    const anyBan = fc.tuple(instant, fc.option(fc.integer({ min: 0, max: 800 })), fc.constantFrom("x", "y"));
    fc.assert(
      fc.property(fc.array(anyBan, { maxLength: 40 }), fc.double({ min: 0, max: 1, noNaN: true }), (bans, minWidth) => {
        const cooldowns = bans.map(([startMs, lengthMs, providerHost], index) =>
          ban(String(index), startMs, lengthMs === null ? null : startMs + lengthMs, { providerHost }),
        );
        const { lanes } = prepare(cooldowns, minWidth);
        const inSight = cooldowns.filter(
          ({ startedAtMs, endedAtMs }) => startedAtMs < TO_MS && (endedAtMs ?? TO_MS) >= FROM_MS,
        );
        const drawn = lanes.flatMap(({ bars }) => bars.flatMap((bar) => bar.cooldowns.map(({ id }) => id)));
        expect(drawn.sort()).toEqual(inSight.map(({ id }) => id).sort());
        for (const { bars } of lanes) {
          for (const [index, { start, end }] of bars.entries()) {
            expect(start).toBeGreaterThanOrEqual(bars[index - 1]?.end ?? 0);
            expect(end).toBeLessThanOrEqual(1 + 1e-9);
            expect(end - start).toBeGreaterThanOrEqual(minWidth - 1e-9);
          }
        }
      }),
    );
  });
});

describe("banKindOf", () => {
  it.each([
    [{ scope: "egress", state: "cooling", code: "ERROR_IP_BANNED" }, "address"],
    [{ scope: "account", state: "blocked", code: "ERROR_KEY_BANNED" }, "key"],
    [{ scope: "account", state: "cooling", code: "ERROR_ACCOUNT_BANNED" }, "key"],
    [{ scope: "account", state: "empty", code: "ERROR_ZERO_BALANCE" }, "balance"],
    [{ scope: "account", state: "probing", code: "ERROR_ZERO_BALANCE" }, "balance"],
  ] as const)("calls %o %s", (cooldown, kind) => {
    expect(banKindOf(cooldown)).toBe(kind);
  });
});
