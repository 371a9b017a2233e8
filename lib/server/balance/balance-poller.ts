import type { AccountDirectory, ActiveAccount } from "../accounts/directory";
import type { CooldownKeeper, Ticket } from "../guard/cooldown-keeper";
import type { Exchange, ExchangeResult } from "../proxy/exchange";
import type { BalanceBook } from "./balance-book";

/** Asking counts as a call, and one provider allows it once in 30 s (PROTOCOL §1). */
export const LEAST_GAP_MS = 30_000;

/**
 * Banwatch's own `getBalance`. `accountId` is null while the account's key is only being tried out. A probe brings a
 * ticket of its own, for what it is to say nothing to.
 */
export type LookUp = (account: ActiveAccount, accountId: string | null, ticket?: Ticket) => Promise<ExchangeResult>;

export function createLookUp(exchange: Exchange, cooldowns: Pick<CooldownKeeper, "ticket">): LookUp {
  return (account, accountId, ticket = cooldowns.ticket(accountId, account.providerHost)) =>
    exchange({
      account,
      accountId,
      proxyKey: null,
      method: "getBalance",
      keptMethod: "getBalance",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: new TextEncoder().encode(JSON.stringify({ clientKey: account.clientKey })),
      fields: { taskType: null, targetHost: null, taskId: null },
      source: "banwatch",
      callerAddress: null,
      ticket,
    });
}

export interface BalancePoller {
  close(): void;
}

const TICK_MS = 1_000;

/** Questions under way at the same time, for all accounts together. */
const MAX_AT_ONCE = 4;

/**
 * Asks for the balance of every account that nobody asked for within `intervalMs`: one question at a time per account,
 * at least 30 s apart, and none while a cooldown runs, because a call would make the ban longer (DESIGN §4). A program
 * that asks by itself saves Banwatch the call.
 */
export function startBalancePoller(parts: {
  readonly accounts: AccountDirectory;
  readonly balances: BalanceBook;
  readonly cooldowns: Pick<CooldownKeeper, "isHeld">;
  readonly lookUp: LookUp;
  readonly intervalMs: number;
  readonly now: () => number;
}): BalancePoller {
  const { accounts, balances, cooldowns, lookUp, now } = parts;
  const intervalMs = Math.max(parts.intervalMs, LEAST_GAP_MS);
  const askedAtMs = new Map<string, number>();
  const asking = new Set<string>();

  const ask = async (account: ActiveAccount): Promise<void> => {
    asking.add(account.id);
    askedAtMs.set(account.id, performance.now());
    try {
      await lookUp(account, account.id);
    } finally {
      asking.delete(account.id);
    }
  };

  /** Our own questions by a clock that never jumps; a reading by the wall clock, ignored when it lies in the future. */
  const isDue = (account: ActiveAccount): boolean => {
    const sinceAskedMs = performance.now() - (askedAtMs.get(account.id) ?? Number.NEGATIVE_INFINITY);
    const sinceReadMs = now() - (balances.get(account.id).atMs ?? Number.NEGATIVE_INFINITY);
    const wasReadLately = sinceReadMs >= 0 && sinceReadMs < intervalMs;
    return !asking.has(account.id) && sinceAskedMs >= intervalMs && !wasReadLately;
  };

  /** A few at a time: many accounts that fall due together, after a start or a ban, must not look like a storm. */
  const tick = () => {
    const due = accounts
      .list()
      .filter((account) => isDue(account) && !cooldowns.isHeld(account.id, account.providerHost));
    for (const account of due.slice(0, Math.max(0, MAX_AT_ONCE - asking.size))) void ask(account);
  };

  const timer = setInterval(tick, TICK_MS);
  timer.unref();
  return { close: () => clearInterval(timer) };
}
