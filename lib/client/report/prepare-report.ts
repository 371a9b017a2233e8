import type { BanCause, Cooldown, CooldownReport, Probe } from "@/lib/contracts/cooldowns";
import type { ErrorEvent } from "@/lib/contracts/errors";
import { addDecimal } from "@/lib/domain/balance";
import { type BeforeSpan, spanOf } from "@/lib/domain/ban-report/before-window";
import { foldProbes } from "@/lib/domain/ban-report/fold-probes";
import { sharePercent } from "@/lib/domain/ban-report/share-percent";

/** Whoever calls, with the ids that tell apart what has the same name. */
export interface Program {
  readonly accountId: string | null;
  readonly account: string | null;
  readonly proxyKeyId: string | null;
  readonly proxyKey: string | null;
}

/** One bar of a breakdown. The rest stands for everything that is not listed by name. */
export interface ShareBar<Of> {
  readonly key: string;
  readonly of: Of | "rest";
  readonly errors: number;
  /** Whole percent; 100 only for all, 0 only for none. */
  readonly percent: number;
}

const MAX_BARS = 8;

/**
 * The bars of a breakdown: the biggest by name, and one for all others together, so that they add up to all errors.
 *
 * @param all never less than the sum of `shares`; a sum that is greater counts instead
 */
export function prepareShares<S extends { readonly errors: number }>(
  shares: readonly S[],
  all: number,
  keyOf: (share: S) => string,
): ShareBar<S>[] {
  const sum = shares.reduce((total, { errors }) => total + errors, 0);
  const whole = Math.max(all, sum);
  const sorted = [...shares].sort((a, b) => b.errors - a.errors);
  // A line for the rest that stands for one name might as well name it.
  const named = sorted.length === MAX_BARS + 1 && sum === whole ? sorted : sorted.slice(0, MAX_BARS);
  const bars: ShareBar<S>[] = named.map((share) => ({
    key: keyOf(share),
    of: share,
    errors: share.errors,
    percent: sharePercent(share.errors, whole),
  }));
  const rest = whole - named.reduce((total, { errors }) => total + errors, 0);
  if (rest > 0) bars.push({ key: "rest", of: "rest", errors: rest, percent: sharePercent(rest, whole) });
  return bars;
}

/** How much of the cause is the leading program's, to be put into words. */
export type LeaderShare =
  | { readonly kind: "nobody" }
  | { readonly kind: "all"; readonly program: Program }
  | { readonly kind: "part"; readonly program: Program; readonly percent: number };

/** The share of the program that got most of the errors in question. */
export function readLeader(cause: BanCause): LeaderShare {
  if (cause.kind === "none" || cause.leader === null) return { kind: "nobody" };
  const whole = cause.kind === "mixed" ? cause.ofErrors : cause.errors;
  const { errors, ...program } = cause.leader;
  if (errors > whole || errors === 0) return { kind: "nobody" };
  return errors === whole ? { kind: "all", program } : { kind: "part", program, percent: sharePercent(errors, whole) };
}

/** The stretch of time that the cause is told from. */
export function readSpan({ cause, before }: Pick<CooldownReport, "cause" | "before">): BeforeSpan {
  return spanOf(cause.kind === "none" ? "window" : cause.within, before);
}

/** Whether the errors before fill the ten minutes, or only the time since the ban before it ended. */
export function isShortened(before: CooldownReport["before"]): boolean {
  return spanOf("window", before) === "sinceLast";
}

/** One entry of the timeline, the oldest first. */
export type Moment =
  | { readonly kind: "began"; readonly atMs: number }
  | { readonly kind: "probe"; readonly atMs: number; readonly probe: Probe }
  /** Probes that are left out between two that are shown. */
  | { readonly kind: "more"; readonly probes: number }
  | { readonly kind: "ended"; readonly atMs: number }
  | { readonly kind: "running" };

/** The course of a ban, with the first and the last of many probes. */
export function prepareMoments(report: Pick<CooldownReport, "cooldown" | "probes" | "probesTotal">): Moment[] {
  const { cooldown } = report;
  const toMoment = (probe: Probe): Moment => ({ kind: "probe", atMs: probe.atMs, probe });
  const { first, left, last } = foldProbes(report);
  const fold: Moment[] = left === 0 ? [] : [{ kind: "more", probes: left }];
  const end: Moment = cooldown.endedAtMs === null ? { kind: "running" } : { kind: "ended", atMs: cooldown.endedAtMs };
  return [{ kind: "began", atMs: cooldown.startedAtMs }, ...first.map(toMoment), ...fold, ...last.map(toMoment), end];
}

/** An amount of one unit. */
export interface Amount {
  readonly amount: string;
  readonly unit: string;
}

export interface RiskedTotal {
  readonly heldTasks: number;
  /** What of it could be priced, added up by unit; points of two accounts at one provider are the same. */
  readonly amounts: readonly Amount[];
  /** Whether the price of some of the tasks is not known. */
  readonly isPartial: boolean;
}

/** What the held tasks would have cost in all. */
export function sumRisked(risked: CooldownReport["risked"]): RiskedTotal {
  const sums = new Map<string, string>();
  for (const { unit, amount } of risked) {
    if (amount !== null) sums.set(unit, addDecimal(sums.get(unit) ?? "0", amount));
  }
  return {
    heldTasks: risked.reduce((sum, { heldTasks }) => sum + heldTasks, 0),
    amounts: [...sums].map(([unit, amount]) => ({ unit, amount })),
    isPartial: risked.some(({ amount }) => amount === null),
  };
}

/** The first and the last error, once where they are the same; those that are too old to be kept are left out. */
export function listEndErrors({ first, last }: CooldownReport["before"]): ErrorEvent[] {
  const errors = [first, last].filter((error) => error !== null);
  return errors.length === 2 && first?.id === last?.id ? errors.slice(0, 1) : errors;
}

const SECOND_MS = 1_000;

/** The time between two instants in whole seconds, rounded down as it is on a clock, never below 0. */
export function elapsedMs(fromMs: number, toMs: number): number {
  return Math.max(0, Math.floor((toMs - fromMs) / SECOND_MS) * SECOND_MS);
}

/** How long it lasted, or has lasted at `nowMs` by the server's clock, in whole seconds. */
export function lengthOf({ startedAtMs, endedAtMs }: Cooldown, nowMs: number): number {
  return elapsedMs(startedAtMs, endedAtMs ?? nowMs);
}
