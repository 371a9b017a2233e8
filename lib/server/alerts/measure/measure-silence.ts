import type { Reading } from "@/lib/domain/alert-lifecycle/state";
import type { RuleSettings } from "@/lib/domain/alert-rules/rule-settings";
import { readNumber } from "./measurement";

/** When programs last called an account, and how busy it was before. */
export interface LastCall {
  readonly atMs: number;
  /** In the 24 hours that end with it. */
  readonly calls: number;
}

const MINUTE_MS = 60_000;

/** Minutes since the last call, never below 0. */
export const silenceMinutes = ({ atMs }: LastCall, nowMs: number): number => Math.max(0, (nowMs - atMs) / MINUTE_MS);

/**
 * What a silence means to a rule. An account that hardly called before says nothing by its silence; but the first call
 * after a silence ends it, however few there are by then.
 */
export function readSilence(last: LastCall | null, settings: RuleSettings, nowMs: number): Reading {
  if (last === null) return { kind: "no-data" };
  const reading = readNumber(silenceMinutes(last, nowMs), settings);
  return reading.kind === "breach" && last.calls < (settings.minCalls ?? 0) ? { kind: "no-data" } : reading;
}
