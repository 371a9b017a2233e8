import { resolve } from "node:path";
import { z } from "zod";
import { StartupError } from "./startup-error";

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;

/** A whole number from `low` to `high`, with one text for everything that it is not. */
const whole = (what: string, low: number, high: number, preset: number) => {
  const error = `must be ${what} from ${low} to ${high}`;
  return z.coerce.number({ error }).int({ error }).min(low, { error }).max(high, { error }).default(preset);
};

const schema = z.object({
  PORT: whole("a port number", 1, 65_535, 3000),
  HOST: z.string().trim().min(1).default("127.0.0.1"),
  BANWATCH_DATA_DIR: z.string().trim().min(1).default("data"),
  BANWATCH_CONFIG: z.string().trim().min(1).optional(),
  BANWATCH_SECRET: z.string().min(32, "must have at least 32 characters: `openssl rand -hex 32` makes one").optional(),
  BANWATCH_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "must be a URL such as https://banwatch.example.com" })
    .transform((url) => url.replace(/\/+$/, ""))
    .optional(),
  BANWATCH_REPLY_TIMEOUT_SECONDS: whole("a number of seconds", 1, 600, 60),
  BANWATCH_BALANCE_INTERVAL_SECONDS: whole("a number of seconds", 30, 86_400, 300),
  BANWATCH_RETENTION_DAYS: whole("a number of days", 1, 3_650, 90),
  BANWATCH_MAX_ERRORS: whole("a number of errors", 1_000, 50_000_000, 2_000_000),
  BANWATCH_LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(", ")}` }).default("info"),
});

/** Other variables of the environment are other programs'. */
const isOurs = (name: string) => name.startsWith("BANWATCH_");

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
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

/**
 * Reads the settings. An empty variable counts as one that is not set, as containers like to pass them.
 *
 * @throws {StartupError} naming every variable that is wrong, in one line
 */
export function readEnv(variables: Record<string, string | undefined>): Env {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = schema.safeParse(set);
  const unknown = Object.keys(set).filter((name) => isOurs(name) && !Object.hasOwn(schema.shape, name));
  const complaints = [
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join(".")} ${issue.message}`),
    // A misspelt setting that is silently left out is worse than none.
    ...unknown.map((name) => `${name} is no setting of Banwatch`),
  ];
  if (parsed.data === undefined || complaints.length > 0) {
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
