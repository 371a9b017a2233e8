import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  advancePlay,
  DRILL_LENGTHS,
  type DrillPlay,
  type DrillReply,
  type DrillSight,
  endPlay,
  nextMove,
  startPlay,
} from "@/lib/server/drill/drill-script";

const NOW_MS = 1_800_000_000_000;
const LENGTHS = { ...DRILL_LENGTHS, errorsMs: 1_000, betweenErrorsMs: 250, betweenCallsMs: 500, banSeconds: 5 };
const ENDS = ["done", "stopped", "failed"];

/** A world as the script sees it: what each call comes back with, and which cooldown runs. */
interface World {
  readonly replyTo: (move: string, nowMs: number) => DrillReply;
  readonly runningId: (nowMs: number) => string | null;
}

/** Plays to the end. @returns each state once, with what the program did in it */
function playIn(world: World): { states: DrillPlay[]; moves: string[]; lastMs: number } {
  let play = startPlay(NOW_MS);
  let nowMs = NOW_MS;
  const states = [play];
  const moves: string[] = [];
  for (let turn = 0; turn < 10_000; turn += 1) {
    const { move, restMs } = nextMove(play, LENGTHS);
    if (move === "end") return { states, moves, lastMs: nowMs };
    moves.push(move);
    const reply = move === "wait" ? null : world.replyTo(move, nowMs);
    play = advancePlay(play, { nowMs, reply, runningId: world.runningId(nowMs) }, LENGTHS);
    states.push(play);
    nowMs += restMs;
  }
  throw new Error("it never ends");
}

const stepsOf = (states: readonly DrillPlay[]) =>
  states.map(({ step }) => step).filter((step, index, all) => step !== all[index - 1]);

/** The guard holds: a cooldown runs from the ban for as long as it was said. */
function guardedWorld(more: { liftedAtMs?: number } = {}): World {
  let bannedUntilMs: number | null = null;
  let heldUntilMs: number | null = null;
  let bans = 0;
  const ban = (nowMs: number): DrillReply => {
    if (bannedUntilMs === null || nowMs >= bannedUntilMs) bans += 1;
    bannedUntilMs = nowMs + LENGTHS.banSeconds * 1_000;
    heldUntilMs = bannedUntilMs;
    return "ban";
  };
  const runningId = (nowMs: number) => {
    const liftedAtMs = more.liftedAtMs;
    if (bans > 0 && liftedAtMs !== undefined && nowMs >= liftedAtMs && heldUntilMs !== null) {
      more = {};
      heldUntilMs = null;
      bans += 1;
    }
    return heldUntilMs !== null && nowMs < heldUntilMs ? `ban-${bans}` : null;
  };
  return {
    runningId,
    replyTo: (move, nowMs) => {
      if (runningId(nowMs) !== null) return "held";
      if (move === "ban" || (bannedUntilMs !== null && nowMs < bannedUntilMs)) return ban(nowMs);
      return move === "mistake" ? "error" : "good";
    },
  };
}

describe("the script of a rehearsal", () => {
  it("goes from mistakes to a ban, calls on against it, and ends with a call that succeeds", () => {
    const { states, moves } = playIn(guardedWorld());
    expect(stepsOf(states)).toEqual(["errors", "banned", "calling-on", "recovering", "done"]);
    const last = states.at(-1);
    expect(last).toMatchObject({ problem: null, cooldownId: "ban-1", reached: "recovering" });
    expect(last?.errors).toBe(6);
    expect(last?.held).toBeGreaterThanOrEqual(9);
    expect(moves.filter((move) => move === "ban")).toHaveLength(1);
    expect(moves.at(-1)).toBe("task");
  });

  it.each([
    ["only observes", (nowMs: number, untilMs: number) => (nowMs < untilMs ? "ban-1" : null)],
    ["is off", () => null],
  ])(
    "calls at most twice into the ban when the guard %s, waits it out, and says that nothing was held",
    (_, running) => {
      let untilMs = 0;
      const { states } = playIn({
        runningId: (nowMs) => running(nowMs, untilMs),
        replyTo: (move, nowMs) => {
          if (move !== "ban" && nowMs >= untilMs) return move === "mistake" ? "error" : "good";
          untilMs = nowMs + LENGTHS.banSeconds * 1_000;
          return "ban";
        },
      });
      expect(states.at(-1)).toMatchObject({ step: "done", problem: "not-held", held: 0, errors: 7 });
    },
  );

  it("is held once more when somebody lifts the cooldown while the ban still stands", () => {
    const { states } = playIn(guardedWorld({ liftedAtMs: NOW_MS + 3_000 }));
    const lifted = states.findIndex(({ cooldownId }) => cooldownId === "ban-2");
    expect(states[lifted]?.held).toBeGreaterThan(0);
    expect(states.at(-1)?.held).toBeGreaterThan((states[lifted]?.held ?? 0) + 5);
    expect(states.every(({ quietUntilMs }) => quietUntilMs === null)).toBe(true);
    expect(states.at(-1)).toMatchObject({ step: "done", problem: null, cooldownId: "ban-2" });
  });

  it("goes on from a ban that came before its own", () => {
    const world = guardedWorld();
    const { states, moves } = playIn({
      ...world,
      replyTo: (move, nowMs) => world.replyTo(move === "mistake" ? "ban" : move, nowMs),
    });
    expect(stepsOf(states)).toEqual(["errors", "calling-on", "recovering", "done"]);
    expect(moves).not.toContain("ban");
  });

  it.each([
    ["no-ban", { replyTo: () => "good", runningId: () => null }],
    [
      "not-over",
      {
        replyTo: (move) => (move === "ban" ? "ban" : "held"),
        runningId: (nowMs) => (nowMs < NOW_MS + 1_000 ? null : "ban-1"),
      },
    ],
    ["not-recovered", { ...guardedWorld(), ...failingTask() }],
  ] as const satisfies readonly (readonly [string, World])[])(
    "fails with %s instead of going on for ever",
    (problem, world) => {
      expect(playIn(world).states.at(-1)).toMatchObject({ step: "failed", problem });
    },
  );

  it("stays as it ended, whatever comes after", () => {
    const stopped = endPlay(startPlay(NOW_MS), "stopped", null, NOW_MS + 10);
    expect(endPlay(stopped, "failed", "no-ban", NOW_MS + 20)).toBe(stopped);
    expect(advancePlay(stopped, { nowMs: NOW_MS + 30, reply: "ban", runningId: "x" }, LENGTHS)).toBe(stopped);
    expect(nextMove(stopped, LENGTHS).move).toBe("end");
  });

  it("ends in time and never counts backwards, whatever the replies and cooldowns are", () => {
    const sight = fc.record({
      reply: fc.constantFrom<DrillReply | null>("good", "error", "ban", "held", "broken", null),
      runningId: fc.constantFrom(null, null, "a", "b"),
    });
    const longestMs = LENGTHS.errorsMs + LENGTHS.overWithinMs + LENGTHS.recoveredWithinMs;
    fc.assert(
      fc.property(fc.array(sight, { minLength: 1, maxLength: 30 }), (sights) => {
        let play = startPlay(NOW_MS);
        let nowMs = NOW_MS;
        for (let turn = 0; !ENDS.includes(play.step); turn += 1) {
          const before = play;
          const seen: DrillSight = { nowMs, ...(sights[turn % sights.length] as Omit<DrillSight, "nowMs">) };
          play = advancePlay(play, seen, LENGTHS);
          expect(play.errors).toBeGreaterThanOrEqual(before.errors);
          expect(play.held).toBeGreaterThanOrEqual(before.held);
          expect(nowMs - NOW_MS).toBeLessThanOrEqual(longestMs + LENGTHS.betweenCallsMs);
          nowMs += nextMove(before, LENGTHS).restMs;
        }
        expect(play.problem === null).toBe(play.step === "done" && play.problem !== "not-held");
      }),
    );
  });
});

/** Over in time, and yet no call succeeds. */
function failingTask(): World {
  const world = guardedWorld();
  return {
    runningId: world.runningId,
    replyTo: (move, nowMs) => {
      const reply = world.replyTo(move, nowMs);
      return reply === "good" ? "error" : reply;
    },
  };
}
