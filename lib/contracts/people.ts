import { z } from "zod";
import { epochMs } from "./common";
import { email, newPassword, role } from "./session";
import { label } from "./text";

export const person = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  totp: z.boolean(),
  /** How they sign in: with a password, through the identity provider, or both. */
  password: z.boolean(),
  identityProvider: z.boolean(),
  createdAtMs: epochMs,
  /** When the newest of their sessions began; null when none runs. */
  lastSignInAtMs: epochMs.nullable(),
});
export type Person = z.infer<typeof person>;

export const personListResponse = z.object({ serverNowMs: epochMs, people: z.array(person) });
export type PersonListResponse = z.infer<typeof personListResponse>;

export const updatePersonRequest = z.object({ role });
export const personResponse = z.object({ person });

const DAY_HOURS = 24;

/** A link that lets somebody in once. Its token is told once, when it is made. */
export const signInLink = z.object({
  id: z.string(),
  kind: z.enum(["invitation", "reset"]),
  /** Only this address may use it; null for whoever has the link. */
  email: z.string().nullable(),
  role: role.nullable(),
  /** Whose password it sets anew. */
  person: z.string().nullable(),
  createdBy: z.string(),
  createdAtMs: epochMs,
  expiresAtMs: epochMs,
});
export type SignInLink = z.infer<typeof signInLink>;

/** Those that can still be used. */
export const invitationListResponse = z.object({ serverNowMs: epochMs, invitations: z.array(signInLink) });
export type InvitationListResponse = z.infer<typeof invitationListResponse>;

export const createInvitationRequest = z.object({
  role,
  email: email.optional(),
  expiresInHours: z
    .int({ error: "must be a whole number of hours" })
    .min(1, "must be at least 1 hour")
    .max(30 * DAY_HOURS, "must be at most 720 hours")
    .default(7 * DAY_HOURS),
});
export type CreateInvitationRequest = z.infer<typeof createInvitationRequest>;

/** The token stands behind the `#` of the link, where neither logs nor other sites see it. Shown once. */
export const signInLinkResponse = z.object({ link: signInLink, token: z.string() });
export type SignInLinkResponse = z.infer<typeof signInLinkResponse>;

const linkToken = z.string().trim().min(1).max(100);
export const readLinkRequest = z.object({ token: linkToken });
export const readLinkResponse = z.object({
  kind: z.enum(["invitation", "reset"]),
  email: z.string().nullable(),
  role: role.nullable(),
  /** Whose password a reset link sets anew; null for an invitation. */
  person: z.string().nullable(),
  expiresAtMs: epochMs,
});
export type ReadLinkResponse = z.infer<typeof readLinkResponse>;

/** Name and e-mail are for an invitation; the e-mail may be left out where the link names it. */
export const acceptLinkRequest = z.object({
  token: linkToken,
  name: label.optional(),
  email: email.optional(),
  password: newPassword,
});
export type AcceptLinkRequest = z.infer<typeof acceptLinkRequest>;
