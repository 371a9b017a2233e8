import type { ProviderLanguage } from "@/lib/sandbox/texts";

/** The habits and limits of a simulated provider. Everything but the clock and the randomness has a default. */
export interface SandboxOptions {
  /** The clock, in UTC epoch milliseconds. */
  readonly now: () => number;
  /** Randomness, evenly in [0, 1), as `Math.random`. */
  readonly random: () => number;
  /** `uuid` (default) or `integer`, as with CapMonster Cloud. */
  readonly taskIdStyle?: "uuid" | "integer";
  /** `points` (default): whole points, 10 000 a US dollar. `money`: US dollars with decimals. */
  readonly balanceStyle?: "points" | "money";
  /** `one` (default): every error has `errorId` 1. `numbered`: a number per code, as with Anti-Captcha. */
  readonly errorIdStyle?: "one" | "numbered";
  /** The HTTP status of an error envelope: 200 (default), or 400 as with CapSolver. */
  readonly errorHttpStatus?: 200 | 400;
  /** What a success says in `errorCode` and `errorDescription`: nothing (default), `null`, or `""`. */
  readonly successErrorFields?: "absent" | "null" | "empty";
  /** The language of error descriptions; English by default. */
  readonly language?: ProviderLanguage;
  /** How long a task takes, from and to, in seconds. Default 3 to 12; the real ones take 10 to 80. */
  readonly taskSeconds?: readonly [min: number, max: number];
  /** How long after its creation a task can be asked for. Default 300. */
  readonly resultLifetimeSeconds?: number;
  /** Polls that one task allows; any further one is an error. Default 120. */
  readonly pollsPerTaskLimit?: number;
  /** The share of tasks, 0 to 1, that end with ERROR_CAPTCHA_UNSOLVABLE and are refunded. Default 0. */
  readonly unsolvableShare?: number;
  /** Tasks of one account that may run at a time. Default 500. */
  readonly maxRunningTasks?: number;
  /** Errors within a minute that one address may cause; one more bans it. Default 300; `Infinity` never bans. */
  readonly errorsPerMinuteLimit?: number;
  /** Calls on an empty balance within a minute that one address may make; one more bans it. Default 60. */
  readonly emptyBalanceCallsLimit?: number;
  /** How long an address is banned. Default 600. */
  readonly banSeconds?: number;
  /** Whether a call during a ban starts its time anew. Default true: a ban is lifted only if the calls stop. */
  readonly extendBanOnCall?: boolean;
  /** Whether a key that starts with `sandbox-` opens an account on first use. Default false. */
  readonly autoAccounts?: boolean;
  /** The balance of such an account, in the unit of `balanceStyle`. Default 100 000 points or 10 dollars. */
  readonly startingBalance?: number;
  /** How many received requests are kept for inspection. Default 200. */
  readonly recentRequestsLimit?: number;
}

/** Options with every default filled in. */
export type ResolvedOptions = Required<SandboxOptions>;

function requireRange(name: string, value: number, min: number, max = Number.POSITIVE_INFINITY): void {
  if (!(value >= min && value <= max)) throw new RangeError(`${name} must be from ${min} to ${max}, got ${value}`);
}

/**
 * Fills in the defaults.
 *
 * @throws {RangeError} for a limit that makes no sense, such as a share above 1 or a ban of zero seconds
 */
export function resolveOptions(options: SandboxOptions): ResolvedOptions {
  const balanceStyle = options.balanceStyle ?? "points";
  const resolved: ResolvedOptions = {
    now: options.now,
    random: options.random,
    taskIdStyle: options.taskIdStyle ?? "uuid",
    balanceStyle,
    errorIdStyle: options.errorIdStyle ?? "one",
    errorHttpStatus: options.errorHttpStatus ?? 200,
    successErrorFields: options.successErrorFields ?? "absent",
    language: options.language ?? "en",
    taskSeconds: options.taskSeconds ?? [3, 12],
    resultLifetimeSeconds: options.resultLifetimeSeconds ?? 300,
    pollsPerTaskLimit: options.pollsPerTaskLimit ?? 120,
    unsolvableShare: options.unsolvableShare ?? 0,
    maxRunningTasks: options.maxRunningTasks ?? 500,
    errorsPerMinuteLimit: options.errorsPerMinuteLimit ?? 300,
    emptyBalanceCallsLimit: options.emptyBalanceCallsLimit ?? 60,
    banSeconds: options.banSeconds ?? 600,
    extendBanOnCall: options.extendBanOnCall ?? true,
    autoAccounts: options.autoAccounts ?? false,
    startingBalance: options.startingBalance ?? (balanceStyle === "money" ? 10 : 100_000),
    recentRequestsLimit: options.recentRequestsLimit ?? 200,
  };
  const [minSeconds, maxSeconds] = resolved.taskSeconds;
  requireRange("taskSeconds[0]", minSeconds, 0);
  requireRange("taskSeconds[1]", maxSeconds, minSeconds);
  requireRange("resultLifetimeSeconds", resolved.resultLifetimeSeconds, maxSeconds);
  requireRange("pollsPerTaskLimit", resolved.pollsPerTaskLimit, 1);
  requireRange("unsolvableShare", resolved.unsolvableShare, 0, 1);
  requireRange("maxRunningTasks", resolved.maxRunningTasks, 0);
  requireRange("errorsPerMinuteLimit", resolved.errorsPerMinuteLimit, 0);
  requireRange("emptyBalanceCallsLimit", resolved.emptyBalanceCallsLimit, 0);
  requireRange("banSeconds", resolved.banSeconds, 1);
  requireRange("startingBalance", resolved.startingBalance, 0);
  requireRange("recentRequestsLimit", resolved.recentRequestsLimit, 0);
  return resolved;
}
