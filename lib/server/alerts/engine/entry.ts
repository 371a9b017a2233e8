import type { AlertFacts } from "@/lib/contracts/alert-notice";
import type { AlertState, Reading } from "@/lib/domain/alert-lifecycle/state";
import type { IncidentRecord } from "../../store/alerts/incidents";

/** What is known of one subject for one rule, in memory. */
export interface AlertEntry {
  readonly ruleId: string;
  readonly subjectId: string;
  readonly state: AlertState;
  /** The last one; null since the start of the process. */
  readonly reading: Reading | null;
  readonly facts: AlertFacts;
  /** The one that is open, or was until lately. */
  readonly incident: IncidentRecord | null;
}

/** A name for the pair, fit to be a map's key: no id holds a line break. */
export const keyOf = (ruleId: string, subjectId: string): string => `${ruleId}\n${subjectId}`;

/**
 * What stays known when there is nothing to tell any more: an ended ban's code and words are still what it was about,
 * while counts and values are as they are now. Where nothing can be measured all stays as it was.
 */
export function mergeFacts(before: AlertFacts, after: AlertFacts, reading: Reading): AlertFacts {
  if (reading.kind === "breach" || reading.kind === "between") return after;
  if (reading.kind === "no-data") return before;
  return {
    ...before,
    subject: after.subject,
    value: after.value ?? before.value,
    balance: after.balance ?? before.balance,
    untilMs: after.untilMs ?? before.untilMs,
    errors: after.errors ?? before.errors,
    calls: after.calls ?? before.calls,
    heldCalls: after.heldCalls ?? before.heldCalls,
    observedCalls: after.observedCalls ?? before.observedCalls,
  };
}
