import type { Cooldown } from "@/lib/contracts/cooldowns";
import { getPreset, isProviderId } from "@/lib/domain/provider-presets";
import type { CooldownRecord } from "../store/cooldowns";

/** Writes a record as the API has it, with at most `maxCallers` of those who go on calling. */
export type ToCooldown = (record: CooldownRecord, maxCallers: number) => Cooldown;

/** As many callers as the contract lets a list and a report have. */
export const CALLERS_IN_LIST = 5;
export const CALLERS_IN_REPORT = 50;

/** Puts names to the ids of a record, as accounts and proxy keys are called now. Null for what is gone. */
export function createToCooldown(parts: {
  readonly nameOfAccount: (id: string) => string | null;
  readonly labelOfProxyKey: (id: string) => string | null;
}): ToCooldown {
  const nameOf = (id: string | null) => (id === null ? null : parts.nameOfAccount(id));
  const labelOf = (id: string | null) => (id === null ? null : parts.labelOfProxyKey(id));
  return ({ scopeKey: _scopeKey, revision: _revision, ...record }, maxCallers) => ({
    ...record,
    providerName: isProviderId(record.provider) ? getPreset(record.provider).name : record.provider,
    account: nameOf(record.accountId),
    callers: [...record.callers]
      .sort((a, b) => b.held + b.observed - (a.held + a.observed))
      .slice(0, maxCallers)
      .map((caller) => ({ ...caller, account: nameOf(caller.accountId), proxyKey: labelOf(caller.proxyKeyId) })),
  });
}
