import { describe, expect, it } from "vitest";
import { freshUntilMs, prepareDrillSteps, readDrillOutcome } from "@/lib/client/drill/drill-progress";
import type { Drill } from "@/lib/contracts/drill";

const NOW_MS = 1_800_000_000_000;
const RUNNING: Drill = {
  startedAtMs: NOW_MS,
  startedBy: "Mia",
  account: "rehearsals",
  step: "calling-on",
  stepSinceMs: NOW_MS + 15_000,
  reached: "calling-on",
  errors: 61,
  held: 7,
  cooldownId: "c1",
  endedAtMs: null,
  problem: null,
};

const statesOf = (drill: Drill) => prepareDrillSteps(drill).map(({ state }) => state);

describe("a rehearsal's steps", () => {
  it("are done up to the present one, and count what happened in them", () => {
    expect(prepareDrillSteps(RUNNING)).toEqual([
      { step: "errors", state: "done", count: 61 },
      { step: "banned", state: "done", count: null },
      { step: "calling-on", state: "current", count: 7 },
      { step: "recovering", state: "ahead", count: null },
    ]);
  });

  it("are all done at its end", () => {
    const done: Drill = { ...RUNNING, step: "done", reached: "recovering", endedAtMs: NOW_MS + 40_000 };
    expect(statesOf(done)).toEqual(["done", "done", "done", "done"]);
    expect(readDrillOutcome(done)).toEqual({ kind: "done" });
  });

  it.each(["stopped", "failed"] as const)("show where it ended when it was %s", (step) => {
    expect(statesOf({ ...RUNNING, step, endedAtMs: NOW_MS + 20_000 })).toEqual(["done", "done", "broken", "ahead"]);
  });

  it("say what kept it from its end, and that nothing was held where nothing was", () => {
    expect(readDrillOutcome(RUNNING)).toEqual({ kind: "running" });
    expect(readDrillOutcome({ ...RUNNING, step: "stopped" })).toEqual({ kind: "stopped" });
    expect(readDrillOutcome({ ...RUNNING, step: "done", problem: "not-held" })).toEqual({ kind: "not-held" });
    expect(readDrillOutcome({ ...RUNNING, step: "failed", problem: "not-over" })).toEqual({
      kind: "failed",
      problem: "not-over",
    });
  });
});

describe("where a rehearsal stands", () => {
  it("is where it is seen at once while it runs, and for a minute after its end", () => {
    expect(freshUntilMs(null)).toBeNull();
    expect(freshUntilMs(RUNNING)).toBe(Number.POSITIVE_INFINITY);
    expect(freshUntilMs({ ...RUNNING, endedAtMs: NOW_MS })).toBe(NOW_MS + 60_000);
  });
});
