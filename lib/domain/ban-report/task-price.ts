import { compareDecimal, parseDecimal } from "../balance";

/** A balance that was read at an instant, as decimal text. */
export interface BalanceReading {
  readonly atMs: number;
  readonly balance: string;
}

/** Tasks that were created in the minute that begins at `minuteMs`. */
export interface MinuteTasks {
  readonly minuteMs: number;
  readonly tasks: number;
}

/** Fewer say little: readings and tasks are only known to be of the same time to the minute. */
const LEAST_TASKS = 3;

/** Prices are kept to a millionth of the unit. */
const PRICE_SCALE = 6;
const HALF_MINUTE_MS = 30_000;
/** As many digits before the point as the API's decimal text has. */
const MAX_WHOLE_DIGITS = 24;

/** A stretch of readings in which the balance never rose. */
interface Falling {
  readonly fromMs: number;
  readonly toMs: number;
  readonly first: string;
  readonly last: string;
}

/** Cuts the readings where the balance rose: what was spent meanwhile cannot be told from what was paid in. */
function listFalling(readings: readonly BalanceReading[]): Falling[] {
  const stretches: Falling[] = [];
  for (const { atMs, balance } of readings) {
    const value = parseDecimal(balance);
    if (value === null) continue;
    const current = stretches.at(-1);
    if (current !== undefined && compareDecimal(value, current.last) <= 0) {
      stretches[stretches.length - 1] = { ...current, toMs: atMs, last: value };
    } else {
      stretches.push({ fromMs: atMs, toMs: atMs, first: value, last: value });
    }
  }
  return stretches;
}

/** Whole units of 10^-scale. */
function toScaled(decimal: string, scale: number): bigint {
  const [whole = "", fraction = ""] = decimal.split(".");
  return BigInt(whole + fraction.padEnd(scale, "0").slice(0, scale));
}

const scaleOf = (decimal: string) => decimal.split(".")[1]?.length ?? 0;

function fromScaled(value: bigint, scale: number): string | null {
  const digits = value.toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  if (whole.length > MAX_WHOLE_DIGITS) return null;
  return parseDecimal(scale === 0 ? whole : `${whole}.${digits.slice(digits.length - scale)}`);
}

/**
 * What a task cost on average, as decimal text in the unit of the balance, rounded to the nearest millionth. Exact
 * until then: no float takes part.
 *
 * A rise of the balance is a top-up or a refund and no spending: the time between its two readings is left out, with the
 * tasks of that time. A minute belongs to the stretch that its middle lies in.
 *
 * @param readings the oldest first; what is not a number is passed over
 * @param tasks in any order
 * @returns null when it cannot be told: fewer than three tasks between readings, or nothing was spent
 */
export function averageTaskPrice(readings: readonly BalanceReading[], tasks: readonly MinuteTasks[]): string | null {
  const stretches = listFalling(readings);
  const scale = Math.max(PRICE_SCALE, ...stretches.flatMap(({ first, last }) => [scaleOf(first), scaleOf(last)]));
  let spent = 0n;
  let count = 0;
  for (const { fromMs, toMs, first, last } of stretches) {
    const inside = tasks.filter(
      ({ minuteMs }) => minuteMs + HALF_MINUTE_MS >= fromMs && minuteMs + HALF_MINUTE_MS < toMs,
    );
    spent += toScaled(first, scale) - toScaled(last, scale);
    count += inside.reduce((sum, minute) => sum + minute.tasks, 0);
  }
  if (count < LEAST_TASKS || spent <= 0n) return null;
  const divisor = BigInt(count) * 10n ** BigInt(scale - PRICE_SCALE);
  const price = fromScaled((2n * spent + divisor) / (2n * divisor), PRICE_SCALE);
  return price === "0" ? null : price;
}

/**
 * What so many tasks cost, exact.
 *
 * @param pricePerTask decimal text, not negative
 * @returns null when it has more than 24 digits before the point
 * @throws {RangeError} if `tasks` is negative or not whole
 */
export function costOfTasks(pricePerTask: string, tasks: number): string | null {
  if (!Number.isSafeInteger(tasks) || tasks < 0) throw new RangeError(`tasks must be a whole number, got ${tasks}`);
  const scale = scaleOf(pricePerTask);
  return fromScaled(toScaled(pricePerTask, scale) * BigInt(tasks), scale);
}
