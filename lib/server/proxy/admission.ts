import type { ActiveAccount } from "../accounts/directory";
import type { CallRate } from "./call-rate";
import type { Caller } from "./callers";
import {
  accountArchived,
  keyExpired,
  keyRevoked,
  methodNotAllowed,
  type OwnAnswer,
  proxyKeysOnly,
  tooManyCalls,
} from "./own-answer";

export type Admission =
  | { readonly kind: "admitted"; readonly account: ActiveAccount }
  | { readonly kind: "refused"; readonly answer: OwnAnswer };

/**
 * Whether a caller that is known may make this call now. Asked at each call, so that a key that was revoked, that has
 * expired, or whose account was archived is refused at the very next one. A call that is refused does not count towards
 * the key's calls a minute.
 */
export function admit(caller: Caller, method: string, rate: CallRate, nowMs: number): Admission {
  const refuse = (answer: OwnAnswer): Admission => ({ kind: "refused", answer });
  const { account } = caller;
  if (caller.kind === "account-key") {
    return caller.account.proxyKeysOnly ? refuse(proxyKeysOnly) : { kind: "admitted", account: caller.account };
  }
  const { id, revokedAtMs, expiresAtMs, methods, callsPerMinute } = caller.proxyKey;
  if (revokedAtMs !== null) return refuse(keyRevoked);
  if (expiresAtMs !== null && nowMs >= expiresAtMs) return refuse(keyExpired);
  if (account === null) return refuse(accountArchived);
  if (methods !== null && !methods.includes(method)) return refuse(methodNotAllowed(methods));
  const waitMs = callsPerMinute === null ? 0 : rate.take(id, callsPerMinute, nowMs);
  if (callsPerMinute !== null && waitMs > 0) return refuse(tooManyCalls(callsPerMinute, waitMs));
  return { kind: "admitted", account };
}
