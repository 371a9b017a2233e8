import { type AuditRecord, insertAuditEvent } from "../audit-events";
import type { Database } from "../sqlite/database";

/** What is set for all alerts together, as it is kept. */
export interface AlertSettingsRecord {
  readonly heartbeatUrlCipher: string | null;
  readonly heartbeatHint: string | null;
  readonly heartbeatEveryMinutes: number;
  /** The heartbeat is. */
  readonly provisioned: boolean;
  readonly timeZone: string;
  readonly timeZoneProvisioned: boolean;
  readonly updatedAtMs: number;
}

/** The key pair that browsers know this installation by (RFC 8292). */
export interface StoredVapidKeys {
  readonly vapidPublicKey: string;
  readonly vapidPrivateKeyCipher: string;
}

export interface AlertSettingsStore {
  /** Null before the first change. */
  find(): Promise<AlertSettingsRecord | null>;
  /** Writes the settings and the line of the audit log: both or nothing. Waits up to 5 s for the database. */
  save(settings: AlertSettingsRecord, audit: AuditRecord): Promise<void>;
  /** Null before the first use. */
  findVapidKeys(): Promise<StoredVapidKeys | null>;
  saveVapidKeys(keys: StoredVapidKeys): Promise<void>;
}

/** The table holds one row. */
const ID = "alerts";

export const DEFAULT_HEARTBEAT_MINUTES = 5;

export function createAlertSettingsStore({ reader, write }: Pick<Database, "reader" | "write">): AlertSettingsStore {
  return {
    find: async () => {
      const row = await reader.alertSettings.findUnique({ where: { id: ID } });
      if (row === null) return null;
      const { vapidPublicKey: _, vapidPrivateKeyCipher: __, id: ___, updatedAtMs, ...settings } = row;
      return { ...settings, updatedAtMs: Number(updatedAtMs) };
    },
    save: async (settings, audit) => {
      await write(async (writer) => {
        await writer.alertSettings.upsert({ where: { id: ID }, create: { id: ID, ...settings }, update: settings });
        await insertAuditEvent(writer, audit);
      });
    },
    findVapidKeys: async () => {
      const row = await reader.alertSettings.findUnique({ where: { id: ID } });
      if (row === null || row.vapidPublicKey === null || row.vapidPrivateKeyCipher === null) return null;
      return { vapidPublicKey: row.vapidPublicKey, vapidPrivateKeyCipher: row.vapidPrivateKeyCipher };
    },
    saveVapidKeys: async (keys) => {
      const create = { id: ID, heartbeatEveryMinutes: DEFAULT_HEARTBEAT_MINUTES, updatedAtMs: 0, ...keys };
      await write((writer) => writer.alertSettings.upsert({ where: { id: ID }, create, update: keys }));
    },
  };
}
