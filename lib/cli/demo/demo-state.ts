import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { z } from "zod";
import { API_TOKEN_PREFIX } from "@/lib/contracts/tokens";
import { openDataDir } from "@/lib/server/data-dir";
import { StartupError } from "@/lib/server/startup-error";
import { CAST, type SimulatedProvider } from "./cast";

const schema = z.object({
  /** By account: a restart must find the accounts that the database has. */
  keys: z.record(z.string(), z.string()),
  /** By provider: cooldowns are kept by the provider's host, port included. */
  ports: z.record(z.string(), z.number()),
  /** The instant at which the history ends; null before it was made up. */
  historyAtMs: z.number().nullable(),
  historyFilled: z.boolean(),
  /** What the visitor signs in with, as {@link DEMO_OWNER}. */
  ownerPassword: z.string(),
  /** With which the demo itself uses the API. */
  apiToken: z.string(),
});

/** Who owns the demo, and shows it to others. */
export const DEMO_OWNER = "demo@banwatch.example";

/** What the demo remembers from one start to the next. */
export type DemoState = z.infer<typeof schema>;

const pathOf = (dataDir: string) => join(dataDir, "demo.json");

/**
 * Reads what an earlier demo left in the data directory, or begins anew.
 *
 * @throws {StartupError} when the directory holds data that is not a demo's: no invented error may get between real ones
 */
export function loadDemoState(dataDir: string): DemoState {
  const path = pathOf(dataDir);
  if (existsSync(path)) {
    try {
      return schema.parse(JSON.parse(readFileSync(path, "utf8")));
    } catch {
      throw new StartupError(`${path} is not readable any more. Remove ${dataDir} to begin the demo anew.`);
    }
  }
  if (existsSync(openDataDir(dataDir).databasePath)) {
    throw new StartupError(
      `${dataDir} holds data that is not the demo's. Set BANWATCH_DATA_DIR to another directory, or leave it out.`,
    );
  }
  const keys = CAST.filter(({ provider }) => provider !== "sandbox").map(({ name }) => [
    name,
    randomBytes(16).toString("hex"),
  ]);
  return {
    keys: Object.fromEntries(keys),
    ports: {},
    historyAtMs: null,
    historyFilled: false,
    ownerPassword: `demo-${randomBytes(6).toString("hex")}`,
    apiToken: `${API_TOKEN_PREFIX}${randomBytes(32).toString("base64url")}`,
  };
}

/** Replaces the file whole, so that a demo that is stopped meanwhile finds the old one or the new one. */
export function saveDemoState(dataDir: string, state: DemoState): void {
  const path = pathOf(dataDir);
  writeFileSync(`${path}.new`, JSON.stringify(state, null, 2), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Writes the provisioning file that declares the cast's accounts. @returns its path, for BANWATCH_CONFIG */
export function writeProvisioning(
  dataDir: string,
  state: DemoState,
  origins: Readonly<Record<SimulatedProvider, string>>,
): string {
  const accounts = CAST.map((member) => ({
    name: member.name,
    provider: member.provider,
    ...(member.provider === "sandbox"
      ? {}
      : {
          baseUrl: origins[member.provider],
          clientKey: state.keys[member.name],
          lowBalance: member.lowBalance,
          criticalBalance: member.criticalBalance,
        }),
  }));
  const path = join(dataDir, "demo-accounts.yaml");
  const apiTokens = [{ name: "demo", role: "viewer", token: state.apiToken }];
  writeFileSync(path, stringify({ accounts, apiTokens }), { mode: 0o600 });
  return path;
}
