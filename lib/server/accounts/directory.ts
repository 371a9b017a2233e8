import type { GuardMode } from "@/lib/domain/guard-mode";
import type { ProviderId } from "@/lib/domain/provider-presets";
import type { Vault } from "../secrets/vault";

/** An account as the way of a call needs it. Lives in memory only: it holds the key in the clear. */
export interface ActiveAccount {
  readonly id: string;
  readonly name: string;
  readonly provider: ProviderId;
  readonly clientKey: string;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** Names the provider's address in scopes and for people. */
  readonly providerHost: string;
  /** Calls with the account's own key are refused. Banwatch's own look-ups are not. */
  readonly proxyKeysOnly: boolean;
  /** Null for the installation's mode. */
  readonly guardMode: GuardMode | null;
}

/** Finds accounts without a database read. */
export interface AccountDirectory {
  findByKey(clientKey: string): ActiveAccount | null;
  /** Null for an account that is archived. */
  findById(id: string): ActiveAccount | null;
  list(): readonly ActiveAccount[];
  /** Takes effect for the very next call. */
  replaceAll(accounts: readonly ActiveAccount[]): void;
}

/** Accounts are found by the HMAC of their key, so that no comparison of secrets leaks its progress. */
export function createAccountDirectory(vault: Vault): AccountDirectory {
  let byFingerprint = new Map<string, ActiveAccount>();
  let byId = new Map<string, ActiveAccount>();
  return {
    findByKey: (clientKey) => byFingerprint.get(vault.fingerprint(clientKey)) ?? null,
    findById: (id) => byId.get(id) ?? null,
    list: () => [...byFingerprint.values()],
    replaceAll: (accounts) => {
      byFingerprint = new Map(accounts.map((account) => [vault.fingerprint(account.clientKey), account]));
      byId = new Map(accounts.map((account) => [account.id, account]));
    },
  };
}
