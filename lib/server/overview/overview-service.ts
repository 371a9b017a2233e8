import type { BalancesQuery, BalancesResponse } from "@/lib/contracts/balances";
import type { OverviewQuery, OverviewResponse } from "@/lib/contracts/overview";
import { addDecimal } from "@/lib/domain/balance";
import { periodWindow } from "@/lib/domain/period";
import { getPreset } from "@/lib/domain/provider-presets";
import type { AccountService } from "../accounts/account-service";
import type { BalanceBook } from "../balance/balance-book";
import type { CooldownKeeper } from "../guard/cooldown-keeper";
import type { BalanceSampleStore } from "../store/balance-samples";
import type { OriginTotal, TallyStore } from "../store/tallies";

export interface OverviewService {
  /** The figures of the tiles, for the period and the one before it. */
  get(query: OverviewQuery): Promise<OverviewResponse>;
  /** Every active account's balance, with samples for a sparkline. */
  getBalances(query: BalancesQuery): Promise<BalancesResponse>;
}

type Totals = OverviewResponse["current"];

/** A sparkline has room for no more points. */
const MAX_SAMPLES = 120;

function toTotals(rows: readonly OriginTotal[]): Totals {
  const of = (origin: string) => rows.find((row) => row.origin === origin) ?? { calls: 0, errors: 0 };
  const { calls, errors } = of("upstream");
  return {
    calls,
    errors,
    errorRate: calls === 0 ? null : errors / calls,
    answeredHere: { held: of("held").calls, local: of("local").calls, transport: of("transport").calls },
  };
}

export function createOverviewService(parts: {
  readonly accounts: Pick<AccountService, "list">;
  readonly balances: BalanceBook;
  readonly cooldowns: Pick<CooldownKeeper, "listRunning">;
  readonly samples: BalanceSampleStore;
  readonly tallies: TallyStore;
  readonly now: () => number;
}): OverviewService {
  const { accounts, balances, cooldowns, samples, tallies, now } = parts;

  const listActive = () => accounts.list().accounts.filter((account) => account.archivedAtMs === null);

  const sumBalances = (): OverviewResponse["balances"] => {
    const totals = new Map<string, OverviewResponse["balances"][number]>();
    for (const { unit, provider, providerName, balance } of listActive()) {
      if (balance === null) continue;
      // A point buys something else at each provider.
      const total = { unit, providerName: getPreset(provider).unit === "points" ? providerName : null };
      const key = JSON.stringify(total);
      const before = totals.get(key) ?? { ...total, balance: "0", accounts: 0 };
      totals.set(key, { ...before, balance: addDecimal(before.balance, balance), accounts: before.accounts + 1 });
    }
    return [...totals.values()];
  };

  return {
    get: async ({ period }) => {
      const { fromMs, toMs, previousFromMs } = periodWindow(period, now());
      const [current, previous] = await Promise.all([
        tallies.sumByOrigin(fromMs, toMs),
        tallies.sumByOrigin(previousFromMs, fromMs),
      ]);
      return {
        serverNowMs: now(),
        fromMs,
        toMs,
        current: toTotals(current),
        previous: toTotals(previous),
        bannedNow: cooldowns.listRunning().length,
        accounts: listActive().length,
        balances: sumBalances(),
      };
    },
    getBalances: async ({ period }) => {
      const { fromMs, toMs } = periodWindow(period, now());
      const stored = await samples.listThinned(fromMs, toMs, (toMs - fromMs) / MAX_SAMPLES);
      return {
        serverNowMs: now(),
        fromMs,
        toMs,
        totals: sumBalances(),
        accounts: listActive().map((account) => ({
          accountId: account.id,
          account: account.name,
          providerName: account.providerName,
          unit: account.unit,
          balance: account.balance,
          atMs: account.balanceAtMs,
          level: account.level,
          lowBalance: account.lowBalance,
          criticalBalance: account.criticalBalance,
          lookUpFailure: balances.get(account.id).failure,
          samples: stored
            .filter((sample) => sample.accountId === account.id)
            .map(({ atMs, balance }) => ({ atMs, balance })),
        })),
      };
    },
  };
}
