import type { AccountRecords } from "../accounts/account-records";
import type { CheckProviderAddress } from "../accounts/own-address";
import type { EndAccountCooldown } from "../guard/cooldown-service";
import type { GuardSettings } from "../guard/guard-settings";
import type { ProxyKeyRecords } from "../proxy-keys/proxy-key-records";
import type { TokenRecords } from "../tokens/token-records";
import { accountNamesAfter, planAccounts } from "./plan-accounts";
import { type ProxyKeyPlan, planProxyKeys } from "./plan-proxy-keys";
import { provisionAccounts } from "./provision-accounts";
import { type AlertRecords, type AppliedAlerts, planAlerts, provisionAlerts } from "./provision-alerts";
import { provisionProxyKeys } from "./provision-proxy-keys";
import { planTokens, provisionTokens } from "./provision-tokens";
import type { DeclaredFile } from "./read-provisioning-file";

/** Without a file nothing is declared, so what an earlier one declared is released. */
const NO_FILE: DeclaredFile = {
  accounts: [],
  proxyKeys: [],
  apiTokens: [],
  channels: [],
  rules: [],
  maintenance: [],
  placeOf: () => "",
};

/** How many were changed of each, for the log; of accounts in which way. */
export interface AppliedFile {
  readonly accounts: { readonly created: number; readonly updated: number; readonly released: number };
  readonly proxyKeys: number;
  readonly tokens: number;
  readonly alerts: AppliedAlerts;
  /** Whether the guard's settings were. */
  readonly guard: boolean;
}

/**
 * Brings accounts, proxy keys, API tokens, alerts and the guard's settings in line with the provisioning file. The whole
 * file is checked first: one that is refused leaves nothing half applied.
 *
 * @returns null when nothing had to be changed
 * @throws {StartupError} as `planAccounts`, `planProxyKeys`, `planTokens` and `planAlerts` do
 */
export async function applyProvisioningFile(
  file: DeclaredFile | null,
  parts: {
    readonly accounts: AccountRecords;
    readonly proxyKeys: ProxyKeyRecords;
    readonly tokens: TokenRecords;
    readonly guard: Pick<GuardSettings, "provision">;
    readonly alerts: AlertRecords;
    readonly checkAddress: CheckProviderAddress;
    readonly endCooldown: EndAccountCooldown;
    readonly now: () => number;
  },
): Promise<AppliedFile | null> {
  const { accounts, proxyKeys, tokens, now } = parts;
  const declared = file ?? NO_FILE;
  const accountPlan = planAccounts(declared.accounts, accounts, parts.checkAddress);
  const accountNames = accountNamesAfter(accountPlan, accounts);
  const keyPlan = planProxyKeys(declared, accountNames, proxyKeys);
  const tokenPlan = planTokens(declared.apiTokens, tokens, now());
  const names = { accounts: accountNames, proxyKeys: keyLabelsAfter(keyPlan, proxyKeys) };
  const alertPlan = planAlerts(declared, names, parts.alerts);
  const { unchanged: _unchanged, ...changedAccounts } = await provisionAccounts(accountPlan, {
    records: accounts,
    endCooldown: parts.endCooldown,
  });
  const applied: AppliedFile = {
    accounts: changedAccounts,
    proxyKeys: await provisionProxyKeys(keyPlan, { records: proxyKeys, accounts, now }),
    tokens: sumOf(await provisionTokens(tokenPlan, tokens)),
    alerts: await provisionAlerts(alertPlan, { records: parts.alerts, accounts, proxyKeys, now }),
    guard: await parts.guard.provision(file),
  };
  const count = sumOf(applied.accounts) + applied.proxyKeys + applied.tokens + sumOf({ ...applied.alerts });
  return count > 0 || applied.guard ? applied : null;
}

const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** The labels of the keys that are in use once the plan was carried out. */
function keyLabelsAfter({ declared, released }: ProxyKeyPlan, records: ProxyKeyRecords): ReadonlySet<string> {
  const gone = new Set([...declared.map(({ known }) => known?.id), ...released.map(({ id }) => id)]);
  const others = records.list().filter(({ id, revokedAtMs }) => revokedAtMs === null && !gone.has(id));
  return new Set([...declared.map((planned) => planned.declared.label), ...others.map(({ label }) => label)]);
}
