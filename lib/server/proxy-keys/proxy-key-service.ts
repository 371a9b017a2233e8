import { randomUUID } from "node:crypto";
import type {
  CreateProxyKeyRequest,
  CreateProxyKeyResponse,
  ProxyKey,
  ProxyKeyListResponse,
} from "@/lib/contracts/proxy-keys";
import { issuedState } from "@/lib/domain/issued-secret";
import type { AccountService } from "../accounts/account-service";
import { invalidField } from "../accounts/invalid-field";
import { RequestError } from "../request-error";
import type { ProxyKeyRecord } from "../store/proxy-keys";
import type { AuditActor } from "../team/actor";
import { createKeyText, hashKey, lastCharsOf } from "./key-text";
import { changesOf } from "./proxy-key-audit";
import type { ProxyKeyRecords } from "./proxy-key-records";

export interface ProxyKeyService {
  /** The newest first, revoked ones included. @throws {RequestError} 400 for an unknown account */
  list(query: { account?: string }): Promise<ProxyKeyListResponse>;
  /**
   * Makes a key. Its text is told this once and kept nowhere.
   *
   * @throws {RequestError} 400 naming the field, for an account that is unknown or archived, a person who is not in the
   * team, or an end that is over already
   */
  create(request: CreateProxyKeyRequest, by: AuditActor): Promise<CreateProxyKeyResponse>;
  /**
   * Ends a key: the very next call with it is refused. One that is revoked already stays as it is.
   *
   * @throws {RequestError} 404, or 409 when the provisioning file declares the key
   */
  revoke(id: string, by: AuditActor): Promise<ProxyKey>;
  /** Ends every key of a person, who leaves the team for one. */
  revokeOfPerson(userId: string, by: AuditActor): Promise<void>;
}

export function createProxyKeyService(parts: {
  readonly records: ProxyKeyRecords;
  readonly accounts: Pick<AccountService, "list" | "nameOf" | "resolveId">;
  /** Names of the team's people by id. */
  readonly personNames: () => Promise<ReadonlyMap<string, string>>;
  readonly now: () => number;
  readonly onChange: () => void;
}): ProxyKeyService {
  const { records, accounts, personNames, now } = parts;

  const toProxyKey = (record: ProxyKeyRecord, names: ReadonlyMap<string, string>): ProxyKey => {
    const { userId, keyHash: _, keyLast4: last4, ...rest } = record;
    const person = userId === null ? null : (names.get(userId) ?? null);
    return {
      ...rest,
      account: accounts.nameOf(record.accountId) ?? "",
      // Somebody who was removed is in nobody's list any more.
      personId: person === null ? null : userId,
      person,
      last4,
      methods: record.methods === null ? null : [...record.methods],
      state: issuedState(record, now()),
    };
  };

  const assertFits = (request: CreateProxyKeyRequest, names: ReadonlyMap<string, string>): void => {
    const { accountId, personId, expiresAtMs } = request;
    const account = accounts.list().accounts.find(({ id }) => id === accountId);
    if (account === undefined) throw invalidField("accountId", "is not the id of an account");
    if (account.archivedAtMs !== null) throw invalidField("accountId", "is an archived account: restore it first");
    if (personId !== undefined && !names.has(personId)) throw invalidField("personId", "is nobody of this team");
    if (expiresAtMs !== undefined && expiresAtMs <= now()) throw invalidField("expiresAtMs", "must be in the future");
  };

  const revoked = (record: ProxyKeyRecord) =>
    ({ record: { ...record, revokedAtMs: now() }, action: "proxy-key.revoked" }) as const;

  return {
    list: async ({ account }) => {
      const accountId = account === undefined ? undefined : accounts.resolveId(account);
      const names = await personNames();
      const keys = records.list().filter((record) => accountId === undefined || record.accountId === accountId);
      return { serverNowMs: now(), keys: keys.map((record) => toProxyKey(record, names)).reverse() };
    },
    create: async (request, by) => {
      const names = await personNames();
      assertFits(request, names);
      const key = createKeyText();
      const record: ProxyKeyRecord = {
        id: randomUUID(),
        accountId: request.accountId,
        label: request.label,
        userId: request.personId ?? null,
        keyHash: hashKey(key),
        keyLast4: lastCharsOf(key),
        methods: request.methods ?? null,
        callsPerMinute: request.callsPerMinute ?? null,
        provisioned: false,
        createdBy: by.name,
        createdAtMs: now(),
        expiresAtMs: request.expiresAtMs ?? null,
        revokedAtMs: null,
        lastUsedAtMs: null,
      };
      const changes = changesOf(null, record, { account: accounts.nameOf, person: (id) => names.get(id) ?? null });
      await records.save(() => [{ record, action: "proxy-key.created", changes }], by);
      parts.onChange();
      return { proxyKey: toProxyKey(record, names), key };
    },
    revoke: async (id, by) => {
      const find = (): ProxyKeyRecord => {
        const record = records.find(id);
        if (record === undefined) throw new RequestError(404, "not_found", "There is no such proxy key.");
        return record;
      };
      await records.save(() => {
        const record = find();
        if (record.revokedAtMs !== null) return [];
        if (!record.provisioned) return [revoked(record)];
        throw new RequestError(409, "provisioned", "This key is declared in the provisioning file. Remove it there.");
      }, by);
      parts.onChange();
      return toProxyKey(find(), await personNames());
    },
    revokeOfPerson: async (userId, by) => {
      await records.save(
        () =>
          records
            .list()
            .filter((record) => record.userId === userId && record.revokedAtMs === null)
            .map(revoked),
        by,
      );
      parts.onChange();
    },
  };
}
