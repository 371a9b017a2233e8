import { z } from "zod";
import { GUARD_MODES } from "@/lib/domain/guard-mode";
import { count, epochMs } from "./common";

/** enforce: holds calls. observe: computes and shows everything, holds nothing. off: looks at nothing. */
export const guardMode = z.enum(GUARD_MODES, { error: `must be one of ${GUARD_MODES.join(", ")}` });

/** Who makes calls: a program with a proxy key, or whoever has the account's own key. */
const program = z.object({
  accountId: z.string(),
  account: z.string().nullable(),
  /** Null for the account's own key. */
  proxyKeyId: z.string().nullable(),
  proxyKey: z.string().nullable(),
});

/** How near an address is to being banned: the provider's errors of the last minute against the preset's limit. */
export const banRisk = z.object({
  providerHost: z.string(),
  provider: z.string(),
  providerName: z.string(),
  /** In the last 60 seconds. */
  errors: count,
  limit: z.int().positive(),
  /** How many more until the limit, never below 0. */
  left: count,
  /** elevated from half of the limit, critical from nine tenths. */
  level: z.enum(["calm", "elevated", "critical"]),
  /** What is being shed now to stay below the limit. */
  shedding: z.enum(["none", "createTask", "all"]),
  /** Calls shed in the last minute. */
  shed: count,
  /** Who causes most of them; null without errors. */
  leader: program.extend({ errors: count }).nullable(),
});
export type BanRisk = z.infer<typeof banRisk>;

/** An address that came to half of its limit. */
export const riskWarning = z.object({
  id: z.string(),
  atMs: epochMs,
  providerHost: z.string(),
  providerName: z.string(),
  errors: count,
  limit: z.int().positive(),
});

/** A program that never looks at `errorId`: it polls without a task, or polls one task for ever. */
export const runawayCaller = program.extend({
  kind: z.enum(["no-task-id", "too-many-polls"]),
  /** Of `too-many-polls`: the task polled most lately. */
  taskId: z.string().nullable(),
  callerAddress: z.string().nullable(),
  /** Such calls in the last minute, and since it was noticed. */
  callsPerMinute: count,
  calls: count,
  sinceMs: epochMs,
  lastMs: epochMs,
  /** Whether Banwatch answers these calls itself. */
  answeredHere: z.boolean(),
});
export type RunawayCaller = z.infer<typeof runawayCaller>;

export const guardResponse = z.object({
  serverNowMs: epochMs,
  /** For accounts that have none of their own. */
  mode: guardMode,
  shedding: z.boolean(),
  /** Declared in the provisioning file, so it is changed there. */
  provisioned: z.boolean(),
  /** One for each provider's address that an active account calls, the nearest to its limit first. */
  risks: z.array(banRisk),
  /** Of the last 24 hours, the newest first, at most 20. */
  warnings: z.array(riskWarning),
  /** Those of the last ten minutes, the busiest first, at most 20. */
  runaways: z.array(runawayCaller),
});
export type GuardResponse = z.infer<typeof guardResponse>;

export const updateGuardRequest = z.object({ mode: guardMode, shedding: z.boolean() }).partial();
export type UpdateGuardRequest = z.infer<typeof updateGuardRequest>;
