import { describe, expect, it } from "vitest";
import { createReplay, type Firing } from "@/lib/server/alerts/backtest/replay";

const MINUTE_MS = 60_000;

const replayOf = (forMinutes: number, clearForMinutes: number) => {
  const firings: Firing[] = [];
  const timing = { forMs: forMinutes * MINUTE_MS, clearForMs: clearForMinutes * MINUTE_MS, noDataEndMs: null };
  const replay = createReplay({ subject: "main", side: "above", timing, onFiring: (firing) => firings.push(firing) });
  const push = (minute: number, kind: "breach" | "between" | "clear" | "no-data", value: number | null = null) =>
    replay.push(minute * MINUTE_MS, { kind }, value);
  return { firings, push, finish: (minute: number) => replay.finish(minute * MINUTE_MS) };
};

describe("a replay", () => {
  it("fires at the very instant at which it was so for long enough, not at the next reading", () => {
    const { firings, push, finish } = replayOf(5, 0);
    push(0, "breach", 0.5);
    push(60, "clear", 0.1);
    finish(100);
    expect(firings).toEqual([{ subject: "main", fromMs: 5 * MINUTE_MS, toMs: 60 * MINUTE_MS, peak: 0.5 }]);
  });

  it("does not fire for what was over before that", () => {
    const { firings, push, finish } = replayOf(5, 0);
    push(0, "breach");
    push(4, "clear");
    push(10, "breach");
    push(13, "no-data");
    finish(100);
    expect(firings).toEqual([]);
  });

  it("is over once it was fine for long enough, and keeps the worst value of the time in between", () => {
    const { firings, push, finish } = replayOf(0, 10);
    push(0, "breach", 0.3);
    push(1, "breach", 0.9);
    push(2, "clear", 0.1);
    push(8, "breach", 0.4);
    push(9, "clear", 0);
    push(60, "clear", 0);
    finish(100);
    expect(firings).toEqual([{ subject: "main", fromMs: 0, toMs: 19 * MINUTE_MS, peak: 0.9 }]);
  });

  it("counts what comes back within minutes as one, and what comes later as another", () => {
    const { firings, push, finish } = replayOf(0, 0);
    push(0, "breach");
    push(1, "clear");
    push(3, "breach");
    push(4, "clear");
    push(30, "breach");
    push(31, "clear");
    finish(100);
    expect(firings.map(({ fromMs, toMs }) => [fromMs / MINUTE_MS, (toMs ?? 0) / MINUTE_MS])).toEqual([
      [0, 4],
      [30, 31],
    ]);
  });

  it("says of what is not over that it would be firing now, also when it only just became due", () => {
    const { firings, push, finish } = replayOf(5, 0);
    push(0, "breach", 1);
    finish(5);
    expect(firings).toEqual([{ subject: "main", fromMs: 5 * MINUTE_MS, toMs: null, peak: 1 }]);
  });
});
