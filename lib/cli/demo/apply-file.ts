import { openAccountRecords } from "@/lib/server/accounts/account-records";
import { createAccountDirectory } from "@/lib/server/accounts/directory";
import { createCheckProviderAddress } from "@/lib/server/accounts/own-address";
import { openChannelRecords } from "@/lib/server/alerts/channels/channel-records";
import { openAlertSettings } from "@/lib/server/alerts/heartbeat/alert-settings";
import { openMaintenanceRecords } from "@/lib/server/alerts/maintenance/maintenance-records";
import { openRuleRecords } from "@/lib/server/alerts/rules/rule-records";
import { openDataDir } from "@/lib/server/data-dir";
import type { Env } from "@/lib/server/env";
import { openGuardSettings } from "@/lib/server/guard/guard-settings";
import { applyProvisioningFile } from "@/lib/server/provisioning/apply-provisioning-file";
import { readProvisioningFile } from "@/lib/server/provisioning/read-provisioning-file";
import { openProxyKeyRecords } from "@/lib/server/proxy-keys/proxy-key-records";
import { openSecrets } from "@/lib/server/secrets/open-secrets";
import type { Store } from "@/lib/server/store/open-store";
import { openTokenRecords } from "@/lib/server/tokens/token-records";
import type { AlertRecords } from "./history/past-alerts";

/** What the history hangs on, by the ids that the server will find. */
export interface AppliedFile {
  /** Ids of accounts, by name. */
  readonly accountIds: ReadonlyMap<string, string>;
  /** Ids of proxy keys, by label. */
  readonly proxyKeyIds: ReadonlyMap<string, string>;
  readonly alerts: AlertRecords;
  /** Keeps what was noted of channels. */
  close(): Promise<void>;
}

const nothing = () => undefined;

/**
 * Applies the provisioning file before there is a server, with the server's own parts, so that a history can be filled in
 * that nobody looks at meanwhile. The server applies the file again and finds nothing to change.
 *
 * @param sinceMs when all of it is said to have been made: as early as the history begins
 * @throws {StartupError} as the server does
 */
export async function applyFile(store: Store, env: Env, configPath: string, sinceMs: number): Promise<AppliedFile> {
  const now = () => sinceMs;
  const common = { now, onChange: nothing, onSaveFailed: nothing };
  const { secretPath } = openDataDir(env.dataDir);
  const { vault } = await openSecrets({ secretPath, secret: env.secret, newSecret: env.newSecret }, store, now());
  const accounts = await openAccountRecords({
    ...common,
    store: store.accounts,
    vault,
    directory: createAccountDirectory(vault),
    // Nobody calls it from here.
    sandboxOrigin: async () => "http://127.0.0.1",
  });
  const proxyKeys = await openProxyKeyRecords({ ...common, store: store.proxyKeys });
  const channels = await openChannelRecords({ ...common, store: store.alerts.channels, vault });
  const alerts = {
    channels,
    rules: await openRuleRecords({ ...common, store: store.alerts.rules }),
    maintenances: await openMaintenanceRecords({ ...common, store: store.alerts.maintenances }),
  };
  await applyProvisioningFile(readProvisioningFile(configPath, process.env), {
    accounts,
    proxyKeys,
    tokens: await openTokenRecords({ ...common, store: store.apiTokens }),
    guard: await openGuardSettings({ ...common, store: store.guardSettings }),
    alerts: { ...alerts, settings: await openAlertSettings({ ...common, store: store.alerts.settings, vault }) },
    checkAddress: createCheckProviderAddress(env),
    // Before the first call nothing is held.
    endCooldown: async () => undefined,
    now,
  });
  return {
    accountIds: new Map(accounts.list().map(({ id, name }) => [name, id])),
    proxyKeyIds: new Map(proxyKeys.list().map(({ id, label }) => [label, id])),
    alerts,
    close: channels.close,
  };
}
