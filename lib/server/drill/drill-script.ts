import type { DrillProblem, DrillStep, PlayedStep } from "@/lib/domain/drill";

/** How long the parts of a rehearsal take. All but one in milliseconds. */
export interface DrillLengths {
  /** How long the program makes mistakes before it is banned. */
  readonly errorsMs: number;
  /** Between two of its mistakes. */
  readonly betweenErrorsMs: number;
  /** For how long the sandbox bans, in whole seconds. */
  readonly banSeconds: number;
  /** Between two calls of the program while it is banned. */
  readonly betweenCallsMs: number;
  /** The ban must be over this long after it began. */
  readonly overWithinMs: number;
  /** A call must succeed this long after that. */
  readonly recoveredWithinMs: number;
}

/** What is seen in half a minute to a minute: long enough to watch the guard at work, short enough to wait for. */
export const DRILL_LENGTHS: DrillLengths = {
  errorsMs: 15_000,
  betweenErrorsMs: 250,
  banSeconds: 20,
  betweenCallsMs: 500,
  overWithinMs: 180_000,
  recoveredWithinMs: 15_000,
};

/** Where a rehearsal stands. */
export interface DrillPlay {
  readonly step: DrillStep;
  readonly stepSinceMs: number;
  readonly reached: PlayedStep;
  readonly errors: number;
  readonly held: number;
  /** When the sandbox banned; null before. */
  readonly bannedAtMs: number | null;
  /** The cooldown that came of it, the newest where somebody lifted one too early; null before. */
  readonly cooldownId: string | null;
  /** Set where a call went through during the ban: from then on the program does not call before this instant. */
  readonly quietUntilMs: number | null;
  readonly problem: DrillProblem | null;
}

/** The program's next doing. Of the calls, `mistake` and `ban` are errors by design, and `task` is a good one. */
export type DrillMove = "mistake" | "ban" | "impatient" | "task" | "wait" | "end";

/**
 * What a call came back with. error, ban and good are the sandbox's own answers; held is the guard's; broken is every
 * other answer of Banwatch.
 */
export type DrillReply = "good" | "error" | "ban" | "held" | "broken";

/** What came of a move. */
export interface DrillSight {
  readonly nowMs: number;
  /** Null where no call was made. */
  readonly reply: DrillReply | null;
  /** The cooldown that runs for the sandbox's address; null when there is none. */
  readonly runningId: string | null;
}

export const startPlay = (nowMs: number): DrillPlay => ({
  step: "errors",
  stepSinceMs: nowMs,
  reached: "errors",
  errors: 0,
  held: 0,
  bannedAtMs: null,
  cooldownId: null,
  quietUntilMs: null,
  problem: null,
});

/** The part of the ban's length that a quiet program waits on top, so that it does not call a moment too early. */
const QUIET_MARGIN = 0.1;

const isEnd = (step: DrillStep) => step === "done" || step === "stopped" || step === "failed";

const goTo = (play: DrillPlay, step: PlayedStep, nowMs: number): DrillPlay => ({
  ...play,
  step,
  stepSinceMs: nowMs,
  reached: step,
});

/** Ends a rehearsal; one that is over stays as it is. */
export function endPlay(
  play: DrillPlay,
  step: "done" | "stopped" | "failed",
  problem: DrillProblem | null,
  nowMs: number,
): DrillPlay {
  return isEnd(play.step) ? play : { ...play, step, stepSinceMs: nowMs, problem };
}

/** What the program does next, and how long after that it rests, in milliseconds. */
export function nextMove(play: DrillPlay, lengths: DrillLengths): { move: DrillMove; restMs: number } {
  switch (play.step) {
    case "errors":
      return { move: "mistake", restMs: lengths.betweenErrorsMs };
    case "banned":
      return { move: "ban", restMs: lengths.betweenCallsMs };
    case "calling-on":
      // Calling on would start the sandbox's ban anew each time, and nothing stops the calls: so the program does.
      return { move: play.quietUntilMs === null ? "impatient" : "wait", restMs: lengths.betweenCallsMs };
    case "recovering":
      return { move: "task", restMs: lengths.betweenCallsMs };
    default:
      return { move: "end", restMs: 0 };
  }
}

/**
 * The rehearsal after a move. Total: whatever the guard and people do meanwhile, it comes to an end within
 * `overWithinMs` and `recoveredWithinMs` of the ban.
 */
export function advancePlay(play: DrillPlay, sight: DrillSight, lengths: DrillLengths): DrillPlay {
  if (isEnd(play.step)) return play;
  const { reply } = sight;
  const counted: DrillPlay = {
    ...play,
    errors: play.errors + (reply === "error" || reply === "ban" ? 1 : 0),
    held: play.held + (reply === "held" ? 1 : 0),
    cooldownId: sight.runningId ?? play.cooldownId,
  };
  switch (play.step) {
    case "errors":
      return afterMistake(counted, sight, lengths);
    case "banned":
      return afterBan(counted, sight);
    case "calling-on":
      return whileBanned(counted, sight, lengths, play.cooldownId);
    default:
      return whileRecovering(counted, sight, lengths);
  }
}

/** The sandbox may ban of its own accord: others call it as well. */
function afterMistake(play: DrillPlay, sight: DrillSight, lengths: DrillLengths): DrillPlay {
  if (sight.reply === "ban" || sight.runningId !== null) return callOn(play, sight.nowMs);
  return sight.nowMs - play.stepSinceMs >= lengths.errorsMs ? goTo(play, "banned", sight.nowMs) : play;
}

function afterBan(play: DrillPlay, { nowMs, reply, runningId }: DrillSight): DrillPlay {
  return reply === "ban" || runningId !== null ? callOn(play, nowMs) : endPlay(play, "failed", "no-ban", nowMs);
}

const callOn = (play: DrillPlay, nowMs: number): DrillPlay => ({
  ...goTo(play, "calling-on", nowMs),
  bannedAtMs: play.bannedAtMs ?? nowMs,
});

function whileBanned(play: DrillPlay, sight: DrillSight, lengths: DrillLengths, knownId: string | null): DrillPlay {
  const { nowMs, reply, runningId } = sight;
  if (nowMs - (play.bannedAtMs ?? nowMs) >= lengths.overWithinMs) return endPlay(play, "failed", "not-over", nowMs);
  const quietMs = lengths.banSeconds * 1_000 * (1 + QUIET_MARGIN);
  // Of a cooldown that somebody lifted too early the next call makes a new one. Only a call that goes through one that
  // was known already tells that nothing is held.
  const isNew = runningId !== null && knownId !== null && runningId !== knownId;
  const after = reply === "ban" && !isNew ? { ...play, quietUntilMs: nowMs + quietMs } : play;
  if (runningId !== null) return after;
  if (reply === "good") return goTo(after, "recovering", nowMs);
  // Where the guard takes no notice at all, there is no cooldown whose end could be seen.
  if (after.quietUntilMs !== null) return nowMs >= after.quietUntilMs ? goTo(after, "recovering", nowMs) : after;
  return after.cooldownId === null ? after : goTo(after, "recovering", nowMs);
}

function whileRecovering(play: DrillPlay, sight: DrillSight, lengths: DrillLengths): DrillPlay {
  const { nowMs, reply, runningId } = sight;
  const isHoldMissing = play.quietUntilMs !== null && play.held === 0;
  if (reply === "good") return endPlay(play, "done", isHoldMissing ? "not-held" : null, nowMs);
  // Somebody lifted it before its time, or another program called too early: it is banned once more.
  if (reply === "ban" || runningId !== null) return { ...callOn(play, nowMs), quietUntilMs: null };
  return nowMs - play.stepSinceMs >= lengths.recoveredWithinMs ? endPlay(play, "failed", "not-recovered", nowMs) : play;
}
