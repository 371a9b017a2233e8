import { z } from "zod";
import { TOKEN_ROLES } from "@/lib/domain/roles";
import { epochMs } from "./common";
import { declaredSecret, issuedSecret } from "./issued-secret";
import { label } from "./text";

/** Tokens for the API begin so, so that a leaked one is recognised by scanners. */
export const API_TOKEN_PREFIX = "bwt_";

export const tokenRole = z.enum(TOKEN_ROLES, { error: `must be one of ${TOKEN_ROLES.join(", ")}` });

export const apiToken = z.object({
  id: z.string(),
  name: z.string(),
  role: tokenRole,
  ...issuedSecret.shape,
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

export const provisionedApiToken = z.strictObject({
  name: label,
  role: tokenRole,
  token: declaredSecret(API_TOKEN_PREFIX),
});
export type ProvisionedApiToken = z.infer<typeof provisionedApiToken>;
