import type { AccountBalance, BalancesResponse } from "@/lib/contracts/balances";

export interface SparklineModel {
  /** `value` is for drawing, `balance` for reading. */
  readonly points: readonly { readonly atMs: number; readonly value: number; readonly balance: string }[];
  /** The ends of the horizontal axis: the period, or the readings' own ends where they cover hardly any of it. */
  readonly fromMs: number;
  readonly toMs: number;
  /** The picture begins with the first reading, not with the period. */
  readonly isZoomed: boolean;
  /** The lowest and the highest balance, as they were read. */
  readonly least: string;
  readonly most: string;
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

/** Below this part of the highest balance, the lowest makes the axis begin at zero: a fall to the half looks like one. */
const NEAR_PART = 0.6;

/** Readings that cover less of the period than this would be a vertical stroke. */
const STROKE_PART = 0.05;

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
 * A curve that loses much of its height stands on zero, else it fills the picture. A flat curve gets a range of its own, so that it runs through the middle; the range goes below zero only when the
 * balance does.
 */
export function prepareSparkline(
  samples: AccountBalance["samples"],
  thresholds: Pick<AccountBalance, "lowBalance" | "criticalBalance">,
  fromMs: number,
  toMs: number,
): SparklineModel | null {
  const points = samples.map(({ atMs, balance }) => ({ atMs, balance, value: Number(balance) }));
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || first.atMs === last.atMs) return null;
  const values = points.map(({ value }) => value);
  const [lowest, highest] = points.reduce(
    ([low, high], point) => [point.value < low.value ? point : low, point.value > high.value ? point : high],
    [first, first],
  );
  const [least, most] = [lowest.value, highest.value];
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
  const standsOnZero = least >= 0 && least < most * NEAR_PART;
  const bottom = low < 0 ? low - margin : standsOnZero ? 0 : Math.max(0, low - margin);
  const isZoomed = last.atMs - first.atMs < (toMs - fromMs) * STROKE_PART;
  return {
    points,
    fromMs: isZoomed ? first.atMs : fromMs,
    toMs: isZoomed ? last.atMs : toMs,
    isZoomed,
    least: lowest.balance,
    most: highest.balance,
    valueDomain: [bottom, high + margin],
    thresholds: inRange,
  };
}
