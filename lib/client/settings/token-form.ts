import type { CreateApiTokenRequest } from "@/lib/contracts/tokens";
import { allows, type Role, TOKEN_ROLES } from "@/lib/domain/roles";
import { quoteForShell } from "../accounts/connection-snippets";
import { toProblems } from "../form/field-problem";
import type { Expiry } from "./expiry";
import { checkLabel, type FieldProblems } from "./field-rule";

export type TokenRole = (typeof TOKEN_ROLES)[number];

/** What a person chose and typed. */
export interface TokenDraft {
  readonly name: string;
  readonly role: TokenRole;
  readonly expiry: Expiry;
}

export const checkTokenDraft = (draft: TokenDraft): FieldProblems<keyof TokenDraft> =>
  toProblems({ name: checkLabel(draft.name) });

/** The request that creates the token of a draft without problems. @param expiresAtMs see `toExpiresAtMs` */
export const toCreateTokenRequest = (draft: TokenDraft, expiresAtMs: number | undefined): CreateApiTokenRequest => ({
  name: draft.name.trim(),
  role: draft.role,
  expiresAtMs,
});

/** The roles that a token of somebody with `role` can have: none above their own. */
export const grantableTokenRoles = (role: Role): readonly TokenRole[] =>
  TOKEN_ROLES.filter((given) => allows(role, given));

/** A line for a shell that asks the API with the token. */
export const prepareTokenExample = (origin: string, token: string): string =>
  [
    `curl -sS ${quoteForShell(`${origin}/api/errors?period=24h`)}`,
    `-H ${quoteForShell(`Authorization: Bearer ${token}`)}`,
  ].join(" \\\n  ");
