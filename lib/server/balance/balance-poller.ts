import type { AccountDirectory, ActiveAccount } from "../accounts/directory";
import type { CooldownKeeper } from "../guard/cooldown-keeper";
import type { Exchange, ExchangeResult } from "../proxy/exchange";
import type { BalanceBook } from "./balance-book";

/** Asking counts as a call, and one provider allows it once in 30 s (PROTOCOL §1). */
export const LEAST_GAP_MS = 30_000;

/** Banwatch's own `getBalance`. `accountId` is null while the account's key is only being tried out. */
export type LookUp = (account: ActiveAccount, accountId: string | null) => Promise<ExchangeResult>;

export function createLookUp(exchange: Exchange): LookUp {
  return (account, accountId) =>
    exchange({
      account,
      accountId,
      method: "getBalance",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: new TextEncoder().encode(JSON.stringify({ clientKey: account.clientKey })),
      fields: { taskType: null, targetHost: null, taskId: null },
      source: "banwatch",
      callerAddress: null,
    });
}

export interface BalancePoller {
  close(): void;
}

const TICK_MS = 1_000;

/**
 * Asks for the balance of every account that nobody asked for within `intervalMs`: one question at a time per account,
 * at least 30 s apart, and none while a cooldown runs, because a call would make the ban longer (DESIGN §4). A program
 * that asks by itself saves Banwatch the call.
 */
export function startBalancePoller(parts: {
  readonly accounts: AccountDirectory;
  readonly balances: BalanceBook;
  readonly cooldowns: CooldownKeeper;
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
    askedAtMs.set(account.id, now());
    await lookUp(account, account.id);
    asking.delete(account.id);
  };

  const isDue = (account: ActiveAccount): boolean => {
    const lastMs = Math.max(askedAtMs.get(account.id) ?? 0, balances.get(account.id).atMs ?? 0);
    // A clock that was set back must not silence the look-ups until it has caught up.
    const elapsedMs = Math.abs(now() - lastMs);
    return !asking.has(account.id) && elapsedMs >= intervalMs;
  };

  const tick = () => {
    for (const account of accounts.list()) {
      if (isDue(account) && !cooldowns.isCooling(account.id, account.providerHost, now())) void ask(account);
    }
  };

  const timer = setInterval(tick, TICK_MS);
  timer.unref();
  return { close: () => clearInterval(timer) };
}
