import type { CooldownKind } from "@/lib/domain/alert-rules/kinds";
import { describeCode } from "@/lib/domain/catalogue";
import type { CooldownRecord } from "../../store/cooldowns";

/** Codes of an account's cooldown that are no ban. */
const OTHER_CODES: Readonly<Record<string, CooldownKind>> = {
  ERROR_KEY_DOES_NOT_EXIST: "wrong-key",
  ERROR_ZERO_BALANCE: "zero-balance",
};

/** Which kind of rule a cooldown is for; null for none. */
export function cooldownKindOf({ scope, code }: Pick<CooldownRecord, "scope" | "code">): CooldownKind | null {
  if (scope === "egress") return "ip-ban";
  // The codes are the provider's to choose: one may be called "constructor".
  if (Object.hasOwn(OTHER_CODES, code)) return OTHER_CODES[code] ?? null;
  return describeCode(code).bans === "account" ? "key-ban" : null;
}

/** What an alert about a cooldown says of it. */
export const cooldownFacts = (cooldown: CooldownRecord) => ({
  code: cooldown.code,
  description: cooldown.description,
  cooldownId: cooldown.id,
  untilMs: cooldown.endedAtMs === null ? cooldown.untilMs : null,
  calls: cooldown.heldCalls + cooldown.observedCalls,
  errors: cooldown.errors,
  heldCalls: cooldown.heldCalls,
  observedCalls: cooldown.observedCalls,
  isDrill: cooldown.isDrill,
});
