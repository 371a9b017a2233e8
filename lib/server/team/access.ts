import type { Ownership, Viewer } from "@/lib/contracts/session";
import { isRole } from "@/lib/domain/roles";
import { PEER_ADDRESS_HEADER } from "../peer-address";
import type { NoteRefusedToken } from "../tokens/refused-tokens";
import type { TokenService } from "../tokens/token-service";
import type { Actor } from "./actor";
import type { Auth } from "./auth";
import { authHeaders } from "./call-auth";
import type { Owner } from "./owner";

const DAY_MS = 86_400_000;

/** However much it is used, a session ends after this long (OWASP ASVS 5, 7.3.2). */
const SESSION_MAX_DAYS = 30;

/** A person's session that is running. */
export interface RunningSession {
  readonly id: string;
  readonly viewer: Omit<Viewer, "password">;
}

/** Tells who asks. */
export interface Access {
  /**
   * Whoever sent this request: by an API token when it has one, else by the session of its cookie. Null for nobody; a
   * token that is not valid is nobody, whatever cookie comes with it.
   */
  identify(headers: Headers): Promise<Actor | null>;
  /** The session of the request's cookie. It does not count as a use. */
  findSession(headers: Headers): Promise<RunningSession | null>;
  /** Whoever opens a page. It counts as a use of the session, whose cookies are to be sent with the page. */
  openPage(headers: Headers): Promise<{ viewer: Viewer | null; setCookies: string[] }>;
  ownership(): Ownership;
}

const BEARER = /^Bearer\s+(.+)$/i;

export function createAccess(parts: {
  readonly auth: Auth;
  readonly tokens: Pick<TokenService, "find" | "noteUse">;
  readonly noteRefusedToken: NoteRefusedToken;
  readonly owner: Owner;
  readonly hasPassword: (personId: string) => Promise<boolean>;
  readonly now: () => number;
}): Access {
  const { auth, tokens, owner, now } = parts;

  const ask = async (headers: Headers, query: { disableRefresh?: boolean }) => {
    const { headers: answered, response } = await auth.api.getSession({
      headers: authHeaders(headers),
      query,
      returnHeaders: true,
    });
    if (response === null) return { running: null, setCookies: answered.getSetCookie() };
    const { session, user } = response;
    if (session.createdAt.getTime() + SESSION_MAX_DAYS * DAY_MS <= now()) {
      await auth.api.revokeSession({ headers: authHeaders(headers), body: { token: session.token } });
      return { running: null, setCookies: [] };
    }
    const running: RunningSession = {
      id: session.id,
      viewer: {
        id: user.id,
        name: user.name,
        email: user.email,
        role: isRole(user.role) ? user.role : "viewer",
        totp: user.twoFactorEnabled === true,
      },
    };
    return { running, setCookies: answered.getSetCookie() };
  };

  const findSession = async (headers: Headers): Promise<RunningSession | null> =>
    headers.get("cookie") === null ? null : (await ask(headers, { disableRefresh: true })).running;

  const byToken = (token: string, callerAddress: string | null): Actor | null => {
    const found = tokens.find(token);
    if (found === null) {
      parts.noteRefusedToken(callerAddress);
      return null;
    }
    tokens.noteUse(found.id, now());
    return { kind: "token", ...found, callerAddress };
  };

  return {
    identify: async (headers) => {
      const callerAddress = headers.get(PEER_ADDRESS_HEADER);
      const [, token] = BEARER.exec(headers.get("authorization") ?? "") ?? [];
      if (token !== undefined) return byToken(token.trim(), callerAddress);
      const session = await findSession(headers);
      if (session === null) return null;
      const { id, name, role } = session.viewer;
      return { kind: "person", id, name, role, callerAddress };
    },
    findSession,
    openPage: async (headers) => {
      if (headers.get("cookie") === null) return { viewer: null, setCookies: [] };
      const { running, setCookies } = await ask(headers, {});
      if (running === null) return { viewer: null, setCookies };
      return { viewer: { ...running.viewer, password: await parts.hasPassword(running.viewer.id) }, setCookies };
    },
    ownership: () => owner.ownership(),
  };
}
