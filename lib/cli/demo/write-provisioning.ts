import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { channelsOf, DEMO_MAINTENANCE, DEMO_RULES } from "./alerts/alert-cast";
import type { ReceiverPaths } from "./alerts/receiver";
import { CAST, type CastMember, type SimulatedProvider } from "./cast";
import type { DemoState } from "./demo-state";
import { PROXY_KEY_PROGRAMS } from "./programs";

/**
 * Writes the provisioning file that declares the cast's accounts, the proxy keys of its programs, whom alerts are told,
 * and the token with which the demo makes the team. @returns its path, for BANWATCH_CONFIG
 */
export function writeProvisioning(
  dataDir: string,
  state: DemoState,
  origins: Readonly<Record<SimulatedProvider, string>>,
  receivers: ReceiverPaths,
): string {
  const accounts = CAST.map((member: CastMember) => ({
    name: member.name,
    provider: member.provider,
    guard: member.guard,
    ...(member.provider === "sandbox"
      ? {}
      : {
          baseUrl: origins[member.provider],
          clientKey: state.keys[member.name],
          lowBalance: member.lowBalance,
          criticalBalance: member.criticalBalance,
        }),
  }));
  const proxyKeys = PROXY_KEY_PROGRAMS.map(({ account, label, methods, callsPerMinute }) => ({
    account,
    label,
    key: state.proxyKeys[label],
    methods,
    callsPerMinute,
  }));
  const apiTokens = [{ name: "demo", role: "admin", token: state.apiToken }];
  const path = join(dataDir, "demo-accounts.yaml");
  const channels = channelsOf(receivers, state.webhookSecret);
  const file = { accounts, proxyKeys, apiTokens, channels, rules: DEMO_RULES, maintenance: DEMO_MAINTENANCE };
  writeFileSync(path, stringify(file, { aliasDuplicateObjects: false }), { mode: 0o600 });
  return path;
}
