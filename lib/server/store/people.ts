import { allows, isRole, type Role } from "@/lib/domain/roles";
import { type ApiTokenChange, saveApiTokens } from "./api-tokens";
import { type AuditRecord, insertAuditEvent } from "./audit-events";
import type { PrismaClient } from "./generated/client";
import { revokeSignInLinks, spendSignInLink } from "./sign-in-links";
import type { Database } from "./sqlite/database";

export interface PersonRecord {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly totp: boolean;
  /** Ways in: `credential` for a password, `oidc` for the identity provider. */
  readonly ways: readonly string[];
  readonly createdAtMs: number;
  readonly lastSignInAtMs: number | null;
}

export interface NewPerson {
  readonly id: string;
  readonly name: string;
  /** In lower case. */
  readonly email: string;
  /** Whether somebody else vouches that the address is theirs. Only then may the identity provider link to it. */
  readonly emailVerified: boolean;
  readonly role: Role;
  readonly passwordHash: string;
}

/** What a person handed out and loses together with the right to it. */
export interface HandedOut {
  /** Tokens of theirs as they are to become. */
  readonly tokens: readonly ApiTokenChange[];
  /** The line that tells of a link that was revoked. */
  readonly auditOfLink: (link: { id: string; email: string | null }) => AuditRecord;
}

/** Why a change was not made. */
export type PeopleRefusal = "not-found" | "last-owner" | "email-taken" | "owned-already" | "link-spent";

export interface PersonStore {
  list(): Promise<PersonRecord[]>;
  find(id: string): Promise<PersonRecord | null>;
  count(): Promise<number>;
  /** The first person. Refused with `owned-already` when there is somebody, whoever came first. */
  createOwner(person: NewPerson, audit: AuditRecord): Promise<PeopleRefusal | null>;
  /** Creates a person by an invitation, which is spent in the same transaction. */
  createByLink(
    person: NewPerson,
    link: { tokenHash: string; nowMs: number },
    audit: readonly AuditRecord[],
  ): Promise<PeopleRefusal | null>;
  rename(id: string, name: string, audit: AuditRecord): Promise<void>;
  /**
   * Refused with `last-owner` when nobody would own the installation. Links for a new password of theirs are revoked:
   * they were made for another role. With a lower role the links that they made are, too.
   */
  changeRole(id: string, role: Role, audit: AuditRecord, handedOut: HandedOut): Promise<PeopleRefusal | null>;
  /**
   * Removes a person with their sessions, their ways in and the links that they made, and keeps the identity provider
   * from bringing them back.
   */
  remove(id: string, audit: AuditRecord, handedOut: HandedOut): Promise<PeopleRefusal | null>;
  /**
   * A new password by a link, which is spent. Ends every session, takes the second factor off, and forgets who the
   * person is at the identity provider.
   */
  resetByLink(
    change: { userId: string; passwordHash: string; tokenHash: string; nowMs: number },
    audit: readonly AuditRecord[],
  ): Promise<PeopleRefusal | null>;
  /** By their address, or by their subject at the identity provider, which stays when the address changes. */
  wasRemoved(email: string, subject: string | null): Promise<boolean>;
}

const WITH_WAYS = {
  credentials: { select: { providerId: true } },
  sessions: { select: { createdAt: true }, orderBy: { createdAt: "desc" as const }, take: 1 },
};

/** Undoes a transaction with a reason that is no fault. */
class Refused extends Error {
  constructor(readonly refusal: PeopleRefusal) {
    super(refusal);
  }
}

async function refusable(work: () => Promise<void>): Promise<PeopleRefusal | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

async function insertPerson(writer: PrismaClient, { passwordHash, ...person }: NewPerson): Promise<void> {
  if ((await writer.user.count({ where: { email: person.email } })) > 0) throw new Refused("email-taken");
  const now = new Date();
  const dates = { createdAt: now, updatedAt: now };
  await writer.user.create({ data: { ...person, ...dates } });
  await writer.credential.create({
    data: {
      id: `${person.id}-password`,
      accountId: person.id,
      providerId: "credential",
      userId: person.id,
      password: passwordHash,
      ...dates,
    },
  });
  await writer.removedPerson.deleteMany({ where: { email: person.email } });
}

async function spend(writer: PrismaClient, link: { tokenHash: string; nowMs: number }): Promise<void> {
  if (!(await spendSignInLink(writer, link.tokenHash, link.nowMs))) throw new Refused("link-spent");
}

/** Whoever else owns the installation. Without one, `id` is the last. */
async function assertAnotherOwner(writer: PrismaClient, id: string): Promise<void> {
  const person = await writer.user.findUnique({ where: { id } });
  if (person === null) throw new Refused("not-found");
  if (person.role !== "owner") return;
  const others = await writer.user.count({ where: { role: "owner", id: { not: id } } });
  if (others === 0) throw new Refused("last-owner");
}

const insertAll = async (writer: PrismaClient, audit: readonly AuditRecord[]): Promise<void> => {
  for (const record of audit) await insertAuditEvent(writer, record);
};

export function createPersonStore({ reader, write }: Pick<Database, "reader" | "write">): PersonStore {
  type Row = Awaited<ReturnType<typeof findRows>>[number];
  const findRows = (where: { id?: string }) =>
    reader.user.findMany({ where, include: WITH_WAYS, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });

  const toRecord = (row: Row): PersonRecord => ({
    id: row.id,
    name: row.name,
    email: row.email,
    // A role of a newer version allows nothing that this one knows of.
    role: isRole(row.role) ? row.role : "viewer",
    totp: row.twoFactorEnabled === true,
    ways: row.credentials.map(({ providerId }) => providerId),
    createdAtMs: row.createdAt.getTime(),
    lastSignInAtMs: row.sessions[0]?.createdAt.getTime() ?? null,
  });

  return {
    list: async () => (await findRows({})).map(toRecord),
    find: async (id) => {
      const [row] = await findRows({ id });
      return row === undefined ? null : toRecord(row);
    },
    count: () => reader.user.count(),
    createOwner: (person, audit) =>
      refusable(() =>
        write(async (writer) => {
          if ((await writer.user.count()) > 0) throw new Refused("owned-already");
          await insertPerson(writer, person);
          await insertAuditEvent(writer, audit);
        }),
      ),
    createByLink: (person, link, audit) =>
      refusable(() =>
        write(async (writer) => {
          await spend(writer, link);
          await insertPerson(writer, person);
          await insertAll(writer, audit);
        }),
      ),
    rename: (id, name, audit) =>
      write(async (writer) => {
        await writer.user.update({ where: { id }, data: { name, updatedAt: new Date() } });
        await insertAuditEvent(writer, audit);
      }),
    changeRole: (id, role, audit, { tokens, auditOfLink }) =>
      refusable(() =>
        write(async (writer) => {
          if (role !== "owner") await assertAnotherOwner(writer, id);
          const before = await writer.user.findUnique({ where: { id } });
          if (before === null) throw new Refused("not-found");
          await writer.user.update({ where: { id }, data: { role, updatedAt: new Date() } });
          await insertAuditEvent(writer, audit);
          if (before.role === role) return;
          const own = await revokeSignInLinks(writer, { userId: id }, audit.atMs);
          const isLower = isRole(before.role) && !allows(role, before.role);
          const made = isLower ? await revokeSignInLinks(writer, { createdById: id }, audit.atMs) : [];
          await insertAll(writer, [...own, ...made].map(auditOfLink));
          await saveApiTokens(writer, tokens);
        }),
      ),
    remove: (id, audit, { tokens, auditOfLink }) =>
      refusable(() =>
        write(async (writer) => {
          await assertAnotherOwner(writer, id);
          const made = await revokeSignInLinks(writer, { createdById: id }, audit.atMs);
          const credential = await writer.credential.findFirst({ where: { userId: id, providerId: "oidc" } });
          const subject = credential?.accountId ?? null;
          const { email } = await writer.user.delete({ where: { id } });
          const removedAtMs = audit.atMs;
          await writer.removedPerson.upsert({
            where: { email },
            update: { removedAtMs, subject },
            create: { email, removedAtMs, subject },
          });
          await insertAuditEvent(writer, audit);
          await insertAll(writer, made.map(auditOfLink));
          await saveApiTokens(writer, tokens);
        }),
      ),
    resetByLink: ({ userId, passwordHash, ...link }, audit) =>
      refusable(() =>
        write(async (writer) => {
          await spend(writer, link);
          const now = new Date();
          const where = { userId, providerId: "credential" };
          const changed = await writer.credential.updateMany({
            where,
            data: { password: passwordHash, updatedAt: now },
          });
          if (changed.count === 0) {
            const data = { id: `${userId}-password`, accountId: userId, ...where, password: passwordHash };
            await writer.credential.create({ data: { ...data, createdAt: now, updatedAt: now } });
          }
          await writer.twoFactor.deleteMany({ where: { userId } });
          // Whoever linked a subject of theirs to this person is out as well.
          await writer.credential.deleteMany({ where: { userId, providerId: "oidc" } });
          await writer.user.update({ where: { id: userId }, data: { twoFactorEnabled: false, updatedAt: now } });
          await writer.session.deleteMany({ where: { userId } });
          await insertAll(writer, audit);
        }),
      ),
    wasRemoved: async (email, subject) => {
      const OR = [{ email }, ...(subject === null ? [] : [{ subject }])];
      return (await reader.removedPerson.count({ where: { OR } })) > 0;
    },
  };
}
