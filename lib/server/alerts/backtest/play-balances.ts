import { hoursUntilEmpty } from "@/lib/domain/balance-forecast";
import { balanceThreshold, readBalance } from "../measure/measure-balance";
import { readNumber } from "../measure/measurement";
import { accountsIn } from "../measure/rule-subjects";
import type { Play } from "./backtest-sources";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Of each ten minutes the last balance. */
const LOW_STEP_MS = 10 * MINUTE_MS;
/** A forecast reads a whole day of them, so there are fewer. */
const FORECAST_SAMPLE_MS = 15 * MINUTE_MS;
const FORECAST_EVERY_MS = 30 * MINUTE_MS;

/** Balances against their threshold. The account's own threshold is the one that it has now. */
export const playLowBalance: Play = async ({ settings, sources, span, run, breathe }) => {
  const accounts = accountsIn(settings.scope, sources.listAccounts()).map((account) => ({
    account,
    limit: balanceThreshold(settings, sources.thresholdsOf(account.id)),
  }));
  const byId = new Map(accounts.map((entry) => [entry.account.id, entry]));
  for (let dayMs = span.fromMs; dayMs < span.toMs; dayMs += DAY_MS) {
    const samples = await sources.samples.listThinned(dayMs, Math.min(dayMs + DAY_MS, span.toMs), LOW_STEP_MS);
    for (const { accountId, atMs, balance } of samples) {
      const entry = byId.get(accountId);
      if (entry === undefined) continue;
      const { account, limit } = entry;
      run.push(account, atMs, readBalance(balance, limit, settings.clearAt), Number(balance));
    }
    await breathe();
  }
};

interface Sample {
  readonly atMs: number;
  readonly balance: string;
}

/** Forecasts as they would have been made. */
export const playForecast: Play = async ({ settings, sources, span, run, breathe }) => {
  const accounts = accountsIn(settings.scope, sources.listAccounts());
  const lately = new Map<string, readonly Sample[]>(accounts.map(({ id }) => [id, []]));
  for (let dayMs = span.fromMs - DAY_MS; dayMs < span.toMs; dayMs += DAY_MS) {
    const samples = await sources.samples.listThinned(dayMs, Math.min(dayMs + DAY_MS, span.toMs), FORECAST_SAMPLE_MS);
    for (const account of accounts) {
      const before = lately.get(account.id) ?? [];
      const today = samples.filter(({ accountId }) => accountId === account.id);
      const known = [...before, ...today];
      for (
        let atMs = Math.max(dayMs, span.fromMs);
        atMs < Math.min(dayMs + DAY_MS, span.toMs);
        atMs += FORECAST_EVERY_MS
      ) {
        const value = hoursUntilEmpty(
          known.filter((sample) => sample.atMs > atMs - DAY_MS && sample.atMs <= atMs),
          atMs,
        );
        run.push(account, atMs, readNumber(value, settings), value);
      }
      lately.set(account.id, today);
      await breathe();
    }
  }
};
