import type { ApiToken } from "@/lib/contracts/tokens";
import { type AuditRecord, insertAuditEvent } from "./audit-events";
import type { PrismaClient } from "./generated/client";
import { toNullableMs } from "./nullable-ms";
import type { Database } from "./sqlite/database";

export interface ApiTokenRecord {
  readonly id: string;
  readonly name: string;
  readonly role: ApiToken["role"];
  /** SHA-256 of the token, in base64url. */
  readonly tokenHash: string;
  readonly tokenLast4: string;
  readonly provisioned: boolean;
  readonly createdBy: string;
  /** The person behind it, also when a token of theirs made it; null for the provisioning file. */
  readonly createdById: string | null;
  readonly createdAtMs: number;
  readonly expiresAtMs: number | null;
  readonly revokedAtMs: number | null;
  readonly lastUsedAtMs: number | null;
}

/** A token as it is to become, with the line that tells of it; null for what nobody has to know. */
export interface ApiTokenChange {
  readonly token: ApiTokenRecord;
  readonly audit: AuditRecord | null;
}

export interface ApiTokenStore {
  /** All of them, also those that were revoked, the newest first. */
  list(): Promise<ApiTokenRecord[]>;
  /** Writes all changes or none. Tokens may exchange their hashes. */
  save(changes: readonly ApiTokenChange[]): Promise<void>;
  markUsed(id: string, atMs: number): Promise<void>;
}

/** A place for the hash of a token whose text another one has now: it is the hash of nothing, and nobody else's. */
export const noTokenHash = (id: string): string => `none ${id}`;

/** Writes the changes inside the transaction of what they come with. */
export async function saveApiTokens(writer: PrismaClient, changes: readonly ApiTokenChange[]): Promise<void> {
  // The database takes no hash twice, not even for a moment.
  for (const { id } of changes.map(({ token }) => token)) {
    await writer.apiToken.updateMany({ where: { id }, data: { tokenHash: noTokenHash(id) } });
  }
  for (const { token, audit } of changes) {
    // A use may be stored later than it is known, never the other way round.
    const { id, lastUsedAtMs, ...data } = token;
    const { count } = await writer.apiToken.updateMany({ where: { id }, data });
    if (count === 0) await writer.apiToken.create({ data: { id, lastUsedAtMs, ...data } });
    if (audit !== null) await insertAuditEvent(writer, audit);
  }
}

export function createApiTokenStore({ reader, write }: Pick<Database, "reader" | "write">): ApiTokenStore {
  return {
    list: async () => {
      const rows = await reader.apiToken.findMany({ orderBy: [{ createdAtMs: "desc" }, { id: "desc" }] });
      return rows.map((row) => ({
        ...row,
        role: row.role as ApiTokenRecord["role"],
        createdAtMs: Number(row.createdAtMs),
        expiresAtMs: toNullableMs(row.expiresAtMs),
        revokedAtMs: toNullableMs(row.revokedAtMs),
        lastUsedAtMs: toNullableMs(row.lastUsedAtMs),
      }));
    },
    save: (changes) => write((writer) => saveApiTokens(writer, changes)),
    markUsed: async (id, atMs) => {
      await write((writer) => writer.apiToken.updateMany({ where: { id }, data: { lastUsedAtMs: atMs } }));
    },
  };
}
