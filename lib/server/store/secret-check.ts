import { type AuditRecord, insertAuditEvent } from "./audit-events";
import type { PrismaClient } from "./generated/client";
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

/** What is encrypted of a channel. */
export interface ChannelCiphers {
  readonly id: string;
  readonly secretsCipher: string;
}

/** What is encrypted of what is set for all alerts together; null where it is not set. */
export interface AlertSettingsCiphers {
  readonly heartbeatUrlCipher: string | null;
  readonly vapidPrivateKeyCipher: string | null;
}

/** What is encrypted of a browser that is told. */
export interface SubscriptionCiphers {
  readonly id: string;
  readonly cipher: string;
}

/** How each cipher text is made anew. What these throw undoes everything. */
export interface Reencryption {
  account(old: AccountCiphers): AccountCiphers;
  secondFactor(old: SecondFactorCiphers): Promise<SecondFactorCiphers>;
  channel(old: ChannelCiphers): ChannelCiphers;
  alertSettings(old: AlertSettingsCiphers): AlertSettingsCiphers;
  subscription(old: SubscriptionCiphers): SubscriptionCiphers;
  readonly check: SecretCheckRecord;
  readonly audit: AuditRecord;
}

/** How many of each were encrypted anew. */
export interface ReencryptedCounts {
  readonly accounts: number;
  readonly secondFactors: number;
  readonly channels: number;
  readonly subscriptions: number;
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
  reencrypt(reencryption: Reencryption): Promise<ReencryptedCounts>;
  /**
   * Writes the file anew, so that no old cipher text stays readable in its free parts. For a moment it needs as much of
   * the disk as the database has.
   */
  wipe(): Promise<void>;
}

type AlertReencryption = Pick<Reencryption, "channel" | "alertSettings" | "subscription">;

/** @returns how many channels and browsers there were */
async function reencryptAlerts(
  writer: PrismaClient,
  { channel, alertSettings, subscription }: AlertReencryption,
): Promise<Pick<ReencryptedCounts, "channels" | "subscriptions">> {
  const channels = await writer.alertChannel.findMany({ select: { id: true, secretsCipher: true } });
  for (const { id, ...data } of channels.map(channel)) await writer.alertChannel.update({ where: { id }, data });
  const settings = await writer.alertSettings.findMany({
    select: { id: true, heartbeatUrlCipher: true, vapidPrivateKeyCipher: true },
  });
  for (const { id, ...old } of settings) {
    await writer.alertSettings.update({ where: { id }, data: alertSettings(old) });
  }
  const subscriptions = await writer.pushSubscription.findMany({ select: { id: true, cipher: true } });
  for (const { id, ...data } of subscriptions.map(subscription)) {
    await writer.pushSubscription.update({ where: { id }, data });
  }
  return { channels: channels.length, subscriptions: subscriptions.length };
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
    reencrypt: ({ account, secondFactor, check, audit, ...alerts }) =>
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
        const alertCounts = await reencryptAlerts(writer, alerts);
        await writer.secretCheck.deleteMany();
        await writer.secretCheck.create({ data: check });
        await writer.session.deleteMany();
        await writer.verification.deleteMany();
        await insertAuditEvent(writer, audit);
        return { accounts: accounts.length, secondFactors: secondFactors.length, ...alertCounts };
      }),
    wipe: async () => {
      // SQLite takes it outside of transactions only, and the reader never has one.
      await reader.$executeRawUnsafe("VACUUM");
    },
  };
}
