import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allows, ROLES, type Role, TOKEN_ROLES } from "@/lib/domain/roles";
import type { Access } from "@/lib/server/http/access";
import { type BanwatchProcess, removeDataDir, startBanwatch } from "../support/banwatch-process";
import { type ListedRoute, listRoutes } from "../support/list-routes";
import { addMember, addToken } from "../support/team";

/** Who may do what, written down once more: a route that is opened by mistake differs from it. */
const EXPECTED: Readonly<Record<string, Access>> = {
  "DELETE /api/[...path]": "anyone",
  "GET /api/[...path]": "anyone",
  "OPTIONS /api/[...path]": "anyone",
  "PATCH /api/[...path]": "anyone",
  "POST /api/[...path]": "anyone",
  "PUT /api/[...path]": "anyone",
  "GET /api/accounts": "viewer",
  "POST /api/accounts": "admin",
  "GET /api/accounts/[id]": "viewer",
  "PATCH /api/accounts/[id]": "admin",
  "GET /api/accounts/[id]/callers": "viewer",
  "GET /api/alerts": "viewer",
  "GET /api/alerts/[id]": "viewer",
  "POST /api/alerts/[id]/acknowledge": "operator",
  "DELETE /api/alerts/[id]/acknowledge": "operator",
  "POST /api/alerts/[id]/deliveries/[delivery]/resend": "operator",
  "POST /api/alerts/[id]/resolve": "operator",
  "POST /api/alerts/[id]/snooze": "operator",
  "DELETE /api/alerts/[id]/snooze": "operator",
  "GET /api/alerts/channels": "viewer",
  "POST /api/alerts/channels": "admin",
  "PATCH /api/alerts/channels/[id]": "admin",
  "DELETE /api/alerts/channels/[id]": "admin",
  "POST /api/alerts/channels/preview": "admin",
  "POST /api/alerts/channels/test": "admin",
  "GET /api/alerts/history": "viewer",
  "GET /api/alerts/maintenance": "viewer",
  "POST /api/alerts/maintenance": "operator",
  "PATCH /api/alerts/maintenance/[id]": "operator",
  "DELETE /api/alerts/maintenance/[id]": "operator",
  "POST /api/alerts/maintenance/preview": "operator",
  "GET /api/alerts/push": "person",
  "POST /api/alerts/push": "person",
  "DELETE /api/alerts/push/[id]": "person",
  "GET /api/alerts/rules": "viewer",
  "POST /api/alerts/rules": "admin",
  "PATCH /api/alerts/rules/[id]": "admin",
  "DELETE /api/alerts/rules/[id]": "admin",
  "POST /api/alerts/rules/[id]/reset": "admin",
  "POST /api/alerts/rules/preview": "admin",
  "GET /api/alerts/settings": "admin",
  "PATCH /api/alerts/settings": "admin",
  "POST /api/alerts/settings/heartbeat": "admin",
  "GET /api/alerts/webhook-schema": "viewer",
  "GET /api/audit": "admin",
  "GET /api/audit/export": "admin",
  "HEAD /api/audit/export": "admin",
  "GET /api/auth/callback/oidc": "anyone",
  "GET /api/balances": "viewer",
  "GET /api/cooldowns": "viewer",
  "GET /api/cooldowns/[id]": "viewer",
  "GET /api/cooldowns/[id]/export": "viewer",
  "HEAD /api/cooldowns/[id]/export": "viewer",
  "POST /api/cooldowns/[id]/look-up": "operator",
  "POST /api/cooldowns/[id]/resume": "operator",
  "GET /api/cooldowns/history": "viewer",
  "DELETE /api/drill": "operator",
  "GET /api/drill": "viewer",
  "POST /api/drill": "operator",
  "GET /api/errors": "viewer",
  "GET /api/errors/frequency": "viewer",
  "GET /api/guard": "viewer",
  "PATCH /api/guard": "admin",
  "GET /api/health": "anyone",
  "GET /api/invitations": "admin",
  "POST /api/invitations": "admin",
  "DELETE /api/invitations/[id]": "admin",
  "POST /api/links/read": "anyone",
  "POST /api/links/use": "anyone",
  "GET /api/me": "person",
  "PATCH /api/me": "person",
  "POST /api/me/password": "person",
  "POST /api/me/recovery-codes": "person",
  "DELETE /api/me/sessions": "person",
  "GET /api/me/sessions": "person",
  "DELETE /api/me/sessions/[id]": "person",
  "POST /api/me/totp": "person",
  "POST /api/me/totp/confirm": "person",
  "POST /api/me/totp/disable": "person",
  "GET /api/overview": "viewer",
  "GET /api/people": "admin",
  "DELETE /api/people/[id]": "admin",
  "PATCH /api/people/[id]": "admin",
  "POST /api/people/[id]/reset-link": "admin",
  "POST /api/proxy/[...path]": "program",
  "GET /api/proxy-keys": "admin",
  "POST /api/proxy-keys": "admin",
  "DELETE /api/proxy-keys/[id]": "admin",
  "DELETE /api/session": "person",
  "GET /api/session": "anyone",
  "POST /api/session": "anyone",
  "GET /api/session/identity-provider": "anyone",
  "POST /api/session/second-factor": "anyone",
  "POST /api/setup/owner": "anyone",
  "GET /api/stream": "viewer",
  "HEAD /api/stream": "viewer",
  "GET /api/tokens": "admin",
  "POST /api/tokens": "admin",
  "DELETE /api/tokens/[id]": "admin",
};

interface Caller {
  readonly name: string;
  readonly kind: "nobody" | "person" | "token";
  readonly role: Role | null;
  readonly headers: Record<string, string>;
}

/** What the route must say before it looks at anything else; null when it must let this caller through. */
function expectedRefusal(access: Access, { kind, role }: Caller): { status: number; code: string } | null {
  if (access === "anyone" || access === "program") return null;
  if (role === null) return { status: 401, code: "signed_out" };
  const allowed = access === "person" ? kind === "person" : allows(role, access);
  return allowed ? null : { status: 403, code: "forbidden" };
}

describe("roles and routes", () => {
  let banwatch: BanwatchProcess;
  const callers: Caller[] = [];
  let routes: ListedRoute[];

  beforeAll(async () => {
    routes = await listRoutes();
    banwatch = await startBanwatch();
    callers.push({ name: "nobody", kind: "nobody", role: null, headers: {} });
    const forged = { name: "a made-up token", kind: "nobody", role: null } as const;
    callers.push({ ...forged, headers: { authorization: `Bearer bwt_${"0".repeat(43)}` } });
    for (const role of ROLES) {
      const { cookie } = await addMember(banwatch.origin, role);
      callers.push({ name: `a ${role}`, kind: "person", role, headers: { cookie } });
    }
    for (const role of TOKEN_ROLES) {
      const authorization = `Bearer ${await addToken(banwatch.origin, role)}`;
      callers.push({ name: `a token with the role ${role}`, kind: "token", role, headers: { authorization } });
    }
  });
  afterAll(async () => {
    await banwatch.stop();
    removeDataDir(banwatch.dataDir);
  });

  it("declares for every handler who may use it, and nothing else than was agreed", () => {
    expect(Object.fromEntries(routes.map(({ method, path, access }) => [`${method} ${path}`, access]))).toEqual(
      EXPECTED,
    );
  });

  it("lets each role through where it may go, and refuses it everywhere else", async () => {
    // Signing out comes last: it ends what the others need.
    const inOrder = [...routes].sort((a, b) => Number(isSignOut(a)) - Number(isSignOut(b)));
    const wrong: string[] = [];
    let asked = 0;
    for (const { method, path } of inOrder) {
      const access = EXPECTED[`${method} ${path}`];
      if (access === undefined) continue;
      for (const caller of callers) {
        const stop = new AbortController();
        const response = await fetch(`${banwatch.origin}${path.replaceAll(/\[[^\]]+\]/g, "nothing")}`, {
          method,
          headers: { ...caller.headers, ...(method === "GET" || method === "HEAD" ? {} : JSON_BODY) },
          // No contract takes this, so that being let through changes nothing.
          body: method === "GET" || method === "HEAD" ? undefined : "[]",
          redirect: "manual",
          signal: stop.signal,
        });
        asked += 1;
        const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") === true;
        const text = isStream || method === "HEAD" ? "" : await response.text();
        stop.abort();
        const refusal = expectedRefusal(access, caller);
        const code = /"code":"(signed_out|forbidden)"/.exec(text)?.[1] ?? null;
        const said = `${method} ${path} by ${caller.name}: ${response.status} ${code}`;
        if (response.status >= 500) wrong.push(said);
        else if (refusal === null && (code !== null || (method === "HEAD" && response.status >= 400))) wrong.push(said);
        else if (
          refusal !== null &&
          (response.status !== refusal.status || (method !== "HEAD" && code !== refusal.code))
        )
          wrong.push(said);
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBe(routes.length * callers.length);
  });
});

const JSON_BODY = { "content-type": "application/json" };
const isSignOut = ({ method, path }: ListedRoute) => method === "DELETE" && path === "/api/session";
