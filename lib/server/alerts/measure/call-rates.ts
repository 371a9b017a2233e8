import type { RuleScope } from "@/lib/domain/alert-rules/rule-settings";
import { UNREADABLE_REPLY_CODE } from "@/lib/domain/catalogue";
import type { CallTotal } from "../../store/alerts/call-totals";

/** Calls of a window, and those of them that a rate is about. */
export interface CallRate {
  readonly calls: number;
  readonly errors: number;
  /** The code that most of the errors had; null without any. */
  readonly code: string | null;
}

type Ended = Pick<CallTotal, "proxyKeyId" | "source" | "origin" | "code" | "calls">;

/** What a provider that is out of order answers, if it answers. By tallies a 5xx of its own cannot be told from these. */
const OUT_OF_ORDER: ReadonlySet<string> = new Set([
  UNREADABLE_REPLY_CODE,
  "ERROR_SERVICE_UNAVALIABLE",
  "ERROR_INTERNAL_SERVER_ERROR",
]);

/** Whether a call asked the provider and got no answer of use. */
const isUnavailable = ({ origin, code }: Ended): boolean => origin === "transport" || OUT_OF_ORDER.has(code);

/** Of programs' calls alone: a rehearsal is no trouble. One pass, as every rule does this for every account. */
function rateOf(
  totals: readonly Ended[],
  isCounted: (total: Ended) => boolean,
  isError: (total: Ended) => boolean,
): CallRate {
  let calls = 0;
  let errors = 0;
  const byCode = new Map<string, number>();
  for (const total of totals) {
    if (total.source !== "program" || !isCounted(total)) continue;
    calls += total.calls;
    if (!isError(total)) continue;
    errors += total.calls;
    byCode.set(total.code, (byCode.get(total.code) ?? 0) + total.calls);
  }
  let code: string | null = null;
  for (const [name, count] of byCode) if (code === null || count > (byCode.get(code) ?? 0)) code = name;
  return { calls, errors, code };
}

/** The provider's errors among its answers, narrowed to a rule's codes and proxy keys. */
export function errorRate(
  totals: readonly Ended[],
  { codes, proxyKeyIds }: Pick<RuleScope, "codes" | "proxyKeyIds">,
): CallRate {
  return rateOf(
    totals,
    ({ origin, proxyKeyId }) => origin === "upstream" && (proxyKeyIds.length === 0 || proxyKeyIds.includes(proxyKeyId)),
    ({ code }) => code !== "" && (codes.length === 0 || codes.includes(code)),
  );
}

/**
 * The provider's errors with these codes, or with any if there are none; those of a rehearsal as well, which has a ban of
 * its own.
 */
export const countErrors = (totals: readonly Ended[], codes: readonly string[]): number =>
  totals
    .filter(({ origin, code }) => origin === "upstream" && code !== "" && (codes.length === 0 || codes.includes(code)))
    .reduce((sum, { calls }) => sum + calls, 0);

/** Calls that the provider did not answer, or with nothing but that it is out of order, among those that it was sent. */
export function unavailability(totals: readonly Ended[]): CallRate {
  return rateOf(totals, ({ origin }) => origin === "upstream" || origin === "transport", isUnavailable);
}

/** The share of errors; null for too few calls to speak of one. */
export const shareOf = (
  { calls, errors }: Pick<CallRate, "calls" | "errors">,
  minCalls: number | null,
): number | null => (calls === 0 || calls < (minCalls ?? 1) ? null : errors / calls);
