import type { AuditTrail } from "../audit/audit-trail";
import type { Env } from "../env";
import type { Log } from "../log";
import type { Vault } from "../secrets/vault";
import type { Store } from "../store/open-store";
import type { NoteRefusedToken } from "../tokens/refused-tokens";
import type { TokenService } from "../tokens/token-service";
import { type Access, createAccess } from "./access";
import type { AuditActor } from "./actor";
import { type Auth, createAuth } from "./auth";
import { createHalfSignIns } from "./half-sign-ins";
import { createIdentityProviderPolicy } from "./identity-provider";
import { createLinkService, type LinkService } from "./link-service";
import { createMeService, type MeService } from "./me-service";
import { createOnceOnly } from "./once-only";
import { openOwner } from "./owner";
import { openPeopleService, type PeopleService } from "./people-service";
import { createSignInLimits } from "./sign-in-limits";
import { createSignInService, type SignInService } from "./sign-in-service";

/** Sessions of one person at a time; the oldest end. Nobody has as many browsers. */
const MAX_SESSIONS = 50;

/** Everything about people: who they are, how they get in, and what they may do. */
export interface Team {
  readonly access: Access;
  readonly auth: Auth;
  readonly links: LinkService;
  readonly me: MeService;
  readonly people: PeopleService;
  readonly signIn: SignInService;
  /** The one-time code of the first visitor; null where none is asked for. */
  readonly setUpCode: string | null;
}

/** @param parts.revokeProxyKeysOf ends the proxy keys that belong to a person */
export async function openTeam(parts: {
  readonly env: Pick<Env, "origin" | "openToNetwork" | "owner" | "identityProvider">;
  readonly store: Store;
  readonly vault: Vault;
  readonly authSecret: string;
  readonly log: Log;
  readonly audit: AuditTrail;
  readonly tokens: TokenService;
  readonly noteRefusedToken: NoteRefusedToken;
  readonly revokeProxyKeysOf: (personId: string, by: AuditActor) => Promise<void>;
  readonly now: () => number;
}): Promise<Team> {
  const { env, store, vault, authSecret, log, audit, tokens, now } = parts;
  const { people, signInLinks: links, sessions } = store;
  const { identityProvider } = env;

  const owner = await openOwner({ people, needsCode: env.openToNetwork && env.owner === null, now });
  if (env.owner !== null) await owner.declare(env.owner);
  const team = await openPeopleService({
    people,
    links,
    revokeProxyKeysOf: parts.revokeProxyKeysOf,
    revokeTokensOf: tokens.revokeOfPerson,
    now,
  });
  const auth = createAuth({
    adapter: store.authAdapter,
    authSecret,
    vault,
    log,
    origin: env.origin,
    identityProvider,
    policy: createIdentityProviderPolicy({
      provider: identityProvider,
      people,
      links,
      audit,
      now,
      onNewcomer: () => team.refresh(),
    }),
    onSession: (userId) => sessions.keepNewest(userId, MAX_SESSIONS),
  });
  const access = createAccess({
    auth,
    tokens,
    noteRefusedToken: parts.noteRefusedToken,
    owner,
    hasPassword: async (id) => (await people.find(id))?.ways.includes("credential") ?? false,
    now,
  });
  const limits = createSignInLimits();
  const codes = createOnceOnly(now);
  const linkService = createLinkService({ links, people, team, personBehind: tokens.personBehind, now });
  return {
    access,
    auth,
    links: linkService,
    me: createMeService({ auth, access, people, sessions, limits, codes, audit, team, now }),
    people: team,
    signIn: createSignInService({
      auth,
      access,
      limits,
      codes,
      halfSignIns: createHalfSignIns(now),
      owner,
      links: linkService,
      people,
      team,
      audit,
      identityProvider,
      now,
    }),
    setUpCode: owner.code,
  };
}
