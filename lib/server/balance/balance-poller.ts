import type { AccountDirectory, ActiveAccount } from "../accounts/directory";
import type { CooldownKeeper } from "../guard/cooldown-keeper";
import type { ExchangeRequest, ExchangeResult } from "../proxy/exchange";

/** Asking counts as a call, and one provider allows it once in 30 s (PROTOCOL §1). */
export const LEAST_GAP_MS = 30_000;

/** Banwatch's own `getBalance`. `accountId` is null while the account's key is only being tried out. */
export type LookUp = (account: ActiveAccount, accountId: string | null) => Promise<ExchangeResult>;

export function createLookUp(exchange: (request: ExchangeRequest) => Promise<ExchangeResult>): LookUp {
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
  /** Looks at once whose turn it is: for new accounts. */
  wake(): void;
  close(): void;
}

const TICK_MS = 1_000;

/**
 * Asks for every account's balance each `intervalMs`: one question at a time per account, at least 30 s apart, and none
 * while a cooldown runs, because a call would make the ban longer (DESIGN §4).
 */
export function startBalancePoller(parts: {
  readonly accounts: AccountDirectory;
  readonly cooldowns: CooldownKeeper;
  readonly lookUp: LookUp;
  readonly intervalMs: number;
  readonly now: () => number;
}): BalancePoller {
  const { accounts, cooldowns, lookUp, now } = parts;
  const intervalMs = Math.max(parts.intervalMs, LEAST_GAP_MS);
  const askedAtMs = new Map<string, number>();
  const asking = new Set<string>();

  const ask = async (account: ActiveAccount): Promise<void> => {
    asking.add(account.id);
    askedAtMs.set(account.id, performance.now());
    await lookUp(account, account.id);
    asking.delete(account.id);
  };

  const tick = () => {
    const active = accounts.list();
    for (const account of active) {
      const elapsedMs = performance.now() - (askedAtMs.get(account.id) ?? Number.NEGATIVE_INFINITY);
      if (asking.has(account.id) || elapsedMs < intervalMs) continue;
      if (!cooldowns.isCooling(account.id, account.providerHost, now())) void ask(account);
    }
    // An account that is gone leaves nothing behind.
    const ids = new Set(active.map((account) => account.id));
    for (const id of askedAtMs.keys()) if (!ids.has(id)) askedAtMs.delete(id);
  };

  const timer = setInterval(tick, TICK_MS);
  timer.unref();
  return { wake: tick, close: () => clearInterval(timer) };
}
