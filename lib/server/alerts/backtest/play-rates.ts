import type { CallTotal } from "../../store/alerts/call-totals";
import { readNumber } from "../measure/measurement";
import type { Play } from "./backtest-sources";
import { type CountedSubject, countCalls, countedSubjects, windowSteps } from "./rate-kinds";
import { createRollingWindow, NOTHING, type RollingWindow } from "./rolling-window";

/** So few steps at once that no query holds up the event loop. */
const STEPS_PER_QUERY = { 60: 20, 3600: 8 } as const;

const MINUTE_MS = 60_000;

type Parts = Parameters<Play>[0];

interface Counting {
  readonly subject: CountedSubject;
  readonly window: RollingWindow;
}

/** The totals of each step, by account. */
function groupSteps(totals: readonly CallTotal[]): Map<number, Map<string, CallTotal[]>> {
  const steps = new Map<number, Map<string, CallTotal[]>>();
  for (const total of totals) {
    const step = steps.get(total.atMs) ?? new Map<string, CallTotal[]>();
    const own = step.get(total.accountId) ?? [];
    own.push(total);
    step.set(total.accountId, own);
    steps.set(total.atMs, step);
  }
  return steps;
}

/** Minutes are read when they are over, hours hold from their beginning: by then nothing else is known of them. */
async function playSteps(
  { settings, sources, run, breathe }: Parts,
  stepSeconds: 60 | 3600,
  { fromMs, tellFromMs, toMs }: { fromMs: number; tellFromMs: number; toMs: number },
): Promise<void> {
  const stepMs = stepSeconds * 1_000;
  const counting = countedSubjects(settings, sources.listAccounts()).map(
    (subject): Counting => ({ subject, window: createRollingWindow(windowSteps(settings, stepSeconds)) }),
  );

  const slide = (
    { subject, window }: Counting,
    atMs: number,
    byAccount: Map<string, CallTotal[]> | undefined,
  ): void => {
    const totals = byAccount === undefined ? [] : [...subject.accountIds].flatMap((id) => byAccount.get(id) ?? []);
    if (totals.length === 0 && window.isEmpty()) return;
    const value = subject.measure(window.slide(totals.length === 0 ? NOTHING : countCalls(settings, totals)));
    const tellMs = stepSeconds === 60 ? Math.min(atMs + stepMs, toMs) : atMs;
    if (tellMs >= tellFromMs) run.push(subject, tellMs, readNumber(value, settings), value);
  };

  const perQueryMs = STEPS_PER_QUERY[stepSeconds] * stepMs;
  for (let chunkMs = fromMs; chunkMs < toMs; chunkMs += perQueryMs) {
    const endMs = Math.min(chunkMs + perQueryMs, toMs);
    const steps = groupSteps(await sources.calls.listSteps(stepSeconds, chunkMs, endMs));
    for (let atMs = chunkMs; atMs < endMs; atMs += stepMs) {
      const step = steps.get(atMs);
      for (const one of counting) slide(one, atMs, step);
    }
    await breathe();
  }
}

/** Shares of calls: by hours as long as only those are known, then by minutes. */
export const playRates: Play = async (parts) => {
  const { settings, span } = parts;
  await playSteps(parts, 3600, { fromMs: span.fromMs, tellFromMs: span.fromMs, toMs: span.fineFromMs });
  // The first minute that is told is the last one before: its window must be full as well.
  const warmUpMs = windowSteps(settings, 60) * MINUTE_MS;
  await playSteps(parts, 60, { fromMs: span.fineFromMs - warmUpMs, tellFromMs: span.fineFromMs, toMs: span.toMs });
};

const MAX_WARNINGS = 5_000;

/** Nearness to a ban: by the warnings of half the limit as long as only those are known, then by minutes. */
export const playRisk: Play = async (parts) => {
  const { settings, sources, span, run } = parts;
  const subjects = countedSubjects(settings, sources.listAccounts());
  const warnings = await sources.warnings.listSince(span.fromMs, MAX_WARNINGS);
  for (const { atMs, providerHost, errors, errorsPerMinuteLimit } of warnings.reverse()) {
    const subject = subjects.find(({ id }) => id === providerHost);
    if (subject === undefined || atMs + MINUTE_MS > span.fineFromMs) continue;
    // A warning is given with the error that reaches the half; no more is known, but that one more was above it.
    const value = (errors + 1) / errorsPerMinuteLimit;
    run.push(subject, atMs, readNumber(value, settings), value);
    run.push(subject, atMs + MINUTE_MS, readNumber(0, settings), 0);
  }
  await playSteps(parts, 60, { fromMs: span.fineFromMs, tellFromMs: span.fineFromMs, toMs: span.toMs });
};
