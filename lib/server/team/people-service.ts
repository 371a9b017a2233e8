import type { Person, PersonListResponse } from "@/lib/contracts/people";
import { allows, grantableRoles, type Role } from "@/lib/domain/roles";
import { createAuditRecord } from "../audit/audit-record";
import { RequestError } from "../request-error";
import type { HandedOut, PeopleRefusal, PersonRecord, PersonStore } from "../store/people";
import type { SignInLinkStore } from "../store/sign-in-links";
import type { TokenService } from "../tokens/token-service";
import type { Actor, AuditActor } from "./actor";
import { IDENTITY_PROVIDER_ID } from "./identity-provider";
import { linkTarget } from "./link-target";

export interface PeopleService {
  list(): Promise<PersonListResponse>;
  /** The name of a person by id, as last read or changed here; null for nobody. */
  nameOf(id: string): string | null;
  /**
   * Takes effect at the person's next request. With a lower role, the links that they made and the API tokens above what
   * they may still give are revoked.
   *
   * @throws {RequestError} 403 for a role or a person above one's own, 409 `last_owner` when nobody would own Banwatch
   */
  changeRole(id: string, role: Role, by: Actor): Promise<Person>;
  /**
   * Removes somebody at once: their sessions, their ways in, the proxy keys that belong to them, and the links and API
   * tokens that they made. Proxy keys that they made for programs stay: the team's work would stop with them. Throws as
   * above.
   */
  remove(id: string, by: Actor): Promise<void>;
  /** @throws {RequestError} 404, or 403 when the person is above `by` */
  findBelow(id: string, by: Actor): Promise<PersonRecord>;
  /** Reads the names again after somebody came by another way. */
  refresh(): Promise<void>;
}

/** What a refusal of the store is to the one who asked. */
export function toRequestError(refusal: PeopleRefusal): RequestError {
  const conflict = (code: string, message: string) => new RequestError(409, code, message);
  switch (refusal) {
    case "not-found":
      return new RequestError(404, "not_found", "There is no such person.");
    case "last-owner":
      return conflict("last_owner", "This is the only owner. Make somebody else an owner first.");
    case "owned-already":
      return conflict("owned_already", "Somebody owns this Banwatch already. Ask them for an invitation.");
    case "email-taken":
      return new RequestError(409, "conflict", "Somebody in the team has this e-mail address already.", {
        fields: [{ field: "email", message: "belongs to somebody in the team already" }],
      });
    case "link-spent":
      return new RequestError(404, "not_found", "This link was used, was revoked or has expired. Ask for a new one.");
  }
}

export async function openPeopleService(parts: {
  readonly people: PersonStore;
  /** Names the links that end with somebody; without it, as on the command line, which removes nobody, by address alone. */
  readonly links?: Pick<SignInLinkStore, "listOpen">;
  readonly revokeProxyKeysOf: (personId: string, by: AuditActor) => Promise<void>;
  readonly revokeTokensOf: TokenService["revokeOfPerson"];
  readonly now: () => number;
}): Promise<PeopleService> {
  const { people, links, now } = parts;
  let names = new Map<string, string>();

  const refresh = async (): Promise<void> => {
    names = new Map((await people.list()).map(({ id, name }) => [id, name]));
  };
  await refresh();

  const toPerson = ({ ways, ...record }: PersonRecord): Person => ({
    ...record,
    password: ways.includes("credential"),
    identityProvider: ways.includes(IDENTITY_PROVIDER_ID),
  });

  const findBelow = async (id: string, by: Actor): Promise<PersonRecord> => {
    const record = await people.find(id);
    if (record === null) throw toRequestError("not-found");
    if (!allows(by.role, record.role)) {
      throw new RequestError(403, "forbidden", `This person is ${record.role}, you are ${by.role}.`);
    }
    return record;
  };

  const assertAnotherOwner = async ({ id, role }: PersonRecord): Promise<void> => {
    const others = (await people.list()).filter((person) => person.role === "owner" && person.id !== id);
    if (role === "owner" && others.length === 0) throw toRequestError("last-owner");
  };

  const auditOf = (record: PersonRecord) => ({ kind: "person", id: record.id, name: record.name }) as const;

  /** Runs a change of a person together with what it takes from them. */
  const takeBack = (
    id: string,
    mayKeep: (role: Role) => boolean,
    by: Actor,
    change: (handedOut: HandedOut) => Promise<PeopleRefusal | null>,
  ): Promise<void> =>
    parts.revokeTokensOf(id, mayKeep, by, async (tokens) => {
      // The store says which links it revoked, inside its transaction, but not whom they were for.
      const open = new Map((await links?.listOpen(now()))?.map((link) => [link.id, link]));
      const auditOfLink: HandedOut["auditOfLink"] = ({ id: linkId, email }) => {
        const link = open.get(linkId);
        const fallback = { kind: "link", id: linkId, name: email } as const;
        const target = link === undefined ? fallback : linkTarget(link, (personId) => names.get(personId) ?? null);
        return createAuditRecord(by, { action: "link.revoked", target }, now());
      };
      const refusal = await change({ tokens, auditOfLink });
      if (refusal !== null) throw toRequestError(refusal);
    });

  return {
    list: async () => ({ serverNowMs: now(), people: (await people.list()).map(toPerson) }),
    nameOf: (id) => names.get(id) ?? null,
    findBelow,
    refresh,
    changeRole: async (id, role, by) => {
      if (!grantableRoles(by.role).includes(role)) {
        throw new RequestError(403, "forbidden", `You are ${by.role}: you cannot make somebody ${role}.`);
      }
      const record = await findBelow(id, by);
      const changes = [{ field: "role", before: record.role, after: role }];
      const entry = { action: "person.role-changed", target: auditOf(record), changes } as const;
      const audit = createAuditRecord(by, entry, now());
      const mayKeep = (given: Role) => grantableRoles(role).includes(given);
      await takeBack(id, mayKeep, by, (handedOut) => people.changeRole(id, role, audit, handedOut));
      return toPerson({ ...record, role });
    },
    remove: async (id, by) => {
      const record = await findBelow(id, by);
      const changes = [
        { field: "email", before: record.email, after: null },
        { field: "role", before: record.role, after: null },
      ];
      const audit = createAuditRecord(by, { action: "person.removed", target: auditOf(record), changes }, now());
      await assertAnotherOwner(record);
      // First, while the keys still name the person. The store asks for another owner once more.
      await parts.revokeProxyKeysOf(id, by);
      const mayKeep = () => false;
      await takeBack(id, mayKeep, by, (handedOut) => people.remove(id, audit, handedOut));
      await refresh();
    },
  };
}
