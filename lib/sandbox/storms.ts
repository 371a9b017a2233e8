/** A time in which a share of calls fails. */
export interface Storm {
  readonly code: string;
  /** From 0 to 1. */
  readonly share: number;
  /** In UTC epoch milliseconds. */
  readonly untilMs: number;
  /** Only calls of this method; any method when left out. */
  readonly method?: string;
  readonly description?: string;
  /** Whether its errors count towards the ban of the address. Default false. */
  readonly countsTowardsBan?: boolean;
}

/**
 * How the whole provider can fail: `overload` (ERROR_SERVICE_UNAVALIABLE), `fault` (ERROR_INTERNAL_SERVER_ERROR),
 * `no-slots` (ERROR_NO_SLOT_AVAILABLE on createTask), `gateway` (HTML, 502), `drop` (no reply at all).
 */
export type OutageKind = "overload" | "fault" | "no-slots" | "gateway" | "drop";

/** The storms that are on, and the outage if there is one. */
export class Storms {
  readonly #random: () => number;
  #storms: Storm[] = [];
  outage: OutageKind | null = null;

  constructor(random: () => number) {
    this.#random = random;
  }

  /**
   * Starts a storm; several can be on at a time, and the first that strikes a call decides.
   *
   * @throws {RangeError} if `share` is not from 0 to 1
   */
  start(storm: Storm): void {
    if (!(storm.share >= 0 && storm.share <= 1)) {
      throw new RangeError(`share must be from 0 to 1, got ${storm.share}`);
    }
    this.#storms.push(storm);
  }

  /** The storm that strikes this call, if any does. */
  strike(method: string, nowMs: number): Storm | undefined {
    if (this.#storms.length === 0) return undefined;
    this.#storms = this.#storms.filter(({ untilMs }) => untilMs > nowMs);
    return this.#storms.find(
      (storm) => (storm.method === undefined || storm.method === method) && this.#random() < storm.share,
    );
  }

  clear(): void {
    this.#storms = [];
    this.outage = null;
  }
}
