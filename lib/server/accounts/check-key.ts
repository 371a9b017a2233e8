import type { LookUp } from "../balance/balance-poller";
import type { CooldownKeeper } from "../guard/cooldown-keeper";
import type { ActiveAccount } from "./directory";

export type KeyCheck =
  | { readonly kind: "accepted"; readonly body: Uint8Array }
  | { readonly kind: "refused"; readonly message: string; readonly code: string; readonly description: string };

export type CheckKey = (account: ActiveAccount) => Promise<KeyCheck>;

/**
 * Asks the provider for the balance with a key that is not saved yet, and says what came back. While our address is
 * banned there it does not ask, because a call would make the ban longer.
 */
export function createCheckKey(lookUp: LookUp, cooldowns: CooldownKeeper, now: () => number): CheckKey {
  return async (account) => {
    if (cooldowns.isCooling(null, account.providerHost, now())) {
      return {
        kind: "refused",
        message: "Our address is banned at this provider, so the key was not checked. Nothing was saved.",
        code: "ERROR_IP_BANNED",
        description: "A cooldown is running. Wait for its end, or save without the check.",
      };
    }
    const { reply, envelope } = await lookUp(account, null);
    if (envelope?.kind === "success") return { kind: "accepted", body: reply.body };
    if (envelope?.kind === "error") {
      return {
        kind: "refused",
        message: "The provider refused the key. Nothing was saved.",
        code: envelope.code,
        description: envelope.description,
      };
    }
    const description = envelope?.kind === "unreadable" ? envelope.reason : readDescription(reply.body);
    return {
      kind: "refused",
      message: "The provider did not give a readable answer, so the key could not be checked. Nothing was saved.",
      code: envelope === null ? "UNREACHABLE" : "UNREADABLE",
      description,
    };
  };
}

/** The text of Banwatch's own answer. */
function readDescription(body: Uint8Array): string {
  const { errorDescription } = JSON.parse(new TextDecoder().decode(body)) as { errorDescription: string };
  return errorDescription;
}
