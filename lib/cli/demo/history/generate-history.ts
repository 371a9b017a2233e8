import { periodWindow } from "@/lib/domain/period";
import type { BalanceSample } from "@/lib/server/store/balance-samples";
import type { CooldownRecord } from "@/lib/server/store/cooldowns";
import type { ErrorRecord } from "@/lib/server/store/error-events";
import type { TallyRow } from "@/lib/server/store/tallies";
import { makeBalances } from "./balances";
import type { HistoryAccount } from "./history-account";
import { makeLimitHits } from "./limit-hits";
import { fillOrdinaryDays } from "./ordinary-days";
import { STORM_PLANS } from "./storm-plans";
import { makeStorm, stormWindow } from "./storms";

const MINUTE_MS = 60_000;

/** What Banwatch would know had it watched for a month. Everything is in order of time. */
export interface History {
  readonly fromMs: number;
  readonly errors: readonly ErrorRecord[];
  /** Successes only: the store counts the errors itself. */
  readonly successes: readonly TallyRow[];
  readonly cooldowns: readonly CooldownRecord[];
  readonly samples: readonly BalanceSample[];
}

/** From the first call on an empty balance until the ban that it led to was over. */
function findEmptyStretch(name: string, nowMs: number) {
  const plan = STORM_PLANS.find(({ account, kinds }) => account === name && kinds[0].code === "ERROR_ZERO_BALANCE");
  if (plan === undefined) return null;
  const { fromMs, toMs } = stormWindow(plan, nowMs);
  return { fromMs, toMs: toMs + 20 * MINUTE_MS };
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
    cooldowns: storms.flatMap(({ cooldown }) => cooldown ?? []),
    samples: accounts
      .flatMap((account) => makeBalances(account, window, findEmptyStretch(account.member.name, nowMs), random))
      .sort((a, b) => a.atMs - b.atMs),
  };
}
