import { grantableRoles, isRole, type Role } from "@/lib/domain/roles";
import { type AuditRecord, insertAuditEvent } from "./audit-events";
import type { PrismaClient } from "./generated/client";
import type { Database } from "./sqlite/database";

/** A link that lets somebody in once: an invitation, or a new password for somebody who is in the team. */
export interface SignInLinkRecord {
  readonly id: string;
  readonly kind: "invitation" | "reset";
  readonly email: string | null;
  readonly role: Role | null;
  readonly userId: string | null;
  readonly createdBy: string;
  /** The person behind it; null for the command line and the provisioning file. */
  readonly createdById: string | null;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

export interface SignInLinkStore {
  /** Those that can still be used, the newest first. */
  listOpen(nowMs: number): Promise<SignInLinkRecord[]>;
  /** Null for a token that no link has, one that was used, revoked or has expired, or whose maker may no longer give it. */
  findOpen(tokenHash: string, nowMs: number): Promise<SignInLinkRecord | null>;
  /** The newest open invitation for an address; null when there is none. */
  findInvitationFor(email: string, nowMs: number): Promise<SignInLinkRecord | null>;
  /** Saves the link. A new one for the same person replaces those before it. */
  create(link: SignInLinkRecord, tokenHash: string, audit: AuditRecord): Promise<void>;
  /** @returns false when there is no open link with this id */
  revoke(id: string, nowMs: number, audit: AuditRecord): Promise<boolean>;
  /** Spends an invitation that was accepted through the identity provider. @returns false when it was spent meanwhile */
  use(id: string, nowMs: number): Promise<boolean>;
}

const openAt = (nowMs: number) => ({ usedAtMs: null, revokedAtMs: null, expiresAtMs: { gt: nowMs } });

/** Whether who made the link is still in the team, and may still give what the link gives. */
async function isVouchedFor(
  client: PrismaClient,
  link: { createdById: string | null; userId: string | null; role: string | null },
): Promise<boolean> {
  if (link.createdById === null) return true;
  const maker = await client.user.findUnique({ where: { id: link.createdById } });
  const person = link.userId === null ? null : await client.user.findUnique({ where: { id: link.userId } });
  const given = person?.role ?? link.role ?? "viewer";
  return maker !== null && isRole(maker.role) && grantableRoles(maker.role).some((role) => role === given);
}

/**
 * Marks a link as used inside the transaction of what it was used for.
 *
 * @returns false when it is spent already, or its maker may no longer give it; the transaction has to be undone then
 */
export async function spendSignInLink(writer: PrismaClient, tokenHash: string, nowMs: number): Promise<boolean> {
  const where = { tokenHash, ...openAt(nowMs) };
  const link = await writer.signInLink.findFirst({ where });
  if (link === null || !(await isVouchedFor(writer, link))) return false;
  return (await writer.signInLink.updateMany({ where, data: { usedAtMs: nowMs } })).count === 1;
}

/** Revokes open links inside the transaction of what ends them. @returns those that it revoked */
export async function revokeSignInLinks(
  writer: PrismaClient,
  links: { createdById?: string; userId?: string },
  nowMs: number,
): Promise<{ id: string; email: string | null }[]> {
  const where = { ...links, ...openAt(nowMs) };
  const open = await writer.signInLink.findMany({ where, select: { id: true, email: true } });
  await writer.signInLink.updateMany({ where, data: { revokedAtMs: nowMs } });
  return open;
}

export function createSignInLinkStore({ reader, write }: Pick<Database, "reader" | "write">): SignInLinkStore {
  type Row = NonNullable<Awaited<ReturnType<typeof reader.signInLink.findFirst>>>;
  const toRecord = (row: Row): SignInLinkRecord => ({
    id: row.id,
    kind: row.kind as SignInLinkRecord["kind"],
    email: row.email,
    role: row.role as Role | null,
    userId: row.userId,
    createdBy: row.createdBy,
    createdById: row.createdById,
    createdAtMs: Number(row.createdAtMs),
    expiresAtMs: Number(row.expiresAtMs),
  });
  const orNull = (row: Row | null) => (row === null ? null : toRecord(row));
  const newestFirst = [{ createdAtMs: "desc" as const }, { id: "desc" as const }];

  return {
    listOpen: async (nowMs) =>
      (await reader.signInLink.findMany({ where: openAt(nowMs), orderBy: newestFirst })).map(toRecord),
    findOpen: async (tokenHash, nowMs) => {
      const row = await reader.signInLink.findFirst({ where: { tokenHash, ...openAt(nowMs) } });
      return row !== null && (await isVouchedFor(reader, row)) ? toRecord(row) : null;
    },
    findInvitationFor: async (email, nowMs) =>
      orNull(
        await reader.signInLink.findFirst({
          where: { kind: "invitation", email, ...openAt(nowMs) },
          orderBy: newestFirst,
        }),
      ),
    create: (link, tokenHash, audit) =>
      write(async (writer) => {
        if (link.userId !== null) {
          const where = { userId: link.userId, ...openAt(link.createdAtMs) };
          await writer.signInLink.updateMany({ where, data: { revokedAtMs: link.createdAtMs } });
        }
        await writer.signInLink.create({ data: { ...link, tokenHash } });
        await insertAuditEvent(writer, audit);
      }),
    revoke: (id, nowMs, audit) =>
      write(async (writer) => {
        const where = { id, ...openAt(nowMs) };
        const { count } = await writer.signInLink.updateMany({ where, data: { revokedAtMs: nowMs } });
        if (count === 1) await insertAuditEvent(writer, audit);
        return count === 1;
      }),
    use: (id, nowMs) =>
      write(async (writer) => {
        const where = { id, ...openAt(nowMs) };
        return (await writer.signInLink.updateMany({ where, data: { usedAtMs: nowMs } })).count === 1;
      }),
  };
}
