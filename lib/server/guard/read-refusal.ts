import { readBanSeconds } from "@/lib/domain/ban-length";
import { defaultBanSecondsOf } from "@/lib/domain/catalogue";
import type { HoldRule } from "@/lib/domain/cooldown/hold-rules";
import { getPreset, type ProviderId } from "@/lib/domain/provider-presets";

/** What an error reply says. */
export interface RefusalText {
  readonly code: string;
  readonly description: string;
}

/** A ban longer than this is held for a misread text: a timer nobody can wait for helps nobody. */
const LONGEST_BAN_SECONDS = 30 * 86_400;

/**
 * How long a ban lasts: the text of the reply first, then what the code's own name says, then the preset. Null for one
 * that no text gives an end and that is not lifted by itself.
 */
function banDurationMs(provider: ProviderId, rule: HoldRule, error: RefusalText) {
  const seconds =
    readBanSeconds(error.description) ??
    defaultBanSecondsOf(error.code) ??
    (rule.effect === "cool" ? getPreset(provider).banSeconds : null);
  return seconds === null ? null : Math.min(seconds, LONGEST_BAN_SECONDS) * 1_000;
}

/** How long the provider says that a ban lasts, for Banwatch's own questions. Null when it does not say. */
export function readSaidMs(description: string): number | null {
  const seconds = readBanSeconds(description);
  return seconds === null ? null : Math.min(seconds, LONGEST_BAN_SECONDS) * 1_000;
}

/** A banned key with an end in the reply's own words is lifted by itself; one without waits for a person. */
export function eventOf(
  { provider }: { readonly provider: ProviderId },
  rule: HoldRule,
  error: RefusalText,
  epoch: number,
) {
  const durationMs = rule.effect === "empty" || rule.inARow > 1 ? null : banDurationMs(provider, rule, error);
  const effective: HoldRule = durationMs === null ? rule : { ...rule, effect: "cool" };
  return { type: "refused", epoch, rule: effective, durationMs: durationMs ?? 0 } as const;
}
