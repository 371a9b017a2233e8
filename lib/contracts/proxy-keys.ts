import { z } from "zod";
import { count, epochMs, period } from "./common";
import { declaredSecret, issuedSecret } from "./issued-secret";
import { label, plainText } from "./text";

/** Keys that Banwatch issues begin so; no provider's key does. */
export const PROXY_KEY_PREFIX = "bw_";

const methodName = z
  .string()
  .trim()
  .regex(/^[A-Za-z][A-Za-z0-9]{0,63}$/, "must be a method's name such as createTask");
const callsPerMinute = z
  .int({ error: "must be a whole number" })
  .min(1, "must be at least 1 call a minute")
  .max(100_000, "must be at most 100000 calls a minute");
const methods = z.array(methodName).min(1, "must name at least one method").max(20, "must name at most 20 methods");

export const proxyKey = z.object({
  id: z.string(),
  label: z.string(),
  accountId: z.string(),
  account: z.string(),
  /** The person it belongs to; null for a program's. */
  personId: z.string().nullable(),
  person: z.string().nullable(),
  /** Null for all. */
  methods: z.array(z.string()).nullable(),
  callsPerMinute: count.nullable(),
  ...issuedSecret.shape,
});
export type ProxyKey = z.infer<typeof proxyKey>;

export const proxyKeyListQuery = z.object({ account: plainText.min(1).max(100).optional() });
export const proxyKeyListResponse = z.object({ serverNowMs: epochMs, keys: z.array(proxyKey) });
export type ProxyKeyListResponse = z.infer<typeof proxyKeyListResponse>;

export const createProxyKeyRequest = z.object({
  accountId: z.string().min(1).max(100),
  label,
  personId: z.string().min(1).max(100).optional(),
  methods: methods.optional(),
  callsPerMinute: callsPerMinute.optional(),
  expiresAtMs: epochMs.optional(),
});
export type CreateProxyKeyRequest = z.infer<typeof createProxyKeyRequest>;

/** The key is shown this once. */
export const createProxyKeyResponse = z.object({ proxyKey, key: z.string() });
export type CreateProxyKeyResponse = z.infer<typeof createProxyKeyResponse>;
export const proxyKeyResponse = z.object({ proxyKey });

export const declaredProxyKey = declaredSecret(PROXY_KEY_PREFIX);

export const provisionedProxyKey = z.strictObject({
  account: label,
  label,
  key: declaredProxyKey,
  methods: methods.optional(),
  callsPerMinute: callsPerMinute.optional(),
});
export type ProvisionedProxyKey = z.infer<typeof provisionedProxyKey>;

export const callersQuery = z.object({ period: period.default("24h") });
export type CallersQuery = z.infer<typeof callersQuery>;

/** One caller of an account over the period. */
export const caller = z.object({
  /** account: with the account's own key. banwatch: Banwatch's own look-ups. */
  kind: z.enum(["proxy-key", "account-key", "banwatch", "drill"]),
  proxyKeyId: z.string().nullable(),
  /** The proxy key's label; null for the others. */
  label: z.string().nullable(),
  person: z.string().nullable(),
  revoked: z.boolean(),
  /** Calls that the provider answered, and those of them that were errors. */
  calls: count,
  errors: count,
  /** Calls that Banwatch answered itself. */
  answeredHere: count,
  /** The most frequent of the provider's errors first, at most three. */
  codes: z.array(z.object({ code: z.string(), errors: count })),
  /** How many codes more there are, and their errors: with `codes` they add up to `errors`. */
  otherCodes: z.object({ codes: count, errors: count }),
});
export type Caller = z.infer<typeof caller>;

/** The one with most errors first. */
export const callersResponse = z.object({
  serverNowMs: epochMs,
  fromMs: epochMs,
  toMs: epochMs,
  callers: z.array(caller),
});
export type CallersResponse = z.infer<typeof callersResponse>;
