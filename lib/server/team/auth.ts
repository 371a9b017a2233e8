import { randomUUID } from "node:crypto";
import { betterAuth } from "better-auth/minimal";
import { genericOAuth, twoFactor } from "better-auth/plugins";
import type { Log } from "../log";
import { PEER_ADDRESS_HEADER } from "../peer-address";
import { RECOVERY_CODES_CONTEXT } from "../secrets/contexts";
import type { Vault } from "../secrets/vault";
import type { createAuthAdapter } from "../store/auth-adapter";
import {
  IDENTITY_PROVIDER_ID,
  type IdentityProvider,
  type IdentityProviderPolicy,
  readSubject,
} from "./identity-provider";
import { hashPassword, verifyPassword } from "./passwords";

const DAY_S = 86_400;

/** A session ends when it was not used for this long. */
const SESSION_IDLE_DAYS = 7;
/** A use is written down this often at most. */
const SESSION_NOTED_EVERY_S = 3_600;

export interface AuthOptions {
  readonly adapter: ReturnType<typeof createAuthAdapter>;
  /** Signs cookies and encrypts TOTP seeds; derived from the installation's secret. */
  readonly authSecret: string;
  readonly vault: Vault;
  readonly log: Log;
  /** The address that browsers use, without a trailing slash. */
  readonly origin: string;
  readonly identityProvider: IdentityProvider | null;
  readonly policy: IdentityProviderPolicy;
  /** Told of a person whose session has begun. */
  readonly onSession: (userId: string) => Promise<void>;
}

/** A browser says who it is in less; what is longer is no browser's. */
const MAX_USER_AGENT_CHARS = 200;

/**
 * Sign-in by better-auth: passwords (scrypt), sessions, the second factor, the identity provider.
 *
 * Its own HTTP routes are not served, but for the identity provider's way back: Banwatch's routes call it, so that each
 * has a contract, an access and a line in the audit log. People are created by Banwatch alone, never by signing up.
 */
export function createAuth({
  adapter,
  authSecret,
  vault,
  log,
  origin,
  identityProvider,
  policy,
  onSession,
}: AuthOptions) {
  const isTls = origin.startsWith("https:");
  return betterAuth({
    appName: "Banwatch",
    baseURL: origin,
    basePath: "/api/auth",
    secret: authSecret,
    database: adapter,
    telemetry: { enabled: false },
    // A wrong password is no fault of the server; the audit log has it.
    logger: { log: (level, message) => log[level === "error" ? "debug" : "trace"]({ part: "better-auth" }, message) },
    // Banwatch counts attempts itself (sign-in-limits.ts): by account too, and for calls that come past HTTP.
    rateLimit: { enabled: false },
    onAPIError: { errorURL: `${origin}/sign-in` },
    // The contract says how long a password may be, in characters; better-auth counts some of them twice.
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      maxPasswordLength: 2 * 128,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    user: {
      additionalFields: { role: { type: "string", required: true, input: false, defaultValue: "viewer" } },
      validateUserInfo: ({ user, source }) => policy.check(user, source),
    },
    account: { modelName: "credential" },
    session: {
      expiresIn: SESSION_IDLE_DAYS * DAY_S,
      updateAge: SESSION_NOTED_EVERY_S,
      // Every request asks the database, so that an ended session is over at once.
      cookieCache: { enabled: false },
    },
    verification: { storeIdentifier: "hashed" },
    advanced: {
      // better-auth would write __Secure- itself, which a server under another name of the domain could set as well.
      cookiePrefix: isTls ? "__Host-banwatch" : "banwatch",
      useSecureCookies: false,
      defaultCookieAttributes: { secure: isTls, httpOnly: true, sameSite: "lax", path: "/" },
      ipAddress: { ipAddressHeaders: [PEER_ADDRESS_HEADER], ipv6Subnet: 128 },
      database: { generateId: () => randomUUID() },
    },
    databaseHooks: {
      user: { create: { before: async (user) => ({ data: { ...user, ...(await policy.newcomer(user)) } }) } },
      account: {
        // Banwatch never calls the identity provider on somebody's behalf, so it keeps none of its tokens.
        create: {
          before: async (credential) => ({ data: { ...credential, ...NO_TOKENS } }),
          after: async (credential) => policy.noteWay(credential),
        },
        update: { before: async (credential) => ({ data: { ...credential, ...NO_TOKENS } }) },
      },
      session: {
        create: {
          before: async (session) => ({
            data: { ...session, userAgent: session.userAgent?.slice(0, MAX_USER_AGENT_CHARS) },
          }),
          after: async (session, context) => {
            await onSession(session.userId);
            await policy.noteSession(session, context?.path ?? null);
          },
        },
      },
    },
    plugins: [
      twoFactor({
        issuer: "Banwatch",
        backupCodeOptions: {
          storeBackupCodes: {
            encrypt: async (codes) => vault.encrypt(codes, RECOVERY_CODES_CONTEXT),
            decrypt: async (cipher) => vault.decrypt(cipher, RECOVERY_CODES_CONTEXT),
          },
        },
      }),
      genericOAuth({
        config:
          identityProvider === null
            ? []
            : [
                {
                  providerId: IDENTITY_PROVIDER_ID,
                  discoveryUrl: `${identityProvider.issuer}/.well-known/openid-configuration`,
                  clientId: identityProvider.clientId,
                  clientSecret: identityProvider.clientSecret,
                  scopes: ["openid", "email", "profile"],
                  pkce: true,
                  accountSubject: ({ tokens }) => readSubject(identityProvider.issuer, tokens.idToken),
                  requireIdTokenVerification: true,
                },
              ],
      }),
    ],
  });
}

export type Auth = ReturnType<typeof createAuth>;

const NO_TOKENS = {
  accessToken: null,
  refreshToken: null,
  idToken: null,
  accessTokenExpiresAt: null,
  refreshTokenExpiresAt: null,
};
