const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The resolutions that calls are counted in. */
export type TallyStepSeconds = 60 | 3600 | 86_400;

interface PeriodSpec {
  readonly lengthMs: number;
  /** Width of one bar. */
  readonly stepMs: number;
  /** The coarsest tally that a bar can be added up from. */
  readonly tallyStepSeconds: TallyStepSeconds;
}

/** The one table of periods. Each makes 60 to 120 bars: enough to see a storm, few enough to tell bars apart. */
export const PERIODS = {
  "1h": { lengthMs: HOUR_MS, stepMs: MINUTE_MS, tallyStepSeconds: 60 },
  "6h": { lengthMs: 6 * HOUR_MS, stepMs: 5 * MINUTE_MS, tallyStepSeconds: 60 },
  "24h": { lengthMs: DAY_MS, stepMs: 15 * MINUTE_MS, tallyStepSeconds: 60 },
  "7d": { lengthMs: 7 * DAY_MS, stepMs: 2 * HOUR_MS, tallyStepSeconds: 3600 },
  "30d": { lengthMs: 30 * DAY_MS, stepMs: 6 * HOUR_MS, tallyStepSeconds: 3600 },
} as const satisfies Record<string, PeriodSpec>;

export type Period = keyof typeof PERIODS;

/** The periods from the shortest to the longest. */
export const PERIOD_IDS = Object.freeze(Object.keys(PERIODS)) as readonly [Period, ...Period[]];

/** Instants in UTC epoch milliseconds; `fromMs` is inside the window and `toMs` is not. */
export interface PeriodWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  readonly tallyStepSeconds: TallyStepSeconds;
  /** Start of the window of the same length that ends at `fromMs`, to compare with. */
  readonly previousFromMs: number;
}

/** True for exactly the names of the table. */
export function isPeriod(value: unknown): value is Period {
  return typeof value === "string" && Object.hasOwn(PERIODS, value);
}

/**
 * The window that a period covers now. Its edges lie on whole steps in UTC and its last bar holds `nowMs`, so every bar
 * but the last is complete, and two requests within one step get the same bars.
 *
 * @throws {RangeError} if `nowMs` is not finite
 */
export function periodWindow(period: Period, nowMs: number): PeriodWindow {
  if (!Number.isFinite(nowMs)) throw new RangeError(`nowMs must be finite, got ${nowMs}`);
  const { lengthMs, stepMs, tallyStepSeconds } = PERIODS[period];
  const toMs = (Math.floor(nowMs / stepMs) + 1) * stepMs;
  const fromMs = toMs - lengthMs;
  return { fromMs, toMs, stepMs, tallyStepSeconds, previousFromMs: fromMs - lengthMs };
}

/** The start of every bar, ascending, including bars in which nothing happened. */
export function bucketStarts({ fromMs, toMs, stepMs }: Pick<PeriodWindow, "fromMs" | "toMs" | "stepMs">): number[] {
  return Array.from({ length: Math.round((toMs - fromMs) / stepMs) }, (_, index) => fromMs + index * stepMs);
}
