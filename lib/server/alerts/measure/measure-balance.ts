import type { Reading } from "@/lib/domain/alert-lifecycle/state";
import type { RuleSettings } from "@/lib/domain/alert-rules/rule-settings";
import { compareDecimal, parseDecimal } from "@/lib/domain/balance";

/** An account's own thresholds, as decimal text; null where none is set. */
export interface OwnThresholds {
  readonly lowBalance: string | null;
  readonly criticalBalance: string | null;
}

/** The threshold that a rule has for an account, as decimal text: its own number, else the account's. */
export function balanceThreshold(
  { threshold, accountLevel }: Pick<RuleSettings, "threshold" | "accountLevel">,
  own: OwnThresholds,
): string | null {
  if (threshold !== null) return parseDecimal(threshold);
  return parseDecimal(accountLevel === "critical" ? own.criticalBalance : own.lowBalance);
}

/**
 * What a balance means to a rule, by decimals. Exactly at the threshold it is low, as on the account's card
 * (`balanceLevel`). An account without a threshold is never low.
 *
 * @param balance canonical decimal text; null when none is known
 */
export function readBalance(balance: string | null, threshold: string | null, clearAt: number | null): Reading {
  if (threshold === null) return { kind: "clear" };
  const known = parseDecimal(balance);
  if (known === null) return { kind: "no-data" };
  if (compareDecimal(known, threshold) <= 0) return { kind: "breach" };
  const clear = parseDecimal(clearAt);
  return { kind: clear === null || compareDecimal(known, clear) >= 0 ? "clear" : "between" };
}
