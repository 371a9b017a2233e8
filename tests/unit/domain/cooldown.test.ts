import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { advanceCooldown, applyBan, type CooldownState } from "@/lib/domain/cooldown";

const NOW_MS = 1_760_000_000_000;
const duration = fc.integer({ min: 0, max: 30 * 86_400_000 });

describe("a cooldown's state", () => {
  it("ends at the latest of all ends that were reported, whatever their order", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(duration, fc.nat(1_000)), { minLength: 1 }), (bans) => {
        let state: CooldownState = { kind: "open" };
        let nowMs = NOW_MS;
        const ends: number[] = [];
        for (const [durationMs, elapsedMs] of bans) {
          nowMs += elapsedMs;
          ends.push(nowMs + durationMs);
          state = applyBan(state, { durationMs }, nowMs);
        }
        expect(state).toEqual({ kind: "cooling", untilMs: Math.max(...ends) });
      }),
    );
  });

  it("stays blocked whatever timed bans follow, and however long one waits", () => {
    fc.assert(
      fc.property(duration, (durationMs) => {
        const blocked: CooldownState = { kind: "blocked" };
        expect(applyBan(blocked, { durationMs }, NOW_MS)).toBe(blocked);
        expect(advanceCooldown(blocked, NOW_MS + durationMs)).toBe(blocked);
      }),
    );
  });

  it("is over at the very instant of its end", () => {
    const cooling: CooldownState = { kind: "cooling", untilMs: NOW_MS };
    expect(advanceCooldown(cooling, NOW_MS - 1)).toBe(cooling);
    expect(advanceCooldown(cooling, NOW_MS)).toEqual({ kind: "open" });
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("refuses the length %d", (durationMs) => {
    expect(() => applyBan({ kind: "open" }, { durationMs }, NOW_MS)).toThrow(RangeError);
  });
});
