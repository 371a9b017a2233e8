import type { AlertFacts } from "@/lib/contracts/alert-notice";
import { type RuleKind, ruleKindFacts, type ThresholdUnit } from "@/lib/domain/alert-rules/kinds";

/** A number and how it is to be written. */
export interface Measured {
  readonly unit: ThresholdUnit;
  /** A share of 1, minutes, hours, or an amount of `balanceUnit`. */
  readonly value: number;
  /** The balance as it was read, exact; null for what is no balance. */
  readonly balance: string | null;
  /** Null where the account's own unit is not known. */
  readonly balanceUnit: string | null;
  /** Which side of the threshold alerts. */
  readonly side: "above" | "below";
  readonly threshold: number | null;
  /** Of a rate: out of so many. */
  readonly calls: number | null;
}

type MeasureFacts = Pick<AlertFacts, "value" | "threshold" | "balance" | "unit" | "calls">;

/** What was measured of an alert; null for what is either so or not, and where nothing could be. */
export function readMeasure(kind: RuleKind, facts: MeasureFacts): Measured | null {
  const { threshold: rule } = ruleKindFacts(kind);
  const { value, threshold, balance, unit, calls } = facts;
  if (rule === null || value === null) return null;
  return {
    unit: rule.unit,
    value,
    balance: rule.unit === "balance" ? balance : null,
    balanceUnit: rule.unit === "balance" ? unit : null,
    side: rule.side,
    threshold,
    // A share that is kept while nothing can be measured is a share of what was counted before.
    calls: rule.unit === "share" && calls !== 0 ? calls : null,
  };
}

/** The calls that an alert is about, as far as there are any: of a ban, what it held or would have held. */
export interface AffectedCalls {
  readonly errors: number;
  readonly held: number;
  readonly observed: number;
}

/** Zero of everything is as good as nothing said. */
export function readAffectedCalls(
  facts: Pick<AlertFacts, "errors" | "heldCalls" | "observedCalls">,
): AffectedCalls | null {
  const calls = { errors: facts.errors ?? 0, held: facts.heldCalls ?? 0, observed: facts.observedCalls ?? 0 };
  return calls.errors + calls.held + calls.observed === 0 ? null : calls;
}
