import { periodWindow } from "@/lib/domain/period";
import type { BalanceSample } from "@/lib/server/store/balance-samples";
import type { CooldownRecord, ProbeRecord } from "@/lib/server/store/cooldowns";
import type { ErrorRecord } from "@/lib/server/store/error-events";
import type { TallyRow } from "@/lib/server/store/tallies";
import { makeBalances } from "./balances";
import type { HistoryAccount } from "./history-account";
import { makeLimitHits } from "./limit-hits";
import { fillOrdinaryDays } from "./ordinary-days";
import { STORM_PLANS } from "./storm-plans";
import { emptyWindow, makeStorm } from "./storms";

/** What Banwatch would know had it watched for a month. Everything is in order of time. */
export interface History {
  readonly fromMs: number;
  readonly errors: readonly ErrorRecord[];
  /** Successes only: the store counts the errors itself. */
  readonly successes: readonly TallyRow[];
  readonly cooldowns: readonly CooldownRecord[];
  /** Of the cooldowns. */
  readonly probes: readonly ProbeRecord[];
  readonly samples: readonly BalanceSample[];
}

/** When an account was empty; the last time, should there be several. */
function findEmptyStretch(name: string, nowMs: number) {
  const plans = STORM_PLANS.filter(({ account }) => account === name);
  return plans.map((plan) => emptyWindow(plan, nowMs)).findLast((window) => window !== null) ?? null;
}

/**
 * Makes up a month of the cast: ordinary days with the rhythm of day and week, and the storms of `STORM_PLANS`.
 * The same instant, accounts and randomness make the same month; nothing in it lies at or after `nowMs`.
 */
export function generateHistory(parts: {
  readonly nowMs: number;
  readonly accounts: readonly HistoryAccount[];
  readonly random: () => number;
}): History {
  const { nowMs, accounts, random } = parts;
  // As far back as the longest chart reaches: a few hours before it would look like a quiet month to compare with.
  const window = { fromMs: periodWindow("30d", nowMs).fromMs, nowMs };
  const days = accounts.map((account) => fillOrdinaryDays(account, window, random));
  const storms = STORM_PLANS.map((plan) => makeStorm(plan, accounts, nowMs, random));
  const limitHits = accounts.flatMap((account) => makeLimitHits(account, window, random));
  return {
    fromMs: window.fromMs,
    errors: [...[...days, ...storms].flatMap(({ errors }) => errors), ...limitHits].sort((a, b) => a.atMs - b.atMs),
    successes: days.flatMap(({ successes }) => successes).sort((a, b) => a.minuteMs - b.minuteMs),
    cooldowns: storms.flatMap(({ cooldowns }) => cooldowns).sort((a, b) => a.startedAtMs - b.startedAtMs),
    probes: storms.flatMap(({ probes }) => probes).sort((a, b) => a.atMs - b.atMs),
    samples: accounts
      .flatMap((account) => makeBalances(account, window, findEmptyStretch(account.member.name, nowMs), random))
      .sort((a, b) => a.atMs - b.atMs),
  };
}
