import { type AuditRecord, insertAuditEvent } from "./audit-events";
import type { Database } from "./sqlite/database";

/** A known text, encrypted with the secret that everything else here is encrypted with. */
export interface SecretCheckRecord {
  /** Names the secret in every cipher text made with it. */
  readonly keyId: string;
  readonly cipher: string;
  readonly createdAtMs: number;
}

/** What is encrypted of an account. */
export interface AccountCiphers {
  readonly id: string;
  readonly keyCipher: string;
  readonly keyHmac: string;
}

/** What is encrypted of a second factor. */
export interface SecondFactorCiphers {
  readonly id: string;
  readonly secret: string;
  readonly backupCodes: string;
}

/** How each cipher text is made anew. What these throw undoes everything. */
export interface Reencryption {
  account(old: AccountCiphers): AccountCiphers;
  secondFactor(old: SecondFactorCiphers): Promise<SecondFactorCiphers>;
  readonly check: SecretCheckRecord;
  readonly audit: AuditRecord;
}

export interface SecretCheckStore {
  /** Null in a database that nothing was encrypted in, or that an earlier version made. */
  find(): Promise<SecretCheckRecord | null>;
  add(check: SecretCheckRecord): Promise<void>;
  /**
   * Puts everything that is encrypted under another secret, in one transaction, and ends every session: their cookies
   * were signed with the old one.
   *
   * @returns how many of each were made anew
   */
  reencrypt(reencryption: Reencryption): Promise<{ accounts: number; secondFactors: number }>;
  /**
   * Writes the file anew, so that no old cipher text stays readable in its free parts. For a moment it needs as much of
   * the disk as the database has.
   */
  wipe(): Promise<void>;
}

export function createSecretCheckStore({ reader, write }: Pick<Database, "reader" | "write">): SecretCheckStore {
  return {
    find: async () => {
      const row = await reader.secretCheck.findFirst();
      return row === null ? null : { ...row, createdAtMs: Number(row.createdAtMs) };
    },
    add: async (check) => {
      await write((writer) => writer.secretCheck.create({ data: check }));
    },
    reencrypt: ({ account, secondFactor, check, audit }) =>
      write(async (writer) => {
        const accounts = await writer.account.findMany({ select: { id: true, keyCipher: true, keyHmac: true } });
        for (const { id, ...data } of accounts.map(account)) await writer.account.update({ where: { id }, data });
        const secondFactors = await writer.twoFactor.findMany({
          select: { id: true, secret: true, backupCodes: true },
        });
        for (const old of secondFactors) {
          const { id, ...data } = await secondFactor(old);
          await writer.twoFactor.update({ where: { id }, data });
        }
        await writer.secretCheck.deleteMany();
        await writer.secretCheck.create({ data: check });
        await writer.session.deleteMany();
        await writer.verification.deleteMany();
        await insertAuditEvent(writer, audit);
        return { accounts: accounts.length, secondFactors: secondFactors.length };
      }),
    wipe: async () => {
      // SQLite takes it outside of transactions only, and the reader never has one.
      await reader.$executeRawUnsafe("VACUUM");
    },
  };
}
