import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { PROXY_KEY_PREFIX } from "@/lib/contracts/proxy-keys";
import { API_TOKEN_PREFIX } from "@/lib/contracts/tokens";
import { openDataDir } from "@/lib/server/data-dir";
import { StartupError } from "@/lib/server/startup-error";
import { CAST } from "./cast";
import { PROXY_KEY_PROGRAMS } from "./programs";

const schema = z.object({
  /** By account: a restart must find the accounts that the database has. */
  keys: z.record(z.string(), z.string()),
  /** By provider: cooldowns are kept by the provider's host, port included. By `receiver` where messages go. */
  ports: z.record(z.string(), z.number()),
  /** The instant at which the history ends; null before it was made up. */
  historyAtMs: z.number().nullable(),
  historyFilled: z.boolean(),
  /** What the visitor signs in with, as {@link DEMO_OWNER}. The team has the same. */
  ownerPassword: z.string(),
  /** With which the demo itself uses the API. */
  apiToken: z.string(),
  /** Signs the messages to the demo's own webhook. */
  webhookSecret: z.string(),
  /** By the program's label. */
  proxyKeys: z.record(z.string(), z.string()),
  /** Set once, so that somebody whom the visitor removed stays away. */
  teamMade: z.boolean(),
});

/** An older demo knew nothing of these yet. */
const savedSchema = schema.partial({
  ownerPassword: true,
  apiToken: true,
  webhookSecret: true,
  proxyKeys: true,
  teamMade: true,
});

/** Who owns the demo, and shows it to others. */
export const DEMO_OWNER = "demo@banwatch.example";

/** What the demo remembers from one start to the next. */
export type DemoState = z.infer<typeof schema>;

const pathOf = (dataDir: string) => join(dataDir, "demo.json");

function createState(): DemoState {
  const accounts = CAST.filter(({ provider }) => provider !== "sandbox");
  const random = (prefix: string) => `${prefix}${randomBytes(32).toString("base64url")}`;
  return {
    keys: Object.fromEntries(accounts.map(({ name }) => [name, randomBytes(16).toString("hex")])),
    ports: {},
    historyAtMs: null,
    historyFilled: false,
    ownerPassword: `demo-${randomBytes(6).toString("hex")}`,
    apiToken: random(API_TOKEN_PREFIX),
    webhookSecret: `whsec_${randomBytes(32).toString("base64")}`,
    proxyKeys: Object.fromEntries(PROXY_KEY_PROGRAMS.map(({ label }) => [label, random(PROXY_KEY_PREFIX)])),
    teamMade: false,
  };
}

/**
 * Reads what an earlier demo left in the data directory, or begins anew. What an older version did not know of is added.
 *
 * @throws {StartupError} when the directory holds data that is not a demo's: no invented error may get between real ones
 */
export function loadDemoState(dataDir: string): DemoState {
  const path = pathOf(dataDir);
  const fresh = createState();
  if (existsSync(path)) {
    try {
      const saved = savedSchema.parse(JSON.parse(readFileSync(path, "utf8")));
      return {
        ...fresh,
        ...saved,
        keys: { ...fresh.keys, ...saved.keys },
        proxyKeys: { ...fresh.proxyKeys, ...saved.proxyKeys },
      };
    } catch {
      throw new StartupError(`${path} is not readable any more. Remove ${dataDir} to begin the demo anew.`);
    }
  }
  if (existsSync(openDataDir(dataDir).databasePath)) {
    throw new StartupError(
      `${dataDir} holds data that is not the demo's. Set BANWATCH_DATA_DIR to another directory, or leave it out.`,
    );
  }
  return fresh;
}

/** Replaces the file whole, so that a demo that is stopped meanwhile finds the old one or the new one. */
export function saveDemoState(dataDir: string, state: DemoState): void {
  const path = pathOf(dataDir);
  writeFileSync(`${path}.new`, JSON.stringify(state, null, 2), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
