import type { AccountDirectory, ActiveAccount } from "../accounts/directory";
import { isProxyKey } from "../proxy-keys/key-text";
import type { ProxyKeyRecords } from "../proxy-keys/proxy-key-records";
import type { ProxyKeyRecord } from "../store/proxy-keys";

/** Whom a key belongs to. */
export type Caller =
  | { readonly kind: "account-key"; readonly account: ActiveAccount }
  | {
      readonly kind: "proxy-key";
      readonly proxyKey: ProxyKeyRecord;
      /** Null while the key's account is archived. */
      readonly account: ActiveAccount | null;
    };

/** Tells callers apart without a database read and without waiting. */
export interface CallerDirectory {
  /** Null for a key that nobody here has. Revoked and expired keys are found: whoever lets a call in looks at that. */
  find(clientKey: string): Caller | null;
}

/**
 * Proxy keys are found by their SHA-256 and account keys by their HMAC, so that no comparison of secrets leaks its
 * progress. A key that begins as ours do but is none of them may still be an account's: the provider may be another
 * Banwatch.
 */
export function createCallerDirectory(
  accounts: Pick<AccountDirectory, "findByKey" | "findById">,
  proxyKeys: Pick<ProxyKeyRecords, "findByKey">,
): CallerDirectory {
  return {
    find: (clientKey) => {
      const proxyKey = isProxyKey(clientKey) ? proxyKeys.findByKey(clientKey) : undefined;
      if (proxyKey !== undefined) {
        return { kind: "proxy-key", proxyKey, account: accounts.findById(proxyKey.accountId) };
      }
      const account = accounts.findByKey(clientKey);
      return account === null ? null : { kind: "account-key", account };
    },
  };
}
