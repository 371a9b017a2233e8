import { type AuditRecord, insertAuditEvent } from "./audit-events";
import type { Database } from "./sqlite/database";

/** A session without its token. */
export interface SessionRecord {
  readonly id: string;
  readonly userAgent: string | null;
  readonly callerAddress: string | null;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

export interface SessionStore {
  /** A person's running sessions, the newest first. */
  list(userId: string): Promise<SessionRecord[]>;
  /** Ends one session of a person. @returns false when they have no such session */
  end(userId: string, id: string, audit: AuditRecord): Promise<boolean>;
  /** Ends all sessions of a person but one. @returns how many ended */
  endOthers(userId: string, keptId: string, audit: AuditRecord): Promise<number>;
  /** Ends the oldest sessions of a person who has more than `kept`. */
  keepNewest(userId: string, kept: number): Promise<void>;
  /** Forgets what has expired: sessions, sign-ins under way, links. At most `limit` of each in one write. */
  deleteExpired(nowMs: number, limit: number): Promise<number>;
}

export function createSessionStore({ reader, write }: Pick<Database, "reader" | "write">): SessionStore {
  return {
    list: async (userId) => {
      const rows = await reader.session.findMany({
        where: { userId, expiresAt: { gt: new Date() } },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      });
      return rows.map((row) => ({
        id: row.id,
        userAgent: row.userAgent,
        callerAddress: row.ipAddress,
        createdAtMs: row.createdAt.getTime(),
        expiresAtMs: row.expiresAt.getTime(),
      }));
    },
    end: (userId, id, audit) =>
      write(async (writer) => {
        const { count } = await writer.session.deleteMany({ where: { userId, id } });
        if (count === 1) await insertAuditEvent(writer, audit);
        return count === 1;
      }),
    endOthers: (userId, keptId, audit) =>
      write(async (writer) => {
        const { count } = await writer.session.deleteMany({ where: { userId, id: { not: keptId } } });
        if (count > 0) await insertAuditEvent(writer, audit);
        return count;
      }),
    keepNewest: (userId, kept) =>
      write(async (writer) => {
        const surplus = await writer.session.findMany({
          where: { userId },
          orderBy: [{ createdAt: "desc" }, { id: "desc" }],
          skip: kept,
          select: { id: true },
        });
        if (surplus.length === 0) return;
        await writer.session.deleteMany({ where: { id: { in: surplus.map(({ id }) => id) } } });
      }),
    deleteExpired: async (nowMs, limit) => {
      const before = new Date(nowMs);
      const deleteSome = () =>
        write(async (writer) => {
          const sessions = await writer.session.deleteMany({ where: { expiresAt: { lt: before } }, limit });
          const verifications = await writer.verification.deleteMany({ where: { expiresAt: { lt: before } }, limit });
          const links = await writer.signInLink.deleteMany({ where: { expiresAtMs: { lt: nowMs } }, limit });
          return sessions.count + verifications.count + links.count;
        });
      let deleted = 0;
      for (let some = await deleteSome(); some > 0; some = await deleteSome()) deleted += some;
      return deleted;
    },
  };
}
