import { z } from "zod";
import { type AuditRecord, insertAuditEvent } from "./audit-events";
import { toNullableMs } from "./nullable-ms";
import type { Database } from "./sqlite/database";

export interface ProxyKeyRecord {
  readonly id: string;
  readonly accountId: string;
  readonly label: string;
  /** The person it belongs to; null for a program's. */
  readonly userId: string | null;
  /** SHA-256 of the key, in hex. */
  readonly keyHash: string;
  readonly keyLast4: string;
  /** Null for all. */
  readonly methods: readonly string[] | null;
  readonly callsPerMinute: number | null;
  readonly provisioned: boolean;
  readonly createdBy: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number | null;
  readonly revokedAtMs: number | null;
  readonly lastUsedAtMs: number | null;
}

export interface ProxyKeyStore {
  /** The oldest first, revoked ones included. */
  list(): Promise<ProxyKeyRecord[]>;
  /**
   * Creates the keys, or replaces those with their ids but for their last use, and writes the lines of the audit log: all
   * of it or nothing. Waits up to 5 s for the database.
   */
  save(keys: readonly ProxyKeyRecord[], audit: readonly AuditRecord[]): Promise<void>;
  /** Notes last uses by the key's id. */
  markUsed(lastUsedAtMs: ReadonlyMap<string, number>): Promise<void>;
  /** The names of the people that keys may belong to, by id. */
  listPersonNames(): Promise<ReadonlyMap<string, string>>;
}

const methodList = z.array(z.string());

export function createProxyKeyStore({ reader, write }: Pick<Database, "reader" | "write">): ProxyKeyStore {
  return {
    list: async () => {
      const rows = await reader.proxyKey.findMany({ orderBy: [{ createdAtMs: "asc" }, { id: "asc" }] });
      return rows.map((row) => ({
        ...row,
        methods: row.methods === null ? null : methodList.parse(JSON.parse(row.methods)),
        createdAtMs: Number(row.createdAtMs),
        expiresAtMs: toNullableMs(row.expiresAtMs),
        revokedAtMs: toNullableMs(row.revokedAtMs),
        lastUsedAtMs: toNullableMs(row.lastUsedAtMs),
      }));
    },
    save: async (keys, audit) => {
      await write(async (writer) => {
        for (const { id, methods, lastUsedAtMs, ...rest } of keys) {
          const data = { ...rest, methods: methods === null ? null : JSON.stringify(methods) };
          const { count } = await writer.proxyKey.updateMany({ where: { id }, data });
          if (count === 0) await writer.proxyKey.create({ data: { id, lastUsedAtMs, ...data } });
        }
        for (const record of audit) await insertAuditEvent(writer, record);
      });
    },
    markUsed: async (lastUsedAtMs) => {
      await write(async (writer) => {
        for (const [id, atMs] of lastUsedAtMs) {
          await writer.proxyKey.updateMany({ where: { id }, data: { lastUsedAtMs: atMs } });
        }
      });
    },
    listPersonNames: async () => {
      const people = await reader.user.findMany({ select: { id: true, name: true } });
      return new Map(people.map(({ id, name }) => [id, name]));
    },
  };
}
