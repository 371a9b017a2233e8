import { email as emailContract } from "@/lib/contracts/session";
import { label } from "@/lib/contracts/text";
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
export type IdentityProviderProblem = "unverified" | "domain" | "removed" | "not-invited" | "not-linked";

interface ClaimSource {
  readonly action: string;
  readonly method: string;
  /** What the provider says of the person; `sub` is who they are there. */
  readonly oauth?: { readonly profile?: Readonly<Record<string, unknown>> };
}

type ClaimedUser = {
  readonly id?: string;
  readonly email?: string | null;
  readonly emailVerified?: boolean;
  readonly name?: string;
};

/** Decides who may come in through the identity provider. */
export interface IdentityProviderPolicy {
  /** Asked at each sign-in through it, before anything is written. */
  check(user: ClaimedUser, source: ClaimSource): Promise<{ error: IdentityProviderProblem } | undefined>;
  /** What a person who is created by it begins with: the role of their invitation, or the default. */
  newcomer(user: ClaimedUser): Promise<{ role: Role; name: string }>;
  /** Remembers that a person got a way in through the identity provider just now. */
  noteWay(credential: { readonly userId: string; readonly providerId: string }): void;
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

/** What the provider calls somebody, made to fit what a name may be here; their address where nothing is left of it. */
function fitName(name: string | undefined, email: string): string {
  const oneLine = (name ?? "")
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, " ")
    .trim();
  const fitting = label.safeParse(oneLine.slice(0, 60).toWellFormed());
  return fitting.success ? fitting.data : email.slice(0, 60);
}

const domainOf = (email: string) => email.slice(email.lastIndexOf("@") + 1);

/**
 * The policy of this installation. Without allowed domains only those come in who are in the team or were invited by
 * their address; with them, whoever has such an address does, with the default role. Who was removed needs a new
 * invitation. Nobody comes to a person who has a password here: it is theirs to say who they are.
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

  /** People who came through the provider for the first time, until their session begins. */
  const firstTime = new Set<string>();

  const findProblem = async (
    user: ClaimedUser,
    { action, oauth }: ClaimSource,
  ): Promise<IdentityProviderProblem | null> => {
    const { data: email } = emailContract.safeParse(user.email);
    if (user.emailVerified !== true || email === undefined) return "unverified";
    if (allowedDomains.length > 0 && !allowedDomains.includes(domainOf(email))) return "domain";
    if (action === "sign-in") return null;
    const sub = oauth?.profile?.sub;
    const subject = typeof sub === "string" ? sub : null;
    if (action === "link-account") {
      const person = user.id === undefined ? null : await people.find(user.id);
      if (person === null || person.totp || person.ways.includes("credential")) return "not-linked";
      return (await people.wasRemoved(email, subject)) ? "removed" : null;
    }
    if ((await links.findInvitationFor(email, now())) !== null) return null;
    if (await people.wasRemoved(email, subject)) return "removed";
    return allowedDomains.length > 0 ? null : "not-invited";
  };

  return {
    check: async (user, source) => {
      if (source.method !== "oauth") return undefined;
      const problem = await findProblem(user, source);
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
      const name = fitName(user.name, email);
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
    noteWay: ({ userId, providerId }) => {
      if (providerId === IDENTITY_PROVIDER_ID) firstTime.add(userId);
    },
    noteSession: async ({ userId, ipAddress }, path) => {
      if (path === null || !path.startsWith("/callback")) return;
      const after = firstTime.delete(userId) ? "identity provider, first time" : "identity provider";
      const person = await people.find(userId);
      if (person === null) return;
      await parts.onNewcomer();
      await audit.record(
        { kind: "person", id: person.id, name: person.name, callerAddress: ipAddress ?? null },
        { action: "session.signed-in", changes: [{ field: "way", before: null, after }] },
      );
    },
  };
}
