import type { GuardMode } from "@/lib/domain/guard-mode";
import { type AuditRecord, insertAuditEvent } from "./audit-events";
import { toNullableMs } from "./nullable-ms";
import type { Database } from "./sqlite/database";

export interface AccountRecord {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly baseUrl: string | null;
  readonly keyCipher: string;
  readonly keyHmac: string;
  readonly keyLast4: string;
  readonly lowBalance: string | null;
  readonly criticalBalance: string | null;
  readonly unit: string | null;
  readonly provisioned: boolean;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly archivedAtMs: number | null;
  readonly firstCallAtMs: number | null;
  readonly proxyKeysOnly: boolean;
  /** Null for the installation's. */
  readonly guardMode: GuardMode | null;
}

export interface AccountStore {
  list(): Promise<AccountRecord[]>;
  /**
   * Creates the account, or replaces the one with its id but for its first call, and writes the lines of the audit log:
   * all of it or nothing. Waits up to 5 s for the database.
   */
  save(account: AccountRecord, audit: readonly AuditRecord[]): Promise<void>;
  /** Notes the first call of a program, once: a save of other changes at the same time neither undoes it nor is undone. */
  markFirstCall(id: string, atMs: number): Promise<void>;
}

export function createAccountStore({ reader, write }: Pick<Database, "reader" | "write">): AccountStore {
  return {
    list: async () => {
      const rows = await reader.account.findMany({ orderBy: [{ createdAtMs: "asc" }, { id: "asc" }] });
      return rows.map((row) => ({
        ...row,
        guardMode: row.guardMode as AccountRecord["guardMode"],
        createdAtMs: Number(row.createdAtMs),
        updatedAtMs: Number(row.updatedAtMs),
        archivedAtMs: toNullableMs(row.archivedAtMs),
        firstCallAtMs: toNullableMs(row.firstCallAtMs),
      }));
    },
    save: async ({ id, firstCallAtMs, ...data }, audit) => {
      await write(async (writer) => {
        const { count } = await writer.account.updateMany({ where: { id }, data });
        if (count === 0) await writer.account.create({ data: { id, firstCallAtMs, ...data } });
        for (const record of audit) await insertAuditEvent(writer, record);
      });
    },
    markFirstCall: async (id, atMs) => {
      await write((writer) =>
        writer.account.updateMany({ where: { id, firstCallAtMs: null }, data: { firstCallAtMs: atMs } }),
      );
    },
  };
}
