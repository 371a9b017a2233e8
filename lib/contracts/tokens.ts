import { z } from "zod";
import { TOKEN_ROLES } from "@/lib/domain/roles";
import { epochMs } from "./common";
import { label, plainText } from "./text";

/** Tokens for the API begin so, so that a leaked one is recognised by scanners. */
export const API_TOKEN_PREFIX = "bwt_";

export const tokenRole = z.enum(TOKEN_ROLES, { error: `must be one of ${TOKEN_ROLES.join(", ")}` });

export const apiToken = z.object({
  id: z.string(),
  name: z.string(),
  role: tokenRole,
  last4: z.string(),
  /** Declared in the provisioning file, so it is changed there. */
  provisioned: z.boolean(),
  createdBy: z.string(),
  createdAtMs: epochMs,
  expiresAtMs: epochMs.nullable(),
  revokedAtMs: epochMs.nullable(),
  /** To the minute. */
  lastUsedAtMs: epochMs.nullable(),
  state: z.enum(["active", "expired", "revoked"]),
});
export type ApiToken = z.infer<typeof apiToken>;

export const apiTokenListResponse = z.object({ serverNowMs: epochMs, tokens: z.array(apiToken) });
export type ApiTokenListResponse = z.infer<typeof apiTokenListResponse>;

export const createApiTokenRequest = z.object({
  name: label,
  role: tokenRole,
  expiresAtMs: epochMs.optional(),
});
export type CreateApiTokenRequest = z.infer<typeof createApiTokenRequest>;

/** The token is shown this once. */
export const createApiTokenResponse = z.object({ apiToken, token: z.string() });
export type CreateApiTokenResponse = z.infer<typeof createApiTokenResponse>;
export const apiTokenResponse = z.object({ apiToken });

/** A token that somebody else made up must be as hard to guess as one of ours. */
export const provisionedApiToken = z.strictObject({
  name: label,
  role: tokenRole,
  token: plainText.regex(
    /^bwt_[A-Za-z0-9_-]{32,128}$/,
    "must be bwt_ and 32 to 128 letters, digits, - or _: `openssl rand -hex 32` makes them",
  ),
});
export type ProvisionedApiToken = z.infer<typeof provisionedApiToken>;
