import type { BalanceSample } from "@/lib/server/store/balance-samples";
import { activityAt } from "../rhythm";
import { between } from "../seeded-random";
import type { HistoryAccount } from "./history-account";
import { makeId } from "./make-error";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Calls that one task takes: it is created, and asked for about three times. */
const CALLS_PER_TASK = 4;

/** As densely as a sparkline of the period can show. */
const sampleGapMs = (ageMs: number) =>
  ageMs > 7 * DAY_MS ? 6 * HOUR_MS : ageMs > DAY_MS ? 90 * MINUTE_MS : ageMs > HOUR_MS ? 12 * MINUTE_MS : 5 * MINUTE_MS;

const formatBalance = (balance: number, provider: string) =>
  provider === "capmonster" ? String(Number(balance.toFixed(4))) : String(Math.round(balance));

/** A stretch in which the account was empty, and at whose end it was topped up. */
export interface EmptyStretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * A month of balances that ends at the cast's closing balance: spending with the day's rhythm, a top-up whenever the
 * account has nearly run out. Told backwards, because it is the end that is known.
 */
export function makeBalances(
  account: HistoryAccount,
  window: { readonly fromMs: number; readonly nowMs: number },
  empty: EmptyStretch | null,
  random: () => number,
): BalanceSample[] {
  const { member } = account;
  const samples: BalanceSample[] = [];
  let balance: number = member.closingBalance;
  let atMs = window.nowMs - MINUTE_MS;
  while (atMs >= window.fromMs) {
    const shown = empty !== null && atMs >= empty.fromMs && atMs < empty.toMs ? 0 : balance;
    samples.push({
      id: makeId(atMs, random),
      accountId: account.id,
      atMs,
      balance: formatBalance(shown, member.provider),
      source: "poll",
    });
    const gapMs = sampleGapMs(window.nowMs - atMs);
    const earlierMs = atMs - gapMs;
    const wasEmptied = empty !== null && atMs >= empty.toMs && earlierMs < empty.toMs;
    const isEmpty = empty !== null && earlierMs >= empty.fromMs && earlierMs < empty.toMs;
    if (wasEmptied) balance = 0;
    if (!isEmpty) {
      const tasks = ((member.callsPerHour / CALLS_PER_TASK) * gapMs) / HOUR_MS;
      balance += tasks * member.pricePerTask * activityAt(atMs) * between(0.3, 1.7, random);
    }
    // Fuller than full: at this moment somebody had topped up an account that was nearly empty.
    if (balance > member.fullBalance) balance = member.fullBalance * between(0.03, 0.12, random);
    atMs = earlierMs;
  }
  return samples.reverse();
}
