import { type AlertFacts, type AlertSubject, NOTHING_KNOWN } from "@/lib/contracts/alert-notice";
import type { Reading } from "@/lib/domain/alert-lifecycle/state";
import { ruleKindFacts } from "@/lib/domain/alert-rules/kinds";
import { readMeasure } from "@/lib/domain/alert-rules/read-measure";
import type { RuleSettings } from "@/lib/domain/alert-rules/rule-settings";

/** What one rule finds of one subject at one instant. */
export interface Measurement {
  readonly subjectId: string;
  readonly reading: Reading;
  readonly facts: AlertFacts;
}

export function measurementOf(
  subject: AlertSubject,
  reading: Reading,
  facts: Partial<Omit<AlertFacts, "subject">>,
): Measurement {
  return { subjectId: subject.id, reading, facts: { ...NOTHING_KNOWN, ...facts, subject } };
}

/** What a number means to a rule with a threshold of its own; null when it could not be measured. */
export function readNumber(value: number | null, { when, threshold, clearAt }: RuleSettings): Reading {
  const side = ruleKindFacts(when).threshold?.side;
  // Only a damaged rule lacks them, and it is to alert nobody.
  if (side === undefined || threshold === null) return { kind: "clear" };
  return readMeasure(value, { side, threshold, clearAt });
}
