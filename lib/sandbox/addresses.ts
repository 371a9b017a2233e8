import type { ResolvedOptions } from "@/lib/sandbox/options";

/** What an error did to count: an ordinary one, or a call on an empty balance, which has a limit of its own. */
export type ErrorWeight = "error" | "empty-balance";

interface AddressState {
  errorTimesMs: number[];
  emptyBalanceTimesMs: number[];
  ban: { lengthSeconds: number; untilMs: number } | null;
}

type Limits = Pick<
  ResolvedOptions,
  "errorsPerMinuteLimit" | "emptyBalanceCallsLimit" | "banSeconds" | "extendBanOnCall"
>;

const WINDOW_MS = 60_000;

/**
 * The addresses that call, how many errors each caused in the last minute, and which are banned.
 *
 * Source of the rules: a ban follows too many errors in a short time, calls on an empty balance among them, and is
 * lifted only if the rule-breaking stops. The table is bounded: the address that has been quiet longest is forgotten.
 */
export class Addresses {
  readonly #limits: Limits;
  readonly #maxAddresses: number;
  readonly #states = new Map<string, AddressState>();

  constructor(limits: Limits, maxAddresses = 10_000) {
    this.#limits = limits;
    this.#maxAddresses = maxAddresses;
  }

  /** How many addresses are remembered. */
  get size(): number {
    return this.#states.size;
  }

  /**
   * Whether a call from `address` is refused; such a call prolongs the ban if the provider does that.
   *
   * @returns the length of the ban in seconds, or null when the address is free
   */
  refuseBanned(address: string, nowMs: number): number | null {
    const state = this.#states.get(address);
    if (!state?.ban) return null;
    if (nowMs >= state.ban.untilMs) {
      state.ban = null;
      return null;
    }
    if (this.#limits.extendBanOnCall) state.ban.untilMs = nowMs + state.ban.lengthSeconds * 1000;
    return state.ban.lengthSeconds;
  }

  /**
   * Counts one error that a caller caused.
   *
   * @returns the length in seconds of the ban that it started, or null
   */
  countError(address: string, weight: ErrorWeight, nowMs: number): number | null {
    const { errorsPerMinuteLimit, emptyBalanceCallsLimit, banSeconds } = this.#limits;
    const state = this.#touch(address);
    const isOver =
      addToWindow(state.errorTimesMs, errorsPerMinuteLimit, nowMs) ||
      (weight === "empty-balance" && addToWindow(state.emptyBalanceTimesMs, emptyBalanceCallsLimit, nowMs));
    if (!isOver) return null;
    this.ban(address, banSeconds, nowMs);
    return banSeconds;
  }

  /** Bans `address` from now on. Its error counts start from zero afterwards. */
  ban(address: string, lengthSeconds: number, nowMs: number): void {
    const state = this.#touch(address);
    state.ban = { lengthSeconds, untilMs: nowMs + lengthSeconds * 1000 };
    state.errorTimesMs = [];
    state.emptyBalanceTimesMs = [];
  }

  /** Ends the ban of `address`, if there is one. */
  lift(address: string): void {
    const state = this.#states.get(address);
    if (state) state.ban = null;
  }

  /** When the ban of `address` ends in UTC epoch milliseconds, or null when there is none. */
  bannedUntilMs(address: string, nowMs: number): number | null {
    const ban = this.#states.get(address)?.ban;
    return ban && ban.untilMs > nowMs ? ban.untilMs : null;
  }

  clear(): void {
    this.#states.clear();
  }

  #touch(address: string): AddressState {
    const known = this.#states.get(address);
    const state = known ?? { errorTimesMs: [], emptyBalanceTimesMs: [], ban: null };
    // Put in anew, so that the map's order is the order of the last error.
    if (known) this.#states.delete(address);
    else if (this.#states.size >= this.#maxAddresses) this.#forgetOne();
    this.#states.set(address, state);
    return state;
  }

  #forgetOne(): void {
    let victim = this.#states.keys().next().value;
    for (const [address, state] of this.#states) {
      if (state.ban) continue;
      victim = address;
      break;
    }
    if (victim !== undefined) this.#states.delete(victim);
  }
}

/** Adds one to a sliding minute; true when more than `limit` are in it. Holds at most `limit` + 1 instants. */
function addToWindow(timesMs: number[], limit: number, nowMs: number): boolean {
  if (limit === Number.POSITIVE_INFINITY) return false;
  timesMs.push(nowMs);
  while (timesMs.length > 0 && (timesMs[0] as number) <= nowMs - WINDOW_MS) timesMs.shift();
  return timesMs.length > limit;
}
