/** calm below half of the limit, elevated from half, critical from nine tenths. */
export type RiskLevel = "calm" | "elevated" | "critical";

/** What is kept back so that an address stays below its limit: nothing, new tasks, or every call. */
export type Shedding = "none" | "createTask" | "all";

export interface BanRiskReading {
  readonly level: RiskLevel;
  /** How many more errors until the limit, never below 0. */
  readonly left: number;
}

/** Whether the next warning may be given, and whether it is due now. */
export interface WarningStep {
  readonly isArmed: boolean;
  readonly isDue: boolean;
}

function assertLimit(limit: number): void {
  if (!Number.isInteger(limit) || limit <= 0) throw new RangeError(`limit must be a whole number > 0, got ${limit}`);
}

/**
 * How near an address is to being banned (DESIGN §3, "ban risk").
 *
 * @param errors the provider's errors of the last 60 seconds
 * @param limit errors a minute at which a ban is to be expected
 * @throws {RangeError} if `limit` is not a whole number above 0
 */
export function readRisk(errors: number, limit: number): BanRiskReading {
  assertLimit(limit);
  const level = errors * 10 >= limit * 9 ? "critical" : errors * 2 >= limit ? "elevated" : "calm";
  return { level, left: Math.max(0, limit - errors) };
}

/**
 * The number of errors from which a method is shed: new tasks from three quarters of the limit, since each leads to
 * dozens of further calls; everything from nine tenths.
 *
 * @throws {RangeError} if `limit` is not a whole number above 0
 */
export function shedsFrom(method: string, limit: number): number {
  assertLimit(limit);
  return method === "createTask" ? Math.ceil((limit * 3) / 4) : Math.ceil((limit * 9) / 10);
}

/** What is to be shed at this many errors. @throws {RangeError} if `limit` is not a whole number above 0 */
export function whatToShed(errors: number, limit: number): Shedding {
  if (errors >= shedsFrom("", limit)) return "all";
  return errors >= shedsFrom("createTask", limit) ? "createTask" : "none";
}

/**
 * One warning when half of the limit is reached; the next only after the count fell below a quarter and rose again. A
 * count that swings about the half would warn every minute otherwise.
 *
 * Ask it before an error is added as well as after: the count falls by itself in between.
 *
 * @throws {RangeError} if `limit` is not a whole number above 0
 */
export function stepWarning(isArmed: boolean, errors: number, limit: number): WarningStep {
  assertLimit(limit);
  if (isArmed) return errors * 2 >= limit ? { isArmed: false, isDue: true } : { isArmed, isDue: false };
  return { isArmed: errors * 4 < limit, isDue: false };
}
