import { resolve } from "node:path";
import { z } from "zod";
import { StartupError } from "./startup-error";

const seconds = (low: number, high: number, preset: number) =>
  z.coerce
    .number({ error: `must be a number of seconds from ${low} to ${high}` })
    .int()
    .min(low)
    .max(high)
    .default(preset);

const schema = z.object({
  PORT: z.coerce
    .number({ error: "must be a port number from 1 to 65535" })
    .int()
    .min(1, "must be a port number from 1 to 65535")
    .max(65_535, "must be a port number from 1 to 65535")
    .default(3000),
  HOST: z.string().trim().min(1).default("127.0.0.1"),
  BANWATCH_DATA_DIR: z.string().trim().min(1).default("data"),
  BANWATCH_CONFIG: z.string().trim().min(1).optional(),
  BANWATCH_SECRET: z.string().min(32, "must have at least 32 characters: `openssl rand -hex 32` makes one").optional(),
  BANWATCH_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "must be a URL such as https://banwatch.example.com" })
    .transform((url) => url.replace(/\/+$/, ""))
    .optional(),
  BANWATCH_REPLY_TIMEOUT_SECONDS: seconds(1, 600, 60),
  BANWATCH_BALANCE_INTERVAL_SECONDS: seconds(30, 86_400, 300),
  BANWATCH_RETENTION_DAYS: z.coerce.number().int().min(1).max(3_650).default(90),
  BANWATCH_MAX_ERRORS: z.coerce.number().int().min(1_000).max(50_000_000).default(2_000_000),
  BANWATCH_LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});

/** The settings, checked. Lengths of time are in the unit that their names end in. */
export interface Env {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly configPath: string | null;
  readonly secret: string | null;
  readonly publicUrl: string | null;
  readonly replyTimeoutMs: number;
  readonly balanceIntervalMs: number;
  readonly retentionDays: number;
  readonly maxErrors: number;
  readonly logLevel: "debug" | "info" | "warn" | "error" | "silent";
}

/**
 * Reads the settings. An empty variable counts as one that is not set, as containers like to pass them.
 *
 * @throws {StartupError} naming every variable that is wrong, in one line
 */
export function readEnv(variables: Record<string, string | undefined>): Env {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    const complaints = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
    throw new StartupError(`Check the environment: ${complaints.join("; ")}.`);
  }
  const values = parsed.data;
  return {
    port: values.PORT,
    host: values.HOST,
    dataDir: resolve(values.BANWATCH_DATA_DIR),
    configPath: values.BANWATCH_CONFIG === undefined ? null : resolve(values.BANWATCH_CONFIG),
    secret: values.BANWATCH_SECRET ?? null,
    publicUrl: values.BANWATCH_PUBLIC_URL ?? null,
    replyTimeoutMs: values.BANWATCH_REPLY_TIMEOUT_SECONDS * 1_000,
    balanceIntervalMs: values.BANWATCH_BALANCE_INTERVAL_SECONDS * 1_000,
    retentionDays: values.BANWATCH_RETENTION_DAYS,
    maxErrors: values.BANWATCH_MAX_ERRORS,
    logLevel: values.BANWATCH_LOG_LEVEL,
  };
}
