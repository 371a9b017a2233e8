import type { RuleSettings } from "@/lib/contracts/alert-rules";
import { completeRule } from "@/lib/domain/alert-rules/complete-rule";
import { type RuleKind, ruleKindFacts, type ThresholdUnit } from "@/lib/domain/alert-rules/kinds";

/** Floats carry about 15 decimal digits; the last ones are noise after a multiplication. */
const CLEAN_DIGITS = 12;
const clean = (value: number): number => Number(value.toPrecision(CLEAN_DIGITS));

/** A rule's number as people type it: a share of 0.2 is "20", in percent. Empty for none. */
export function toTypedValue(value: number | null, unit: ThresholdUnit): string {
  if (value === null) return "";
  const shown = clean(unit === "share" ? value * 100 : value);
  // A float of 1e21 or 1e-7 would be written with an exponent, which the form does not read.
  return shown.toLocaleString("en", { useGrouping: false, maximumFractionDigits: CLEAN_DIGITS });
}

/**
 * The number that was typed, in the rule's own unit; the inverse of {@link toTypedValue}.
 *
 * @returns null for what is no plain decimal number
 */
export function readTypedValue(text: string, unit: ThresholdUnit): number | null {
  // Number() also reads what nobody means, such as 0x10 or 1e3.
  if (!/^\d{1,15}(\.\d{1,12})?$/.test(text.trim())) return null;
  const value = Number(text.trim());
  return clean(unit === "share" ? value / 100 : value);
}

/** A whole number that was typed; null for anything else. */
export const readWhole = (text: string): number | null => (/^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : null);

/** Which of a rule's fields its kind has a use for. */
export interface UsedFields {
  readonly threshold: boolean;
  readonly accountLevel: boolean;
  readonly window: boolean;
  readonly minCalls: boolean;
  /** How long it must be so. What was seen for the first time is so at once. */
  readonly lasting: boolean;
  /** How long it must be fine again; what is either so or not is over when it is over. */
  readonly clearing: boolean;
}

export function usedFieldsOf(kind: RuleKind): UsedFields {
  const { threshold, windowMinutes, minCalls } = ruleKindFacts(kind);
  return {
    threshold: threshold !== null,
    accountLevel: threshold?.unit === "balance",
    window: windowMinutes !== null,
    minCalls: minCalls !== null,
    lasting: kind !== "new-code",
    clearing: threshold !== null,
  };
}

/** A rule of this kind as it is where nobody says otherwise, without a name. */
export const defaultSettings = (kind: RuleKind): RuleSettings => completeRule({ name: "", when: kind });
