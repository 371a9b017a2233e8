import type { RuleSettings } from "@/lib/domain/alert-rules/rule-settings";
import { getPreset } from "@/lib/domain/provider-presets";
import type { CallTotal } from "../../store/alerts/call-totals";
import { countErrors, errorRate, shareOf, unavailability } from "../measure/call-rates";
import { accountsIn, addressesIn, type ScopedAccount } from "../measure/rule-subjects";
import type { Counts } from "./rolling-window";

/** What a rule that counts calls counts them for. */
export interface CountedSubject {
  readonly id: string;
  readonly name: string;
  readonly accountIds: ReadonlySet<string>;
  /** What the sum over its window means; null for too little to say. */
  readonly measure: (counts: Counts) => number | null;
}

export type CountingKind = "error-rate" | "provider-unavailable" | "ban-risk";

export const isCountingKind = (when: RuleSettings["when"]): when is CountingKind =>
  when === "error-rate" || when === "provider-unavailable" || when === "ban-risk";

/** Whom a rule counts for, of these accounts. */
export function countedSubjects(settings: RuleSettings, accounts: readonly ScopedAccount[]): CountedSubject[] {
  const share = (counts: Counts) => shareOf(counts, settings.minCalls);
  if (settings.when === "error-rate") {
    return accountsIn(settings.scope, accounts).map(({ id, name }) => ({
      id,
      name,
      accountIds: new Set([id]),
      measure: share,
    }));
  }
  return addressesIn(settings.scope, accounts).map(({ host, provider, accountIds }) => {
    const limit = getPreset(provider).errorsPerMinuteLimit;
    const measure = settings.when === "ban-risk" ? ({ errors }: Counts) => errors / limit : share;
    return { id: host, name: host, accountIds, measure };
  });
}

/** The calls that a rule counts among these. */
export function countCalls({ when, scope }: RuleSettings, totals: readonly CallTotal[]): Counts {
  if (when === "provider-unavailable") return unavailability(totals);
  if (when === "ban-risk") {
    // As the guard counts them: a rehearsal brings no ban nearer.
    const errors = countErrors(
      totals.filter(({ source }) => source !== "drill"),
      [],
    );
    return { calls: errors, errors };
  }
  return errorRate(totals, scope);
}

/** Over how many steps a rule's window reaches: its minutes, or as many hours as hold them. */
export function windowSteps({ when, windowMinutes }: RuleSettings, stepSeconds: 60 | 3600): number {
  if (when === "ban-risk") return 1;
  return Math.ceil((windowMinutes ?? 1) / (stepSeconds / 60));
}
