import type { Role } from "@/lib/domain/roles";
import type { AuditTrail } from "../audit/audit-trail";
import type { PersonStore } from "../store/people";
import type { SignInLinkStore } from "../store/sign-in-links";

/** The name of the one identity provider in better-auth's tables and in its callback's address. */
export const IDENTITY_PROVIDER_ID = "oidc";

/** An OpenID Connect provider that the team signs in with. */
export interface IdentityProvider {
  /** What the button says. */
  readonly name: string;
  /** Without a trailing slash. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Only addresses of these may come through it; empty for all who were invited. In lower case. */
  readonly allowedDomains: readonly string[];
  /** What somebody becomes who comes from an allowed domain without an invitation. */
  readonly defaultRole: Exclude<Role, "owner">;
}

/** Why the identity provider's word is not enough; a page has a text for each. */
export type IdentityProviderProblem = "unverified" | "domain" | "removed" | "not-invited";

type ClaimedUser = { readonly email?: string | null; readonly emailVerified?: boolean; readonly name?: string };

/** Decides who may come in through the identity provider. */
export interface IdentityProviderPolicy {
  /** Asked at each sign-in through it, before anything is written. */
  check(
    user: ClaimedUser,
    source: { readonly action: string; readonly method: string },
  ): Promise<{ error: IdentityProviderProblem } | undefined>;
  /** What a person who is created by it begins with: the role of their invitation, or the default. */
  newcomer(user: ClaimedUser & { readonly id?: string }): Promise<{ role: Role; name: string }>;
  /** Writes the audit log of a session that began on the identity provider's way back. */
  noteSession(
    session: { readonly userId: string; readonly ipAddress?: string | null },
    path: string | null,
  ): Promise<void>;
}

/**
 * Whom the identity provider's answer is about: the subject of its ID token, which better-auth has verified by then. It
 * would take the user's data for want of a token, and the name that the provider's own description gives it for the
 * issuer, so both are asked for here (OWASP ASVS 5, 6.8.2 and 10.5.3).
 *
 * @param issuer the one that is configured, without a trailing slash
 * @throws {Error} when there is no ID token, or it is another issuer's
 */
export function readSubject(issuer: string, idToken: string | undefined): string {
  const [, payload = ""] = idToken?.split(".") ?? [];
  if (payload === "") throw new Error("the identity provider sent no ID token");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as { iss?: unknown; sub?: unknown };
  if (String(claims.iss).replace(/\/+$/, "") !== issuer) throw new Error("the ID token is another issuer's");
  return String(claims.sub ?? "");
}

const domainOf = (email: string) => email.slice(email.lastIndexOf("@") + 1);

/**
 * The policy of this installation. Without allowed domains only those come in who are in the team or were invited by
 * their address; with them, whoever has such an address does, with the default role. Who was removed needs a new
 * invitation.
 */
export function createIdentityProviderPolicy(parts: {
  readonly provider: IdentityProvider | null;
  readonly people: PersonStore;
  readonly links: SignInLinkStore;
  readonly audit: AuditTrail;
  readonly now: () => number;
  /** Told when somebody new is in the team. */
  readonly onNewcomer: () => Promise<void>;
}): IdentityProviderPolicy {
  const { provider, people, links, audit, now } = parts;
  const allowedDomains = provider?.allowedDomains ?? [];

  const findProblem = async (user: ClaimedUser, action: string): Promise<IdentityProviderProblem | null> => {
    const email = user.email?.toLowerCase() ?? "";
    if (user.emailVerified !== true) return "unverified";
    if (allowedDomains.length > 0 && !allowedDomains.includes(domainOf(email))) return "domain";
    if (action !== "create-user") return null;
    if ((await links.findInvitationFor(email, now())) !== null) return null;
    if (await people.wasRemoved(email)) return "removed";
    return allowedDomains.length > 0 ? null : "not-invited";
  };

  return {
    check: async (user, { action, method }) => {
      if (method !== "oauth") return undefined;
      const problem = await findProblem(user, action);
      if (problem === null) return undefined;
      await audit.record(
        { kind: "nobody", id: null, name: user.email ?? "", callerAddress: null },
        { action: "session.failed", changes: [{ field: "way", before: null, after: `identity provider: ${problem}` }] },
      );
      return { error: problem };
    },
    newcomer: async (user) => {
      const email = user.email?.toLowerCase() ?? "";
      const invitation = await links.findInvitationFor(email, now());
      const invitedRole = invitation !== null && (await links.use(invitation.id, now())) ? invitation.role : null;
      const role = invitedRole ?? provider?.defaultRole ?? "viewer";
      const name = user.name?.trim() || email;
      await audit.record(
        { kind: "system", id: null, name: provider?.name ?? "identity provider", callerAddress: null },
        {
          action: "person.created",
          target: { kind: "person", id: user.id ?? null, name: email },
          changes: [{ field: "role", before: null, after: role }],
        },
      );
      return { role, name };
    },
    noteSession: async ({ userId, ipAddress }, path) => {
      if (path === null || !path.startsWith("/callback")) return;
      const person = await people.find(userId);
      if (person === null) return;
      await parts.onNewcomer();
      await audit.record(
        { kind: "person", id: person.id, name: person.name, callerAddress: ipAddress ?? null },
        { action: "session.signed-in", changes: [{ field: "way", before: null, after: "identity provider" }] },
      );
    },
  };
}
