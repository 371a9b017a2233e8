import type { RuleScope } from "@/lib/domain/alert-rules/rule-settings";
import { getPreset, type ProviderId } from "@/lib/domain/provider-presets";

/** What a scope tells accounts apart by. */
export interface ScopedAccount {
  readonly id: string;
  readonly name: string;
  readonly provider: ProviderId;
  readonly providerHost: string;
}

/** A provider's address that accounts call. */
export interface ProviderAddress {
  readonly host: string;
  /** Of its accounts' providers one that the scope names. */
  readonly provider: ProviderId;
  readonly accountIds: ReadonlySet<string>;
}

type AccountScope = Pick<RuleScope, "accountIds" | "providers">;

const isIn = (list: readonly string[], entry: string): boolean => list.length === 0 || list.includes(entry);

/** The accounts that a scope leaves: both lists narrow it, and an empty one does not. */
export function accountsIn<T extends ScopedAccount>(scope: AccountScope, accounts: readonly T[]): T[] {
  const { accountIds, providers } = scope;
  return accounts.filter(({ id, provider }) => isIn(accountIds, id) && isIn(providers, provider));
}

/** The addresses of those accounts, each with all of them that call it. */
export function addressesIn(scope: AccountScope, accounts: readonly ScopedAccount[]): ProviderAddress[] {
  const byHost = new Map<string, { host: string; provider: ProviderId; accountIds: Set<string> }>();
  for (const { id, provider, providerHost: host } of accountsIn(scope, accounts)) {
    const known = byHost.get(host);
    if (known === undefined) byHost.set(host, { host, provider, accountIds: new Set([id]) });
    else known.accountIds.add(id);
  }
  return [...byHost.values()];
}

/** What every alert about an account says of it. */
export const accountFacts = ({ id, name, provider, providerHost }: ScopedAccount) => ({
  providerName: getPreset(provider).name,
  providerHost,
  accountId: id,
  account: name,
});

/** What every alert about an address says of it. */
export const addressFacts = ({ host, provider }: Pick<ProviderAddress, "host" | "provider">) => ({
  providerName: getPreset(provider).name,
  providerHost: host,
});

export const accountSubject = ({ id, name }: ScopedAccount) => ({ kind: "account", id, name }) as const;

export const addressSubject = ({ host }: Pick<ProviderAddress, "host">) =>
  ({ kind: "address", id: host, name: host }) as const;
