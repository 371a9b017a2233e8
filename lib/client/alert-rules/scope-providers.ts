import type { Account } from "@/lib/contracts/accounts";
import { getPreset, PROVIDER_IDS } from "@/lib/domain/provider-presets";
import type { Pickable } from "./list-pickable";

/** The providers to choose from: those that there is an account at, first; then the others. */
export function listScopeProviders(accounts: readonly Pick<Account, "provider">[]): Pickable[] {
  const isUsed = (id: string) => accounts.some(({ provider }) => provider === id);
  return [...PROVIDER_IDS]
    .sort((a, b) => Number(isUsed(b)) - Number(isUsed(a)))
    .map((id) => ({ id, name: getPreset(id).name }));
}
