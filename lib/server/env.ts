import { resolve } from "node:path";
import { z } from "zod";
import { email, newPassword } from "@/lib/contracts/session";
import { label } from "@/lib/contracts/text";
import { TOKEN_ROLES } from "@/lib/domain/roles";
import { findWrongRanges } from "./net/address-ranges";
import { StartupError } from "./startup-error";
import type { IdentityProvider } from "./team/identity-provider";

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;

/** A whole number from `low` to `high`, with one text for everything that it is not. */
const whole = (what: string, low: number, high: number, preset: number) => {
  const error = `must be ${what} from ${low} to ${high}`;
  return z.coerce.number({ error }).int({ error }).min(low, { error }).max(high, { error }).default(preset);
};

/** The entries of a list with commas between them. */
const listed = (text: string) => text.split(",").flatMap((entry) => entry.trim() || []);

const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;

/** The identity provider's word decides who gets in, so it comes over TLS; on the loopback nobody is in between. */
const issuer = z
  .url({ protocol: /^https?$/, error: "must be a URL such as https://login.example.com" })
  .refine((url) => url.startsWith("https:") || LOOPBACK_HOST.test(new URL(url).hostname), "must begin with https://")
  .transform((url) => url.replace(/\/+$/, ""));

const addressRanges = z
  .string()
  .transform(listed)
  .superRefine((ranges, context) => {
    const wrong = findWrongRanges(ranges);
    if (wrong.length === 0) return;
    const message = `must be addresses and ranges such as 10.0.0.0/8, fd00::/8, with commas between them; wrong: ${wrong.join(", ")}`;
    context.addIssue({ code: "custom", message });
  });

const longSecret = z.string().min(32, "must have at least 32 characters: `openssl rand -hex 32` makes one");

const schema = z.object({
  PORT: whole("a port number", 1, 65_535, 3000),
  HOST: z.string().trim().min(1).default("127.0.0.1"),
  BANWATCH_DATA_DIR: z.string().trim().min(1).default("data"),
  BANWATCH_CONFIG: z.string().trim().min(1).optional(),
  BANWATCH_SECRET: longSecret.optional(),
  /** Only for `npm run rotate-secret`. */
  BANWATCH_NEW_SECRET: longSecret.optional(),
  BANWATCH_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "must be a URL such as https://banwatch.example.com" })
    .transform((url) => url.replace(/\/+$/, ""))
    .optional(),
  BANWATCH_OWNER_EMAIL: email.optional(),
  BANWATCH_OWNER_PASSWORD: newPassword.optional(),
  BANWATCH_OIDC_ISSUER: issuer.optional(),
  BANWATCH_OIDC_CLIENT_ID: z.string().trim().min(1).optional(),
  BANWATCH_OIDC_CLIENT_SECRET: z.string().trim().min(1).optional(),
  BANWATCH_OIDC_NAME: label.default("single sign-on"),
  BANWATCH_OIDC_ALLOWED_DOMAINS: z
    .string()
    .transform((text) => listed(text.toLowerCase()))
    .default([]),
  BANWATCH_OIDC_DEFAULT_ROLE: z
    .enum(TOKEN_ROLES, { error: `must be one of ${TOKEN_ROLES.join(", ")}` })
    .default("viewer"),
  BANWATCH_TRUSTED_PROXIES: addressRanges.optional(),
  BANWATCH_REPLY_TIMEOUT_SECONDS: whole("a number of seconds", 1, 600, 60),
  BANWATCH_BALANCE_INTERVAL_SECONDS: whole("a number of seconds", 30, 86_400, 300),
  BANWATCH_RETENTION_DAYS: whole("a number of days", 1, 3_650, 90),
  // Not less than a month: the database itself refuses to delete what is younger.
  BANWATCH_AUDIT_DAYS: whole("a number of days", 30, 3_650, 365),
  BANWATCH_MAX_ERRORS: whole("a number of errors", 1_000, 50_000_000, 2_000_000),
  BANWATCH_LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(", ")}` }).default("info"),
});

/** Settings that are of use only together. */
const TOGETHER = [
  ["BANWATCH_OWNER_EMAIL", "BANWATCH_OWNER_PASSWORD"],
  ["BANWATCH_OIDC_ISSUER", "BANWATCH_OIDC_CLIENT_ID", "BANWATCH_OIDC_CLIENT_SECRET", "BANWATCH_PUBLIC_URL"],
] as const;

function listMissing(set: Readonly<Record<string, unknown>>): string[] {
  return TOGETHER.flatMap(([first, ...others]) => {
    const isWanted = [first, ...others].some((name) => name !== "BANWATCH_PUBLIC_URL" && set[name] !== undefined);
    const missing = [first, ...others].filter((name) => set[name] === undefined);
    return isWanted ? missing.map((name) => `${name} must be set as well`) : [];
  });
}

/** Other variables of the environment are other programs'. */
const isOurs = (name: string) => name.startsWith("BANWATCH_");

/** The settings, checked. Lengths of time are in the unit that their names end in. */
export interface Env {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly configPath: string | null;
  readonly secret: string | null;
  /** What `npm run rotate-secret` is to replace `secret` with; null when it makes a file's secret itself. */
  readonly newSecret: string | null;
  readonly publicUrl: string | null;
  /** The address that browsers use, without a trailing slash. */
  readonly origin: string;
  /** Whether others than the people on this machine can reach the server. */
  readonly openToNetwork: boolean;
  /** Whom the environment makes the owner; null for the first visitor. */
  readonly owner: { readonly email: string; readonly password: string } | null;
  readonly identityProvider: IdentityProvider | null;
  /** Addresses and ranges of the servers in front of this one, whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  readonly replyTimeoutMs: number;
  readonly balanceIntervalMs: number;
  readonly retentionDays: number;
  readonly auditDays: number;
  readonly maxErrors: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

type Values = z.output<typeof schema>;

/** A server in front on the same machine opens it as well, and then a public address or a trusted proxy is set. */
function isOpenToNetwork({ HOST, BANWATCH_PUBLIC_URL, BANWATCH_TRUSTED_PROXIES = [] }: Values): boolean {
  const isPublic = BANWATCH_PUBLIC_URL !== undefined && !LOOPBACK_HOST.test(new URL(BANWATCH_PUBLIC_URL).hostname);
  return !LOOPBACK_HOST.test(HOST) || isPublic || BANWATCH_TRUSTED_PROXIES.length > 0;
}

function ownerOf({ BANWATCH_OWNER_EMAIL: email, BANWATCH_OWNER_PASSWORD: password }: Values): Env["owner"] {
  return email === undefined || password === undefined ? null : { email, password };
}

function identityProviderOf(values: Values): IdentityProvider | null {
  const { BANWATCH_OIDC_ISSUER, BANWATCH_OIDC_CLIENT_ID, BANWATCH_OIDC_CLIENT_SECRET } = values;
  if (!BANWATCH_OIDC_ISSUER || !BANWATCH_OIDC_CLIENT_ID || !BANWATCH_OIDC_CLIENT_SECRET) return null;
  return {
    name: values.BANWATCH_OIDC_NAME,
    issuer: BANWATCH_OIDC_ISSUER,
    clientId: BANWATCH_OIDC_CLIENT_ID,
    clientSecret: BANWATCH_OIDC_CLIENT_SECRET,
    allowedDomains: values.BANWATCH_OIDC_ALLOWED_DOMAINS,
    defaultRole: values.BANWATCH_OIDC_DEFAULT_ROLE,
  };
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
    ...listMissing(set),
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
    newSecret: values.BANWATCH_NEW_SECRET ?? null,
    publicUrl: values.BANWATCH_PUBLIC_URL ?? null,
    origin: values.BANWATCH_PUBLIC_URL ?? `http://localhost:${values.PORT}`,
    openToNetwork: isOpenToNetwork(values),
    owner: ownerOf(values),
    identityProvider: identityProviderOf(values),
    trustedProxies: values.BANWATCH_TRUSTED_PROXIES ?? [],
    replyTimeoutMs: values.BANWATCH_REPLY_TIMEOUT_SECONDS * 1_000,
    balanceIntervalMs: values.BANWATCH_BALANCE_INTERVAL_SECONDS * 1_000,
    retentionDays: values.BANWATCH_RETENTION_DAYS,
    auditDays: values.BANWATCH_AUDIT_DAYS,
    maxErrors: values.BANWATCH_MAX_ERRORS,
    logLevel: values.BANWATCH_LOG_LEVEL,
  };
}
