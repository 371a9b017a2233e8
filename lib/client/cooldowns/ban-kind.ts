import type { Cooldown } from "@/lib/contracts/cooldowns";

/** What a ban is about, for its colour and its name: the address, a key, or an account without balance. */
export type BanKind = "address" | "key" | "balance";

export const BAN_KINDS = ["address", "key", "balance"] as const satisfies readonly BanKind[];

const NO_BALANCE_CODE = "ERROR_ZERO_BALANCE";

/** The code decides too: an account without balance may last have been asked, or been held for another reason. */
export function banKindOf({ scope, state, code }: Pick<Cooldown, "scope" | "state" | "code">): BanKind {
  if (scope === "egress") return "address";
  return state === "empty" || code === NO_BALANCE_CODE ? "balance" : "key";
}
