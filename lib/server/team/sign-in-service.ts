import type { AcceptLinkRequest, ReadLinkResponse } from "@/lib/contracts/people";
import type {
  SecondFactorRequest,
  SessionResponse,
  SetUpOwnerRequest,
  SignInRequest,
  SignInResponse,
} from "@/lib/contracts/session";
import type { AuditTrail } from "../audit/audit-trail";
import type { PersonStore } from "../store/people";
import type { Access } from "./access";
import type { Actor } from "./actor";
import type { Auth } from "./auth";
import { type AuthRequest, authHeaders, callAuth } from "./call-auth";
import type { HalfSignIns } from "./half-sign-ins";
import { IDENTITY_PROVIDER_ID, type IdentityProvider } from "./identity-provider";
import type { LinkService } from "./link-service";
import type { OnceOnly } from "./once-only";
import type { Owner } from "./owner";
import type { PeopleService } from "./people-service";
import type { SignInLimits } from "./sign-in-limits";

export interface SignInService {
  /** Who is signed in, and which ways in there are. */
  describe(request: AuthRequest): Promise<SessionResponse>;
  /**
   * Begins a session, or the wait for the second factor.
   *
   * @throws {RequestError} 401 with the same words for an unknown address and a wrong password; 429 after too many
   */
  signIn(credentials: SignInRequest, request: AuthRequest): Promise<SignInResponse>;
  /** @throws {RequestError} 422 for a wrong code, 401 when the sign-in must start again, 429 after too many */
  confirm(factor: SecondFactorRequest, request: AuthRequest): Promise<SignInResponse>;
  signOut(actor: Actor, request: AuthRequest): Promise<void>;
  /** Creates the owner and signs in. Throws as `Owner.setUp` does, and 429 after too many attempts. */
  setUpOwner(request: SetUpOwnerRequest, parts: AuthRequest): Promise<SignInResponse>;
  /** Throws as `LinkService.read` does, and 429 after too many attempts. */
  readLink(token: string, parts: AuthRequest): Promise<ReadLinkResponse>;
  /** Uses a link and signs in. Throws as `LinkService.accept` does, and 429 after too many attempts. */
  acceptLink(request: AcceptLinkRequest, parts: AuthRequest): Promise<SignInResponse>;
  /**
   * Begins a sign-in at the identity provider. It counts as an attempt of the address: each leaves a row in the database.
   *
   * @param next the page of ours that it ends on
   * @returns where the browser has to go; null when there is no identity provider
   * @throws {RequestError} 429 after too many attempts
   */
  startIdentityProvider(next: string, request: AuthRequest): Promise<string | null>;
  /** Takes that attempt back when it succeeded. */
  forgiveIdentityProvider(request: AuthRequest): Promise<void>;
}

export function createSignInService(parts: {
  readonly auth: Auth;
  readonly access: Access;
  readonly limits: SignInLimits;
  readonly codes: OnceOnly;
  readonly halfSignIns: HalfSignIns;
  readonly owner: Owner;
  readonly links: LinkService;
  readonly people: PersonStore;
  readonly team: Pick<PeopleService, "refresh">;
  readonly audit: AuditTrail;
  readonly identityProvider: IdentityProvider | null;
  readonly now: () => number;
}): SignInService {
  const { auth, access, limits, codes, halfSignIns, owner, links, people, team, audit, identityProvider, now } = parts;

  const recordFailure = (name: string, way: string, { callerAddress }: AuthRequest) =>
    audit.record(
      { kind: "nobody", id: null, name, callerAddress },
      { action: "session.failed", changes: [{ field: "way", before: null, after: way }] },
    );

  const recordSuccess = (person: { id: string; name: string }, way: string, { callerAddress }: AuthRequest) =>
    audit.record(
      { kind: "person", id: person.id, name: person.name, callerAddress },
      { action: "session.signed-in", changes: [{ field: "way", before: null, after: way }] },
    );

  /** Runs an attempt that was counted, and writes down how it went. */
  const attempt = async <T>(name: string, way: string, request: AuthRequest, run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      await recordFailure(name, way, request);
      throw error;
    }
  };

  const signIn: SignInService["signIn"] = async ({ email, password }, request) => {
    const response = await attempt(email, "password", request, async () => {
      await limits.count(request.callerAddress, email);
      return callAuth(request, () =>
        auth.api.signInEmail({
          body: { email, password },
          headers: authHeaders(request.requestHeaders),
          returnHeaders: true,
        }),
      );
    });
    await limits.forgive(request.callerAddress, email);
    // Whatever session this browser had is over: its cookie is replaced (OWASP ASVS 5, 7.2.4).
    await auth.api.signOut({ headers: authHeaders(request.requestHeaders) });
    if ("twoFactorRedirect" in response) {
      halfSignIns.note(request.answerHeaders, email);
      return { next: "totp" };
    }
    await recordSuccess(response.user, "password", request);
    return { next: "signed-in" };
  };

  return {
    describe: async ({ requestHeaders }) => {
      const session = await access.findSession(requestHeaders);
      const ways = session === null ? [] : ((await people.find(session.viewer.id))?.ways ?? []);
      return {
        serverNowMs: now(),
        viewer: session === null ? null : { ...session.viewer, password: ways.includes("credential") },
        ownership: access.ownership(),
        identityProvider: identityProvider?.name ?? null,
      };
    },
    signIn,
    confirm: async (factor, request) => {
      const way = "code" in factor ? "code of the app" : "recovery code";
      const headers = authHeaders(request.requestHeaders);
      const email = halfSignIns.emailOf(request.requestHeaders) ?? "";
      const { user } = await attempt(email, way, request, async () => {
        await limits.count(request.callerAddress, null);
        return callAuth(request, () =>
          "code" in factor
            ? codes.run(factor.code, () =>
                auth.api.verifyTOTP({ body: { code: factor.code }, headers, returnHeaders: true }),
              )
            : auth.api.verifyBackupCode({ body: { code: factor.recoveryCode }, headers, returnHeaders: true }),
        );
      });
      await limits.forgive(request.callerAddress, null);
      await recordSuccess(user, way, request);
      return { next: "signed-in" };
    },
    signOut: async (actor, request) => {
      await callAuth(request, () =>
        auth.api.signOut({ headers: authHeaders(request.requestHeaders), returnHeaders: true }),
      );
      await audit.record(actor, { action: "session.signed-out" });
    },
    setUpOwner: async (request, parts) => {
      await attempt(request.email, "set-up of the owner", parts, async () => {
        await limits.count(parts.callerAddress, null);
        await owner.setUp(request, parts.callerAddress);
      });
      await team.refresh();
      return signIn(request, parts);
    },
    readLink: async (token, parts) => {
      const link = await attempt("", "link", parts, async () => {
        await limits.count(parts.callerAddress, null);
        return links.read(token);
      });
      await limits.forgive(parts.callerAddress, null);
      return link;
    },
    acceptLink: async (request, parts) => {
      const credentials = await attempt("", "link", parts, async () => {
        await limits.count(parts.callerAddress, null);
        return links.accept(request, parts.callerAddress);
      });
      // Whoever holds the link is let in, however often others have guessed at the account.
      await limits.forgive(parts.callerAddress, credentials.email);
      return signIn(credentials, parts);
    },
    startIdentityProvider: async (next, request) => {
      if (identityProvider === null) return null;
      await limits.count(request.callerAddress, null);
      const { url } = await callAuth(request, () =>
        auth.api.signInSocial({
          body: { provider: IDENTITY_PROVIDER_ID, callbackURL: next, errorCallbackURL: "/sign-in" },
          headers: authHeaders(request.requestHeaders),
          returnHeaders: true,
        }),
      );
      return url ?? null;
    },
    forgiveIdentityProvider: ({ callerAddress }) => limits.forgive(callerAddress, null),
  };
}
