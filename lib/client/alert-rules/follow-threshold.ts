import { ruleKindFacts } from "@/lib/domain/alert-rules/kinds";
import type { RuleDraft } from "./rule-form";
import { readTypedValue, toTypedValue } from "./rule-values";

type Levels = Pick<RuleDraft, "when" | "threshold" | "clearAt">;

/**
 * Where a rule is over again when only its threshold is changed: in the proportion that the two had, rounded to two
 * decimals towards the calm side, as `completeRule` has it for what is left out.
 *
 * @param before the two as they were before anything was typed
 * @param threshold as typed
 * @returns as typed; what stood there before where no proportion can be told
 */
export function followThreshold(before: Levels, threshold: string): string {
  const facts = ruleKindFacts(before.when).threshold;
  if (facts === null || threshold.trim() === before.threshold.trim()) return before.clearAt;
  const { side } = facts;
  // As shown: a share in percent.
  const [was, wasClear, is] = [before.threshold, before.clearAt, threshold].map((text) =>
    readTypedValue(text, "balance"),
  );
  if (!was || wasClear == null || is == null) return before.clearAt;
  const exact = Number(((is * wasClear) / was).toPrecision(12));
  const rounded = (side === "above" ? Math.floor(exact * 100) : Math.ceil(exact * 100)) / 100;
  return toTypedValue(rounded, "balance");
}
