import type {
  ApiToken,
  ApiTokenListResponse,
  CreateApiTokenRequest,
  CreateApiTokenResponse,
} from "@/lib/contracts/tokens";
import { issuedState } from "@/lib/domain/issued-secret";
import { allows, type Role } from "@/lib/domain/roles";
import { invalidField } from "../accounts/invalid-field";
import { createAuditRecord, listChanges } from "../audit/audit-record";
import { createEventId } from "../event-id";
import { RequestError } from "../request-error";
import type { ApiTokenChange, ApiTokenRecord } from "../store/api-tokens";
import type { Actor, AuditActor } from "../team/actor";
import type { TokenRecords } from "./token-records";
import { createTokenText, hashToken, looksLikeToken } from "./token-text";

/** Whom a token that came with a request stands for. */
export interface FoundToken {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

export interface TokenService {
  /** All of them, also those that are over, the newest first. */
  list(): ApiTokenListResponse;
  /**
   * Makes a token. Its text is told here once and kept nowhere.
   *
   * @throws {RequestError} 403 for a role above one's own, 400 for an end that is past, 409 for a name that a token in
   * use has
   */
  create(request: CreateApiTokenRequest, by: Actor): Promise<CreateApiTokenResponse>;
  /**
   * Ends a token; the very next request with it is refused. One that was revoked before stays as it is.
   *
   * @throws {RequestError} 404, and 409 when the provisioning file declares it
   */
  revoke(id: string, by: AuditActor): Promise<ApiToken>;
  /**
   * Ends the tokens that a person made, in the transaction of what takes their right to them.
   *
   * @param mayKeep whether a token with this role may stay
   * @param write stores the changes together with that; what it throws leaves the tokens as they are
   */
  revokeOfPerson(
    personId: string,
    mayKeep: (role: Role) => boolean,
    by: AuditActor,
    write: (changes: readonly ApiTokenChange[]) => Promise<void>,
  ): Promise<void>;
  /** The person behind an actor: themselves, or who made the token; null for a token of the provisioning file. */
  personBehind(actor: AuditActor): string | null;
  /** Whom the token stands for now, without a read of the database; null for one that is unknown, revoked or expired. */
  find(token: string): FoundToken | null;
  /** Remembers that a token was used: at most one write a minute and token. */
  noteUse(id: string, atMs: number): void;
}

export function createTokenService(parts: {
  readonly records: TokenRecords;
  readonly now: () => number;
}): TokenService {
  const { records, now } = parts;

  const toApiToken = (record: ApiTokenRecord): ApiToken => {
    const { tokenHash: _, createdById: _person, tokenLast4, ...shown } = record;
    return { ...shown, last4: tokenLast4, state: issuedState(record, now()) };
  };

  const find = (id: string): ApiTokenRecord => {
    const record = records.find(id);
    if (record === undefined) throw new RequestError(404, "not_found", "There is no such token.");
    return record;
  };

  const personBehind = ({ kind, id }: AuditActor): string | null => {
    if (id === null || kind === "person") return id;
    return kind === "token" ? (records.find(id)?.createdById ?? null) : null;
  };

  const revoked = (record: ApiTokenRecord, by: AuditActor): ApiTokenChange => {
    const atMs = now();
    const target = { kind: "token", id: record.id, name: record.name } as const;
    const audit = createAuditRecord(by, { action: "token.revoked", target }, atMs);
    return { token: { ...record, revokedAtMs: atMs }, audit };
  };

  const assertNew = ({ name, role, expiresAtMs }: CreateApiTokenRequest, by: Actor): void => {
    if (!allows(by.role, role)) {
      throw new RequestError(403, "forbidden", `Your role is ${by.role}: you cannot make a token that may do more.`);
    }
    if (expiresAtMs !== undefined && expiresAtMs <= now()) throw invalidField("expiresAtMs", "must be in the future");
    if (records.list().some((record) => record.name === name && issuedState(record, now()) === "active")) {
      const message = `There is already a token called "${name}".`;
      throw new RequestError(409, "conflict", message, { fields: [{ field: "name", message }] });
    }
  };

  return {
    list: () => ({ serverNowMs: now(), tokens: records.list().map(toApiToken) }),
    create: async (request, by) => {
      const text = createTokenText();
      const atMs = now();
      const token: ApiTokenRecord = {
        id: createEventId(atMs),
        name: request.name,
        role: request.role,
        tokenHash: hashToken(text),
        tokenLast4: text.slice(-4),
        provisioned: false,
        createdBy: by.name,
        createdById: personBehind(by),
        createdAtMs: atMs,
        expiresAtMs: request.expiresAtMs ?? null,
        revokedAtMs: null,
        lastUsedAtMs: null,
      };
      const target = { kind: "token", id: token.id, name: token.name } as const;
      const changes = listChanges(null, token, ["name", "role", "expiresAtMs"]);
      const audit = createAuditRecord(by, { action: "token.created", target, changes }, atMs);
      await records.save(() => {
        assertNew(request, by);
        return [{ token, audit }];
      });
      return { apiToken: toApiToken(token), token: text };
    },
    revoke: async (id, by) => {
      await records.save(() => {
        const record = find(id);
        if (record.revokedAtMs !== null) return [];
        if (record.provisioned) {
          const message = "This token is declared in the provisioning file. Take it out there.";
          throw new RequestError(409, "provisioned", message);
        }
        return [revoked(record, by)];
      });
      return toApiToken(find(id));
    },
    revokeOfPerson: (personId, mayKeep, by, write) =>
      records.save(
        () =>
          records
            .list()
            .filter(({ createdById, revokedAtMs, role }) => {
              return createdById === personId && revokedAtMs === null && !mayKeep(role);
            })
            .map((record) => revoked(record, by)),
        write,
      ),
    personBehind,
    find: (token) => {
      if (!looksLikeToken(token)) return null;
      const record = records.findByHash(hashToken(token));
      if (record === undefined || issuedState(record, now()) !== "active") return null;
      return { id: record.id, name: record.name, role: record.role };
    },
    noteUse: (id, atMs) => records.noteUse(id, atMs),
  };
}
