import type { AccountRecords } from "../accounts/account-records";
import type { CheckProviderAddress } from "../accounts/own-address";
import type { EndAccountCooldown } from "../guard/cooldown-service";
import type { ProxyKeyRecords } from "../proxy-keys/proxy-key-records";
import { accountNamesAfter, planAccounts } from "./plan-accounts";
import { planProxyKeys } from "./plan-proxy-keys";
import { provisionAccounts } from "./provision-accounts";
import { provisionProxyKeys } from "./provision-proxy-keys";
import type { DeclaredFile } from "./read-provisioning-file";

/** Without a file nothing is declared, so what an earlier one declared is released. */
const NO_FILE: DeclaredFile = { accounts: [], proxyKeys: [], apiTokens: [], placeOf: () => "" };

/**
 * Brings accounts and proxy keys in line with the provisioning file. The whole file is checked first: one that is
 * refused leaves nothing half applied.
 *
 * @returns how many of each were changed, for the log
 * @throws {StartupError} as `planAccounts` and `planProxyKeys` do
 */
export async function applyProvisioningFile(
  file: DeclaredFile | null,
  parts: {
    readonly accounts: AccountRecords;
    readonly proxyKeys: ProxyKeyRecords;
    readonly checkAddress: CheckProviderAddress;
    readonly endCooldown: EndAccountCooldown;
    readonly now: () => number;
  },
): Promise<{ created: number; updated: number; released: number; proxyKeys: number }> {
  const { accounts, proxyKeys, now } = parts;
  const declared = file ?? NO_FILE;
  const accountPlan = planAccounts(declared.accounts, accounts, parts.checkAddress);
  const keyPlan = planProxyKeys(declared, accountNamesAfter(accountPlan, accounts), proxyKeys);
  const { unchanged: _unchanged, ...applied } = await provisionAccounts(accountPlan, {
    records: accounts,
    endCooldown: parts.endCooldown,
  });
  return { ...applied, proxyKeys: await provisionProxyKeys(keyPlan, { records: proxyKeys, accounts, now }) };
}
