import type { AlertTiming } from "@/lib/domain/alert-lifecycle/state";
import type { RuleSettings } from "@/lib/domain/alert-rules/rule-settings";

const MINUTE_MS = 60_000;

const toMs = (minutes: number | null): number | null => (minutes === null ? null : minutes * MINUTE_MS);

/** The waits of a rule, in milliseconds, as its lifecycle takes them. */
export const timingOf = (rule: RuleSettings): AlertTiming => ({
  forMs: rule.forMinutes * MINUTE_MS,
  clearForMs: rule.clearForMinutes * MINUTE_MS,
  repeatMs: toMs(rule.repeatMinutes),
  escalateAfterMs: toMs(rule.escalateAfterMinutes),
  notifyResolved: rule.notifyResolved,
});
