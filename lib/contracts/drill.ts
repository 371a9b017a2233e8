import { z } from "zod";
import { DRILL_OBSTACLES, DRILL_PROBLEMS, DRILL_STEPS, PLAYED_STEPS } from "@/lib/domain/drill";
import { count, epochMs } from "./common";

/** A rehearsal: the one that runs, or the last one since the start. */
export const drill = z.object({
  startedAtMs: epochMs,
  startedBy: z.string(),
  account: z.string(),
  step: z.enum(DRILL_STEPS),
  /** When the step began. */
  stepSinceMs: epochMs,
  /** The last step that was played, for one that is over. */
  reached: z.enum(PLAYED_STEPS),
  /** Errors that the program was told of by the sandbox, the ban's own included. */
  errors: count,
  /** Its calls that Banwatch held. */
  held: count,
  /** The cooldown that it opened, for its report; null before. */
  cooldownId: z.string().nullable(),
  /** Set once it is over or was stopped. */
  endedAtMs: epochMs.nullable(),
  /** What kept it from being played as written; null otherwise. */
  problem: z.enum(DRILL_PROBLEMS).nullable(),
});
export type Drill = z.infer<typeof drill>;

export const drillResponse = z.object({
  serverNowMs: epochMs,
  /** The sandbox account that it would be played with, the first that is fit; null when none is. */
  account: z.string().nullable(),
  accountId: z.string().nullable(),
  /** Why none is; null when one is. */
  obstacle: z.enum(DRILL_OBSTACLES).nullable(),
  /** Null before the first. */
  drill: drill.nullable(),
});
export type DrillResponse = z.infer<typeof drillResponse>;

/** A rehearsal takes no settings. */
export const startDrillRequest = z.strictObject({});
