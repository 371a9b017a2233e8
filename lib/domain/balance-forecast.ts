import { addDecimal, compareDecimal, parseDecimal } from "./balance";

/** Spending before that says little about what is next. */
const LOOK_BACK_MS = 86_400_000;
/** Fewer samples, or a shorter time, are no basis. */
const MIN_SAMPLES = 6;
const MIN_MEASURED_MS = 2 * 3_600_000;
/** An older balance is not the present one: balances are asked for every 5 minutes. */
const MAX_AGE_MS = 3_600_000;
const HOUR_MS = 3_600_000;

interface Sample {
  readonly atMs: number;
  /** Decimal text. */
  readonly balance: string;
}

function usable(samples: readonly Sample[], nowMs: number): Sample[] {
  return samples
    .filter(({ atMs }) => atMs <= nowMs && nowMs - atMs <= LOOK_BACK_MS)
    .flatMap(({ atMs, balance }) => {
      const decimal = parseDecimal(balance);
      return decimal === null ? [] : [{ atMs, balance: decimal }];
    })
    .sort((a, b) => a.atMs - b.atMs);
}

const minus = (a: string, b: string): string => addDecimal(a, b.startsWith("-") ? b.slice(1) : b === "0" ? b : `-${b}`);

/** Doubles keep the order of what they are read from, so only those that come out equal need the whole text. */
function isRise(before: string, after: string): boolean {
  const difference = Number(after) - Number(before);
  return difference === 0 ? compareDecimal(after, before) > 0 : difference > 0;
}

/**
 * What was spent, exactly, and in how long; stretches with a top-up in them are left out of both. From one top-up to the
 * next all falls together are the first balance less the last, which spares adding up hundreds of decimals.
 */
function measureSpending(samples: readonly Sample[]): { spent: string; measuredMs: number } {
  let spent = "0";
  let measuredMs = 0;
  let [first] = samples;
  let last = first;
  for (const sample of samples.slice(1)) {
    if (first === undefined || last === undefined) break;
    if (isRise(last.balance, sample.balance)) {
      spent = addDecimal(spent, minus(first.balance, last.balance));
      first = sample;
    } else {
      measuredMs += sample.atMs - last.atMs;
    }
    last = sample;
  }
  if (first !== undefined && last !== undefined) spent = addDecimal(spent, minus(first.balance, last.balance));
  return { spent, measuredMs };
}

/**
 * Hours until the balance is used up if it is spent as in the last 24 hours; never below 0. Null for "unknown": fewer
 * than 6 samples, less than 2 hours measured, nothing spent, or no balance from the last hour. It says so rather than
 * guess (DESIGN §4).
 *
 * Spending is the sum of all falls between neighbouring samples, over the wall time in which they came:
 * - A rise is a top-up. What was spent meanwhile cannot be told, so that stretch counts neither as spending nor as time:
 *   as time without spending it would make the rest look cheaper.
 * - A gap needs no care: what was spent in it is the fall across it, and its time counts.
 * - Idle nights count as time, so that a forecast made by day does not take the evening for granted. A whole day is
 *   looked at for that reason.
 * - It is a mean, not a median: work that comes in bursts is nothing to most stretches and everything to a few, and a
 *   median of those is 0. A single large fall therefore counts in full, which warns early rather than late.
 *
 * The sum is exact; only the division is not. Samples may come in any order; unreadable ones are passed over.
 */
export function hoursUntilEmpty(samples: readonly Sample[], nowMs: number): number | null {
  const known = usable(samples, nowMs);
  const newest = known.at(-1);
  if (newest === undefined || known.length < MIN_SAMPLES || nowMs - newest.atMs > MAX_AGE_MS) return null;

  const { spent, measuredMs } = measureSpending(known);
  if (measuredMs < MIN_MEASURED_MS || compareDecimal(spent, "0") <= 0) return null;
  const leftMs = (Number(newest.balance) / Number(spent)) * measuredMs - (nowMs - newest.atMs);
  return Math.max(0, leftMs / HOUR_MS);
}
