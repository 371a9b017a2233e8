import type { LookUp } from "../balance/balance-poller";
import type { CooldownKeeper } from "../guard/cooldown-keeper";
import { RequestError } from "../request-error";
import type { ActiveAccount } from "./directory";

/**
 * Asks the provider for the balance with a key that is not saved yet.
 *
 * @returns the body of the provider's reply
 * @throws {RequestError} 422 with the provider's own code and words, when it refuses the key or does not answer
 */
export type CheckKey = (account: ActiveAccount) => Promise<Uint8Array>;

/** While our address is banned at the provider it is not asked, because a call would make the ban longer. */
export function createCheckKey(lookUp: LookUp, cooldowns: Pick<CooldownKeeper, "isHeld">): CheckKey {
  const refuse = (message: string, provider: { code: string; description: string }) =>
    new RequestError(422, "key_check_failed", message, { provider });

  return async (account) => {
    if (cooldowns.isHeld(null, account.providerHost)) {
      throw refuse("Our address is banned at this provider, so the key was not checked. Nothing was saved.", {
        code: "ERROR_IP_BANNED",
        description: "A cooldown is running. Wait for its end, or save without the check.",
      });
    }
    const { reply, error } = await lookUp(account, null);
    if (error === null) return reply.body;
    const message =
      reply.origin === "upstream"
        ? "The provider refused the key. Nothing was saved."
        : "The provider did not answer, so the key could not be checked. Nothing was saved.";
    throw refuse(message, { code: error.code, description: error.description });
  };
}
