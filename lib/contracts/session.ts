import { z } from "zod";
import { ROLES } from "@/lib/domain/roles";
import { isWeakPassword } from "@/lib/domain/weak-password";
import { count, epochMs } from "./common";
import { label } from "./text";

export const role = z.enum(ROLES);

/** Compared without regard to case, so it is kept in lower case. */
export const email = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email({ error: "must be an e-mail address such as name@example.com" }).max(254));

/** NIST SP 800-63B: length is what counts, so there is no rule about kinds of characters, but for what is guessed first. */
export const newPassword = z
  .string()
  .min(12, "must have at least 12 characters")
  .max(128, "must have at most 128 characters")
  .refine(
    (password) => !isWeakPassword(password),
    "is among the first that are guessed: take a few words that do not belong together",
  );

/** A password that is being tried: whatever was chosen once. */
const triedPassword = z.string().min(1, "must not be empty").max(128, "must have at most 128 characters");

/** Whoever is signed in. */
export const viewer = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  /** Signs in with a second factor. */
  totp: z.boolean(),
  /** Has a password here; false for who only comes through the identity provider. */
  password: z.boolean(),
});
export type Viewer = z.infer<typeof viewer>;

/** Whether somebody owns this installation yet, and whether its one-time code is asked for. */
export const ownership = z.enum(["owned", "unowned", "unowned-needs-code"]);
export type Ownership = z.infer<typeof ownership>;

export const sessionResponse = z.object({
  serverNowMs: epochMs,
  /** Null for who is not signed in. */
  viewer: viewer.nullable(),
  ownership,
  /** The name of the identity provider; null where there is none. */
  identityProvider: z.string().nullable(),
});
export type SessionResponse = z.infer<typeof sessionResponse>;

export const signInRequest = z.object({ email, password: triedPassword });
export type SignInRequest = z.infer<typeof signInRequest>;

/** What is still asked for before the session begins. */
export const signInResponse = z.object({ next: z.enum(["signed-in", "totp"]) });
export type SignInResponse = z.infer<typeof signInResponse>;

export const totpCode = z
  .string()
  .trim()
  .transform((text) => text.replaceAll(/\s/g, ""))
  .pipe(z.string().regex(/^\d{6}$/, "must be the six digits that the app shows"));

export const recoveryCode = z.string().trim().min(1, "must not be empty").max(40);

/** The second step of a sign-in: a code of the app, or one of the recovery codes. */
export const secondFactorRequest = z.union([z.strictObject({ code: totpCode }), z.strictObject({ recoveryCode })]);
export type SecondFactorRequest = z.infer<typeof secondFactorRequest>;

export const setUpOwnerRequest = z.object({
  name: label,
  email,
  password: newPassword,
  /** The one-time code of the log, where it is asked for. */
  code: z.string().trim().max(40).optional(),
});
export type SetUpOwnerRequest = z.infer<typeof setUpOwnerRequest>;

/** Answers of changes that have nothing to tell. */
export const doneResponse = z.object({ done: z.literal(true) });

export const updateMeRequest = z.object({ name: label });
export const meResponse = z.object({ viewer });

export const changePasswordRequest = z.object({ currentPassword: triedPassword, newPassword });
export type ChangePasswordRequest = z.infer<typeof changePasswordRequest>;

export const signInSession = z.object({
  id: z.string(),
  /** The one that asks. */
  current: z.boolean(),
  userAgent: z.string().nullable(),
  callerAddress: z.string().nullable(),
  createdAtMs: epochMs,
  expiresAtMs: epochMs,
});
export type SignInSession = z.infer<typeof signInSession>;
export const sessionListResponse = z.object({ serverNowMs: epochMs, sessions: z.array(signInSession) });
export type SessionListResponse = z.infer<typeof sessionListResponse>;
export const endSessionsResponse = z.object({ ended: count });

/** Changes to the second factor ask for the password again. */
export const confirmPasswordRequest = z.object({ password: triedPassword });

/** Shown once. Nothing changes before {@link confirmTotpRequest}. */
export const totpSetupResponse = z.object({
  /** `otpauth://…`, for the QR code. */
  uri: z.string(),
  /** The same secret in base32, for typing. */
  secret: z.string(),
  recoveryCodes: z.array(z.string()),
});
export type TotpSetupResponse = z.infer<typeof totpSetupResponse>;
export const confirmTotpRequest = z.object({ code: totpCode });
export const recoveryCodesResponse = z.object({ recoveryCodes: z.array(z.string()) });
