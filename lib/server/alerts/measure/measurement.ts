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

type FactsBesides = Partial<Omit<AlertFacts, "subject">>;

/** @param facts put together when somebody asks: most subjects are well, and of those nobody does */
export function measurementOf(
  subject: AlertSubject,
  reading: Reading,
  facts: FactsBesides | (() => FactsBesides),
): Measurement {
  let known: AlertFacts | null = null;
  return {
    subjectId: subject.id,
    reading,
    get facts() {
      known ??= { ...NOTHING_KNOWN, ...(typeof facts === "function" ? facts() : facts), subject };
      return known;
    },
  };
}

/** What a number means to a rule with a threshold of its own; null when it could not be measured. */
export function readNumber(value: number | null, { when, threshold, clearAt }: RuleSettings): Reading {
  const side = ruleKindFacts(when).threshold?.side;
  // Only a damaged rule lacks them, and it is to alert nobody.
  if (side === undefined || threshold === null) return { kind: "clear" };
  return readMeasure(value, { side, threshold, clearAt });
}
