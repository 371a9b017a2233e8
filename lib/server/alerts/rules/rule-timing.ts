import type { AlertTiming } from "@/lib/domain/alert-lifecycle/state";
import type { RuleSettings } from "@/lib/domain/alert-rules/rule-settings";

const MINUTE_MS = 60_000;

const toMs = (minutes: number | null): number | null => (minutes === null ? null : minutes * MINUTE_MS);

/** A rate whose window has been without calls for this long, at least, says nothing about the present any more. */
const RATE_NO_DATA_END_MINUTES = 15;
/** A balance is read every few minutes: one that was not for this long is not known. */
const BALANCE_NO_DATA_END_MINUTES = 1_440;

function noDataEndMinutes({ when, windowMinutes }: RuleSettings): number | null {
  switch (when) {
    case "error-rate":
    case "provider-unavailable":
      return Math.max(windowMinutes ?? 0, RATE_NO_DATA_END_MINUTES);
    case "low-balance":
    case "time-to-empty":
      return BALANCE_NO_DATA_END_MINUTES;
    default:
      return null;
  }
}

/** The waits of a rule, in milliseconds, as its lifecycle takes them. */
export const timingOf = (rule: RuleSettings): AlertTiming => ({
  forMs: rule.forMinutes * MINUTE_MS,
  clearForMs: rule.clearForMinutes * MINUTE_MS,
  repeatMs: toMs(rule.repeatMinutes),
  escalateAfterMs: toMs(rule.escalateAfterMinutes),
  noDataEndMs: toMs(noDataEndMinutes(rule)),
  notifyResolved: rule.notifyResolved,
});
