import type { AccountBalance, BalancesResponse } from "@/lib/contracts/balances";

export interface SparklineModel {
  /** `value` is for drawing, `balance` for reading. */
  readonly points: readonly { readonly atMs: number; readonly value: number; readonly balance: string }[];
  readonly fromMs: number;
  readonly toMs: number;
  /** The range of the vertical axis, wider than the values by a margin. */
  readonly valueDomain: readonly [low: number, high: number];
  /** Those that lie in the range: far ones would flatten the curve. */
  readonly thresholds: readonly { readonly level: "low" | "critical"; readonly value: number }[];
}

export interface BalanceCard extends Omit<AccountBalance, "samples"> {
  /** Null while there are fewer than two samples. */
  readonly sparkline: SparklineModel | null;
}

/** The part of the values' range that is left free above and below the curve. */
const MARGIN = 0.15;

/** How far beyond the curve's own range, in parts of it, a threshold still widens the picture. */
const THRESHOLD_REACH = 1;

const ORDER: Record<AccountBalance["level"], number> = { empty: 0, critical: 1, low: 2, unknown: 3, ok: 4 };

/** One card an account, the one that needs a look first. Accounts that are alike keep their order. */
export function prepareBalanceCards(response: Pick<BalancesResponse, "accounts" | "fromMs" | "toMs">): BalanceCard[] {
  const { accounts, fromMs, toMs } = response;
  return accounts
    .map(({ samples, ...facts }) => ({ ...facts, sparkline: prepareSparkline(samples, facts, fromMs, toMs) }))
    .sort((a, b) => ORDER[a.level] - ORDER[b.level]);
}

/**
 * The curve of a balance. Where it is drawn a float is exact enough; figures are never taken from here.
 *
 * A flat curve gets a range of its own, so that it runs through the middle; the range goes below zero only when the
 * balance does.
 */
export function prepareSparkline(
  samples: AccountBalance["samples"],
  thresholds: Pick<AccountBalance, "lowBalance" | "criticalBalance">,
  fromMs: number,
  toMs: number,
): SparklineModel | null {
  const points = samples.map(({ atMs, balance }) => ({ atMs, balance, value: Number(balance) }));
  if (points.length < 2) return null;
  const values = points.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const reach = (most - least || Math.abs(most) * 0.1 || 1) * THRESHOLD_REACH;

  const inRange = [
    { level: "low" as const, text: thresholds.lowBalance },
    { level: "critical" as const, text: thresholds.criticalBalance },
  ]
    .flatMap(({ level, text }) => (text === null ? [] : [{ level, value: Number(text) }]))
    .filter(({ value }) => value >= least - reach && value <= most + reach);

  const shown = [...values, ...inRange.map(({ value }) => value)];
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  const margin = (high - low || Math.abs(high) * 0.1 || 1) * MARGIN;
  const bottom = low >= 0 ? Math.max(0, low - margin) : low - margin;
  return { points, fromMs, toMs, valueDomain: [bottom, high + margin], thresholds: inRange };
}
