import type { RuleSettings } from "@/lib/domain/alert-rules/rule-settings";
import { type LastCall, readSilence, silenceMinutes } from "../measure/measure-silence";
import { accountsIn, type ScopedAccount } from "../measure/rule-subjects";
import type { BacktestRun } from "./backtest-run";
import type { Play } from "./backtest-sources";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const STEPS_PER_QUERY = 120;

/** How busy one account was, as the past goes by. */
function createListener(account: ScopedAccount, settings: RuleSettings, run: BacktestRun, fromMs: number) {
  let lately: { atMs: number; calls: number }[] = [];
  let last: LastCall | null = null;

  const tell = (atMs: number): void => {
    if (last === null || atMs < fromMs) return;
    run.push(account, atMs, readSilence(last, settings, atMs), silenceMinutes(last, atMs));
  };

  /** A silence is told of when it gets too long, and when it ends: in between it only grows. */
  const tellSilence = (untilMs: number): void => {
    if (last === null) return;
    const tooLongMs = last.atMs + (settings.threshold ?? 0) * MINUTE_MS + 1;
    if (tooLongMs >= untilMs) return;
    tell(tooLongMs);
    tell(untilMs);
  };

  return {
    hear: (atMs: number, endMs: number, calls: number): void => {
      tellSilence(atMs);
      lately = [...lately.filter((entry) => entry.atMs > endMs - DAY_MS), { atMs, calls }];
      last = { atMs: endMs, calls: lately.reduce((sum, entry) => sum + entry.calls, 0) };
      tell(endMs);
    },
    end: tellSilence,
  };
}

/** Silences between calls: by hours as long as only those are known, then by minutes. */
export const playSilence: Play = async ({ settings, sources, span, run, breathe }) => {
  const listeners = new Map(
    accountsIn(settings.scope, sources.listAccounts()).map((account) => [
      account.id,
      createListener(account, settings, run, span.fromMs),
    ]),
  );

  const listen = async (stepSeconds: 60 | 3600, fromMs: number, toMs: number): Promise<void> => {
    const stepMs = stepSeconds * 1_000;
    for (let chunkMs = fromMs; chunkMs < toMs; chunkMs += STEPS_PER_QUERY * stepMs) {
      const endMs = Math.min(chunkMs + STEPS_PER_QUERY * stepMs, toMs);
      for (const { accountId, atMs, calls } of await sources.calls.listProgramCalls(stepSeconds, chunkMs, endMs)) {
        listeners.get(accountId)?.hear(atMs, Math.min(atMs + stepMs, span.toMs), calls);
      }
      await breathe();
    }
  };

  await listen(3600, span.fromMs - DAY_MS, span.fineFromMs);
  await listen(60, span.fineFromMs, span.toMs);
  for (const listener of listeners.values()) listener.end(span.toMs);
};
