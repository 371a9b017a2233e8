import { z } from "zod";
import { count, decimalText, epochMs, period } from "./common";
import { errorEvent } from "./errors";

/**
 * Where a running cooldown stands. cooling: all calls wait until `untilMs`. probing: the time is over and Banwatch's own
 * question is under way. empty: no balance, so `createTask` waits and the balance is asked for. blocked: only a person
 * ends it.
 */
export const cooldownState = z.enum(["cooling", "probing", "empty", "blocked"]);
export type CooldownStateKind = z.infer<typeof cooldownState>;

/**
 * How a cooldown ended. probe: the provider answered normally again. balance: there is money again. time: the time was
 * over and there was no account left to ask with. person: lifted or resumed, `endedBy` says by whom.
 */
export const cooldownEnd = z.enum(["probe", "balance", "time", "person", "key-replaced", "archived"]);
export type CooldownEnd = z.infer<typeof cooldownEnd>;

/** Who goes on calling during a cooldown. */
export const heldCaller = z.object({
  accountId: z.string(),
  account: z.string().nullable(),
  /** Null for the account's own key. */
  proxyKeyId: z.string().nullable(),
  proxyKey: z.string().nullable(),
  method: z.string(),
  /** Calls answered here instead of being sent. */
  held: count,
  /** Calls that were sent although they would have been held, since the guard only observes. */
  observed: count,
});
export type HeldCaller = z.infer<typeof heldCaller>;

export const cooldown = z.object({
  id: z.string(),
  /** egress: the address the provider sees, for every account there. account: one clientKey. */
  scope: z.enum(["egress", "account"]),
  code: z.string(),
  /** The provider's own words of the last ban reply. */
  description: z.string(),
  provider: z.string(),
  providerName: z.string(),
  providerHost: z.string(),
  /** The account that the ban was reported to; null once it is gone. */
  account: z.string().nullable(),
  accountId: z.string().nullable(),
  /** A rehearsal through the sandbox. */
  isDrill: z.boolean(),
  /** The last one that it was in, for one that has ended. */
  state: cooldownState,
  startedAtMs: epochMs,
  /** When the time that now runs began: the start, or the last probe that failed. */
  waitingSinceMs: epochMs,
  /** Null for what does not end by time. */
  untilMs: epochMs.nullable(),
  /** When Banwatch asks next; null while it asks, and for what only a person ends. */
  nextProbeAtMs: epochMs.nullable(),
  /** Probes in a row that found the ban still standing, or no answer. */
  failedProbes: count,
  /** Set once it is over, by time or by a person. */
  endedAtMs: epochMs.nullable(),
  endedHow: cooldownEnd.nullable(),
  /** The person's name, and the reason they gave. */
  endedBy: z.string().nullable(),
  endReason: z.string().nullable(),
  lastErrorAtMs: epochMs,
  /** Ban replies seen so far. */
  errors: count,
  heldCalls: count,
  /** "Would have held": calls that went on because the guard only observes. */
  observedCalls: count,
  /** The busiest first, at most five in a list and fifty in a report. */
  callers: z.array(heldCaller),
});
export type Cooldown = z.infer<typeof cooldown>;

/** The running cooldowns, the one that ends last first; those without an end before them. */
export const cooldownListResponse = z.object({ serverNowMs: epochMs, cooldowns: z.array(cooldown) });
export type CooldownListResponse = z.infer<typeof cooldownListResponse>;

export const cooldownHistoryQuery = z.object({ period: period.default("7d") });
export type CooldownHistoryQuery = z.infer<typeof cooldownHistoryQuery>;

/** Every cooldown that ran at some time of the period, the newest first; the newest 500 of more. */
export const cooldownHistoryResponse = z.object({
  serverNowMs: epochMs,
  fromMs: epochMs,
  toMs: epochMs,
  cooldowns: z.array(cooldown),
  /** Whether older ones of the period were left out. */
  truncated: z.boolean(),
});
export type CooldownHistoryResponse = z.infer<typeof cooldownHistoryResponse>;

/** What a probe found. over: an ordinary answer. banned: the ban stands. unknown: no answer that tells. lost: Banwatch was stopped meanwhile. */
export const probeVerdict = z.enum(["over", "banned", "unknown", "lost"]);
export type ProbeVerdict = z.infer<typeof probeVerdict>;

/** One question of Banwatch's own that was to find out whether it is over. */
export const probe = z.object({
  id: z.string(),
  atMs: epochMs,
  /** The account whose key it was asked with; null once it is gone. */
  account: z.string().nullable(),
  /** Null while the answer is awaited. */
  verdict: probeVerdict.nullable(),
  latencyMs: count.nullable(),
  /** Of an error. */
  code: z.string().nullable(),
  description: z.string().nullable(),
});
export type Probe = z.infer<typeof probe>;

/** Errors that share a name: of a code, a task type, a target's host. The empty name stands for "none given". */
const share = z.object({ name: z.string(), errors: count });

const programShare = z.object({
  accountId: z.string().nullable(),
  account: z.string().nullable(),
  /** Null for the account's own key. */
  proxyKeyId: z.string().nullable(),
  proxyKey: z.string().nullable(),
  errors: count,
});

const causeWithin = z.enum(["last-minute", "window"]);

/**
 * What led to it, in data: a page puts it into words.
 * - empty-balance: calls on an empty balance were most of the errors.
 * - one-code: one code was.
 * - mixed: none was.
 * - none: but for ban replies no error came through Banwatch in the time before.
 *
 * Replies that tell of such a ban are left out. `within` says whether the minute before tells it, which it does where
 * it holds ten errors or more, or the whole time of `before`.
 */
export const banCause = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("empty-balance"),
    errors: count,
    ofErrors: count,
    within: causeWithin,
    leader: programShare.nullable(),
  }),
  z.object({
    kind: z.literal("one-code"),
    code: z.string(),
    errors: count,
    ofErrors: count,
    within: causeWithin,
    leader: programShare.nullable(),
  }),
  z.object({
    kind: z.literal("mixed"),
    ofErrors: count,
    codes: count,
    within: causeWithin,
    leader: programShare.nullable(),
  }),
  z.object({ kind: z.literal("none") }),
]);
export type BanCause = z.infer<typeof banCause>;

/** What the held `createTask` calls of one account would have cost, had they gone through. */
const risked = z.object({
  accountId: z.string(),
  account: z.string().nullable(),
  unit: z.string(),
  heldTasks: count,
  /** What a task cost on average before; null where it is not known. */
  pricePerTask: decimalText.nullable(),
  amount: decimalText.nullable(),
});

export const cooldownReport = z.object({
  serverNowMs: epochMs,
  cooldown,
  /**
   * The ten minutes before the ban, the reply that began it included; less where the previous one of the same scope
   * ended meanwhile, for then it begins there. Of a rehearsal only its own errors count, else none of a rehearsal.
   */
  before: z.object({
    fromMs: epochMs,
    toMs: epochMs,
    /** The provider's errors of the scope in that time. */
    errors: count,
    byCode: z.array(share),
    byProgram: z.array(programShare),
    byTaskType: z.array(share),
    byTargetHost: z.array(share),
    /** Null where the errors are too old to be kept. */
    first: errorEvent.nullable(),
    last: errorEvent.nullable(),
  }),
  cause: banCause,
  /** The oldest first; of more than 500 the first three and the newest 497. */
  probes: z.array(probe),
  /** How many there were in all. */
  probesTotal: count,
  risked: z.array(risked),
});
export type CooldownReport = z.infer<typeof cooldownReport>;

export const cooldownExportQuery = z.object({ format: z.enum(["json", "markdown"]).default("json") });

export const resumeCooldownRequest = z.object({
  /** Why calls may go on, kept with the cooldown. */
  reason: z.string().trim().min(1, "say why calls may go on").max(500),
});
export const resumeCooldownResponse = z.object({ serverNowMs: epochMs, cooldown });

/** "I have topped up": asks for the balance at once. */
export const lookUpResponse = z.object({
  serverNowMs: epochMs,
  /** Whether there is balance again, so that the hold is over. */
  over: z.boolean(),
  /** As the provider wrote it; null when it did not say. */
  balance: z.string().nullable(),
  /** The provider's words when it refused to say. */
  problem: z.string().nullable(),
});
