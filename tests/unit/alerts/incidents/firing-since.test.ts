import { describe, expect, it } from "vitest";
import { evaluateAlert } from "@/lib/domain/alert-lifecycle/evaluate";
import { type AlertState, OK, type Reading } from "@/lib/domain/alert-lifecycle/state";
import { listFiringSince } from "@/lib/server/alerts/incidents/to-incident";

const TIMING = {
  ...{ forMs: 0, clearForMs: 0, repeatMs: null, escalateAfterMs: null, noDataEndMs: null, notifyResolved: true },
};

/** The state after readings at their instants. */
const play = (steps: readonly (readonly [number, Reading["kind"]])[]): AlertState =>
  steps.reduce(
    (state, [nowMs, kind]) =>
      evaluateAlert({
        ...{ state, reading: { kind }, timing: TIMING, mute: null, paused: false, nowMs },
        newIncidentId: () => "i",
      }).state,
    OK,
  );

describe("since when an incident fires", () => {
  it("is when it opened", () => {
    const state = play([
      [1_000, "breach"],
      [9_000, "breach"],
    ]);
    expect([...listFiringSince([{ state }])]).toEqual([["i", 1_000]]);
  });

  it("is when it came back, of one that was over for minutes", () => {
    const state = play([
      [1_000, "breach"],
      [60_000, "clear"],
      [120_000, "breach"],
      [125_000, "breach"],
    ]);
    expect([...listFiringSince([{ state }])]).toEqual([["i", 120_000]]);
  });

  it("is nothing for one that is over", () => {
    const state = play([
      [1_000, "breach"],
      [60_000, "clear"],
    ]);
    expect([...listFiringSince([{ state }, { state: OK }])]).toEqual([]);
  });
});
