import type { RulePreviewResponse } from "@/lib/contracts/alert-rules";
import type { RuleKind } from "@/lib/domain/alert-rules/kinds";
import type { RuleSettings } from "@/lib/domain/alert-rules/rule-settings";
import { RequestError } from "../../request-error";
import { createBacktestRun } from "./backtest-run";
import type { BacktestSources, BacktestSpan, Play } from "./backtest-sources";
import { createOneAtATime } from "./one-at-a-time";
import { playForecast, playLowBalance } from "./play-balances";
import { playRates, playRisk } from "./play-rates";
import { playSilence } from "./play-silence";
import { playCodes, playCooldowns } from "./play-spans";

/** When a rule would have fired in the last 30 days. @throws {RequestError} 503 while too many ask, or it takes too long */
export type Backtest = (settings: RuleSettings) => Promise<RulePreviewResponse>;

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const LOOK_BACK_MS = 30 * DAY_MS;
/** Tallies of minutes are kept for four days, and the longest window, a day, must be known before the first of them. */
const FINE_MS = 3 * DAY_MS - HOUR_MS;
const MAX_WAITING = 3;
const MAX_DURATION_MS = 20_000;

/** Banwatch keeps no history of its own troubles. */
const NO_HISTORY: Play = () => Promise.resolve();

const PLAYS: Readonly<Record<RuleKind, Play>> = {
  "ip-ban": playCooldowns,
  "key-ban": playCooldowns,
  "wrong-key": playCooldowns,
  "zero-balance": playCooldowns,
  "low-balance": playLowBalance,
  "time-to-empty": playForecast,
  "ban-risk": playRisk,
  "error-rate": playRates,
  "provider-unavailable": playRates,
  "new-code": playCodes,
  "no-traffic": playSilence,
  "channel-failing": NO_HISTORY,
  "deliveries-late": NO_HISTORY,
  "recording-late": NO_HISTORY,
};

const COUNTED: ReadonlySet<Play> = new Set([playRates, playRisk, playSilence]);

function spanAt(nowMs: number): BacktestSpan {
  const toMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
  const hourMs = Math.floor(toMs / HOUR_MS) * HOUR_MS;
  return { fromMs: hourMs - LOOK_BACK_MS, toMs, fineFromMs: hourMs - FINE_MS };
}

/** Lets the event loop have its turn between two pieces of work. */
function createBreathe(): () => Promise<void> {
  const deadlineMs = performance.now() + MAX_DURATION_MS;
  return async () => {
    if (performance.now() > deadlineMs) {
      const message = "This takes too long here. Narrow the rule to fewer accounts.";
      throw new RequestError(503, "takes_too_long", message);
    }
    await new Promise((resolve) => setImmediate(resolve));
  };
}

/**
 * @param parts.knownSinceMs since when there is anything to know: the first account; null when there is none. What is kept of
 *   an earlier time counts as well
 */
export function createBacktest(
  parts: BacktestSources & { readonly knownSinceMs: () => number | null; readonly now: () => number },
): Backtest {
  const inTurn = createOneAtATime(MAX_WAITING);

  /** Before that nothing is known that such a rule could have seen. */
  const findKnownFromMs = async ({ when, threshold }: RuleSettings, span: BacktestSpan): Promise<number> => {
    const play = PLAYS[when];
    if (play === NO_HISTORY) return span.toMs;
    const firstHourMs = await parts.calls.findFirstHourMs();
    if (COUNTED.has(play) && play !== playRisk) return firstHourMs ?? span.toMs;
    const firsts = [
      parts.knownSinceMs(),
      firstHourMs,
      await parts.cooldownSpans.findFirstMs(),
      await parts.samples.findFirstMs(),
    ].filter((atMs) => atMs !== null);
    const sinceMs = Math.min(...firsts, span.toMs);
    // Warnings tell of the half of the limit, so that more than that shows by minutes only.
    return play === playRisk && (threshold ?? 0) > 0.5 ? Math.max(sinceMs, span.fineFromMs) : sinceMs;
  };

  const look = async (settings: RuleSettings): Promise<RulePreviewResponse> => {
    const span = spanAt(parts.now());
    const play = PLAYS[settings.when];
    const run = createBacktestRun(settings, span);
    const knownFromMs = Math.min(await findKnownFromMs(settings, span), span.toMs);
    await play({ settings, sources: parts, span, run, breathe: createBreathe() });
    return {
      serverNowMs: parts.now(),
      fromMs: span.fromMs,
      toMs: span.toMs,
      ...run.finish(),
      coarseBeforeMs: COUNTED.has(play) && knownFromMs < span.fineFromMs ? span.fineFromMs : null,
      unknownBeforeMs: knownFromMs > span.fromMs ? knownFromMs : null,
    };
  };

  return (settings) => inTurn(() => look(settings));
}
