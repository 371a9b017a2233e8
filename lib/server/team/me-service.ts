import type { ChangePasswordRequest, SessionListResponse, TotpSetupResponse, Viewer } from "@/lib/contracts/session";
import { createAuditRecord, secretChange } from "../audit/audit-record";
import type { AuditTrail } from "../audit/audit-trail";
import { RequestError } from "../request-error";
import type { PersonStore } from "../store/people";
import type { SessionStore } from "../store/sessions";
import type { Access, RunningSession } from "./access";
import type { Actor } from "./actor";
import type { Auth } from "./auth";
import { type AuthRequest, authHeaders, callAuth } from "./call-auth";
import type { OnceOnly } from "./once-only";
import type { PeopleService } from "./people-service";
import type { SignInLimits } from "./sign-in-limits";

/** What somebody who is signed in does about themselves. Whatever asks for the password counts wrong ones. */
export interface MeService {
  get(request: AuthRequest): Promise<Viewer>;
  rename(name: string, actor: Actor, request: AuthRequest): Promise<Viewer>;
  /** Ends every other session. @throws {RequestError} 422 when the current password is wrong */
  changePassword(change: ChangePasswordRequest, actor: Actor, request: AuthRequest): Promise<void>;
  listSessions(actor: Actor, request: AuthRequest): Promise<SessionListResponse>;
  /** @throws {RequestError} 404 when it is no session of theirs */
  endSession(id: string, actor: Actor): Promise<void>;
  /** @returns how many ended */
  endOtherSessions(actor: Actor, request: AuthRequest): Promise<number>;
  /** Begins turning on the second factor. Nothing changes before `confirmTotp`. */
  startTotp(password: string, actor: Actor, request: AuthRequest): Promise<TotpSetupResponse>;
  confirmTotp(code: string, actor: Actor, request: AuthRequest): Promise<void>;
  disableTotp(password: string, actor: Actor, request: AuthRequest): Promise<void>;
  /** Replaces the recovery codes; the old ones open nothing any more. */
  makeRecoveryCodes(password: string, actor: Actor, request: AuthRequest): Promise<string[]>;
}

export function createMeService(parts: {
  readonly auth: Auth;
  readonly access: Pick<Access, "findSession">;
  readonly people: PersonStore;
  readonly sessions: SessionStore;
  readonly limits: SignInLimits;
  readonly codes: OnceOnly;
  readonly audit: AuditTrail;
  readonly team: Pick<PeopleService, "refresh">;
  readonly now: () => number;
}): MeService {
  const { auth, access, people, sessions, limits, codes, audit, now } = parts;

  const currentSession = async ({ requestHeaders }: AuthRequest): Promise<RunningSession> => {
    const session = await access.findSession(requestHeaders);
    if (session === null) throw new RequestError(401, "signed_out", "Sign in first.");
    return session;
  };

  const getViewer = async (request: AuthRequest): Promise<Viewer> => {
    const { viewer } = await currentSession(request);
    const ways = (await people.find(viewer.id))?.ways ?? [];
    return { ...viewer, password: ways.includes("credential") };
  };

  /** For what asks for the password again: somebody at an open screen must not be able to guess it. */
  const withPassword = async <T>(actor: Actor, { callerAddress }: AuthRequest, run: () => Promise<T>): Promise<T> => {
    await limits.count(callerAddress, actor.id);
    const result = await run();
    await limits.forgive(callerAddress, actor.id);
    return result;
  };

  return {
    get: getViewer,
    rename: async (name, actor, request) => {
      await limits.countChange(actor.id);
      const changes = [{ field: "name", before: actor.name, after: name }];
      await people.rename(actor.id, name, createAuditRecord(actor, { action: "me.renamed", changes }, now()));
      await parts.team.refresh();
      return getViewer(request);
    },
    changePassword: async (change, actor, request) => {
      await withPassword(actor, request, () =>
        callAuth(request, () =>
          auth.api.changePassword({
            body: { ...change, revokeOtherSessions: true },
            headers: authHeaders(request.requestHeaders),
            returnHeaders: true,
          }),
        ),
      );
      await audit.record(actor, { action: "me.password-changed", changes: [secretChange("password")] });
    },
    listSessions: async (actor, request) => {
      const { id } = await currentSession(request);
      const list = await sessions.list(actor.id);
      return { serverNowMs: now(), sessions: list.map((session) => ({ ...session, current: session.id === id })) };
    },
    endSession: async (id, actor) => {
      const target = { kind: "session", id, name: null } as const;
      const record = createAuditRecord(actor, { action: "session.revoked", target }, now());
      if (await sessions.end(actor.id, id, record)) return;
      throw new RequestError(404, "not_found", "There is no such session of yours. It may have ended already.");
    },
    endOtherSessions: async (actor, request) => {
      const { id } = await currentSession(request);
      const changes = [{ field: "sessions", before: null, after: "all others ended" }];
      const record = createAuditRecord(actor, { action: "session.revoked", changes }, now());
      return sessions.endOthers(actor.id, id, record);
    },
    startTotp: async (password, actor, request) => {
      const started = await withPassword(actor, request, () =>
        callAuth(request, () =>
          auth.api.enableTwoFactor({
            body: { password, method: "totp" },
            headers: authHeaders(request.requestHeaders),
            returnHeaders: true,
          }),
        ),
      );
      if (started.method !== "totp") throw new Error("the second factor is no app");
      const secret = new URL(started.totpURI).searchParams.get("secret") ?? "";
      return { uri: started.totpURI, secret, recoveryCodes: started.backupCodes };
    },
    confirmTotp: async (code, actor, request) => {
      await limits.count(request.callerAddress, actor.id);
      await callAuth(request, () =>
        codes.run(code, () =>
          auth.api.verifyTOTP({ body: { code }, headers: authHeaders(request.requestHeaders), returnHeaders: true }),
        ),
      );
      await limits.forgive(request.callerAddress, actor.id);
      await audit.record(actor, { action: "me.totp-enabled" });
    },
    disableTotp: async (password, actor, request) => {
      await withPassword(actor, request, () =>
        callAuth(request, () =>
          auth.api.disableTwoFactor({
            body: { password },
            headers: authHeaders(request.requestHeaders),
            returnHeaders: true,
          }),
        ),
      );
      await audit.record(actor, { action: "me.totp-disabled" });
    },
    makeRecoveryCodes: async (password, actor, request) => {
      const { backupCodes } = await withPassword(actor, request, () =>
        callAuth(request, () =>
          auth.api.generateBackupCodes({
            body: { password },
            headers: authHeaders(request.requestHeaders),
            returnHeaders: true,
          }),
        ),
      );
      await audit.record(actor, {
        action: "me.recovery-codes-made",
        changes: [secretChange("recoveryCodes")],
      });
      return backupCodes;
    },
  };
}
