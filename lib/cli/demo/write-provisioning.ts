import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { CAST, type CastMember, type SimulatedProvider } from "./cast";
import type { DemoState } from "./demo-state";
import { PROXY_KEY_PROGRAMS } from "./programs";

/**
 * Writes the provisioning file that declares the cast's accounts, the proxy keys of its programs, and the token with
 * which the demo reads their ids and makes the team. @returns its path, for BANWATCH_CONFIG
 */
export function writeProvisioning(
  dataDir: string,
  state: DemoState,
  origins: Readonly<Record<SimulatedProvider, string>>,
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
  writeFileSync(path, stringify({ accounts, proxyKeys, apiTokens }), { mode: 0o600 });
  return path;
}
