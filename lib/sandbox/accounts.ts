import type { ResolvedOptions } from "@/lib/sandbox/options";

/** One account at the simulated provider. Amounts are whole millionths of the unit shown, so that sums stay exact. */
export interface SandboxAccount {
  readonly clientKey: string;
  balanceMicros: number;
  /** Until when the key is banned, in UTC epoch milliseconds; `Infinity` until it is unbanned, 0 when it is not. */
  bannedUntilMs: number;
  readonly isAuto: boolean;
}

/** A key with this beginning opens its account on first use, where the provider is told to do so. */
export const AUTO_ACCOUNT_PREFIX = "sandbox-";

const MICROS = 1_000_000;
/** 10 000 points a US dollar, the rate of the default preset. */
const POINTS_PER_DOLLAR = 10_000;
const MAX_AUTO_ACCOUNTS = 10_000;

type AccountOptions = Pick<ResolvedOptions, "balanceStyle" | "autoAccounts" | "startingBalance">;

/**
 * The accounts, by key.
 *
 * With `autoAccounts` a key that starts with `sandbox-` is an account: `sandbox-empty…` opens without balance,
 * `sandbox-banned…` opens banned, any other with the starting balance. The oldest are forgotten above 10 000.
 */
export class Accounts {
  readonly #options: AccountOptions;
  readonly #accounts = new Map<string, SandboxAccount>();
  #autoCount = 0;

  constructor(options: AccountOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#accounts.size;
  }

  /**
   * Opens an account, or replaces the one with this key.
   *
   * @param balance in the unit shown: points, or dollars
   * @throws {RangeError} if `balance` is negative or not finite
   */
  add(clientKey: string, balance: number): SandboxAccount {
    return this.#put({ clientKey, balanceMicros: toMicros(balance), bannedUntilMs: 0, isAuto: false });
  }

  /** The account of a key, opened now if that is allowed; undefined when the provider does not know the key. */
  find(clientKey: string): SandboxAccount | undefined {
    const known = this.#accounts.get(clientKey);
    if (known || !this.#options.autoAccounts || !clientKey.startsWith(AUTO_ACCOUNT_PREFIX)) return known;
    if (this.#autoCount >= MAX_AUTO_ACCOUNTS) this.#forgetOldestAuto();
    const name = clientKey.slice(AUTO_ACCOUNT_PREFIX.length);
    return this.#put({
      clientKey,
      balanceMicros: name.startsWith("empty") ? 0 : toMicros(this.#options.startingBalance),
      bannedUntilMs: name.startsWith("banned") ? Number.POSITIVE_INFINITY : 0,
      isAuto: true,
    });
  }

  /**
   * The account of a key that must exist.
   *
   * @throws {RangeError} if it does not
   */
  require(clientKey: string): SandboxAccount {
    const account = this.find(clientKey);
    if (!account) throw new RangeError("the sandbox has no account with this key");
    return account;
  }

  /** The price of a task in millionths of the unit shown. */
  priceMicros(pricePoints: number): number {
    return this.#options.balanceStyle === "points"
      ? pricePoints * MICROS
      : Math.round((pricePoints * MICROS) / POINTS_PER_DOLLAR);
  }

  /** The balance as the reply shows it: whole points, or dollars with up to six decimals. */
  shownBalance(account: SandboxAccount): number {
    const shown = account.balanceMicros / MICROS;
    return this.#options.balanceStyle === "points" ? Math.floor(shown) : shown;
  }

  clear(): void {
    this.#accounts.clear();
    this.#autoCount = 0;
  }

  #put(account: SandboxAccount): SandboxAccount {
    const replaced = this.#accounts.get(account.clientKey);
    if (replaced?.isAuto) this.#autoCount -= 1;
    if (account.isAuto) this.#autoCount += 1;
    this.#accounts.set(account.clientKey, account);
    return account;
  }

  #forgetOldestAuto(): void {
    for (const [clientKey, account] of this.#accounts) {
      if (!account.isAuto) continue;
      this.#accounts.delete(clientKey);
      this.#autoCount -= 1;
      return;
    }
  }
}

/**
 * An amount in millionths of its unit.
 *
 * @throws {RangeError} if `amount` is negative or not finite
 */
export function toMicros(amount: number): number {
  if (!Number.isFinite(amount) || amount < 0) throw new RangeError(`balance must be >= 0, got ${amount}`);
  return Math.round(amount * MICROS);
}
