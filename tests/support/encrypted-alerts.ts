import type Database from "better-sqlite3";
import {
  channelSecretsContext,
  HEARTBEAT_CONTEXT,
  pushSubscriptionContext,
  VAPID_KEY_CONTEXT,
} from "@/lib/server/secrets/contexts";
import type { Vault } from "@/lib/server/secrets/vault";
import { readDatabase } from "./read-database";

const secretsOf = (index: number) => JSON.stringify({ url: `https://hooks.example.org/secret-${index}` });
const browserOf = (index: number) => JSON.stringify({ endpoint: `https://push.example.org/secret-${index}` });
const HEARTBEAT_URL = "https://hc.example.org/secret-heartbeat";
const VAPID_KEY = "secret-vapid-key";

/** Adds channels, browsers of the users `user-0` on, and what is set for all alerts together. */
export function seedEncryptedAlerts(database: Database.Database, vault: Vault, count: number): void {
  const addChannel = database.prepare(
    `INSERT INTO "AlertChannel" ("id", "name", "type", "isDefault", "enabled", "locale", "settings", "secretsCipher", "secretHints", "createdAtMs", "updatedAtMs")
     VALUES (?, ?, 'slack', 0, 1, 'en', '{}', ?, '{}', 1, 1)`,
  );
  const addBrowser = database.prepare(
    `INSERT INTO "PushSubscription" ("id", "userId", "endpointHash", "cipher", "userAgent", "createdAtMs") VALUES (?, ?, ?, ?, '', 1)`,
  );
  for (let index = 0; index < count; index += 1) {
    const [channel, browser] = [`channel-${index}`, `browser-${index}`];
    addChannel.run(channel, channel, vault.encrypt(secretsOf(index), channelSecretsContext(channel)));
    addBrowser.run(
      browser,
      `user-${index}`,
      browser,
      vault.encrypt(browserOf(index), pushSubscriptionContext(browser)),
    );
  }
  database
    .prepare(
      `INSERT INTO "AlertSettings" ("id", "heartbeatUrlCipher", "heartbeatEveryMinutes", "vapidPublicKey", "vapidPrivateKeyCipher", "updatedAtMs")
       VALUES ('alerts', ?, 5, 'public', ?, 1)`,
    )
    .run(vault.encrypt(HEARTBEAT_URL, HEARTBEAT_CONTEXT), vault.encrypt(VAPID_KEY, VAPID_KEY_CONTEXT));
}

/** How many texts `seedEncryptedAlerts` encrypts. */
export const countAlertTexts = (count: number): number => 2 * count + 2;

interface Row {
  readonly cipher: string;
  readonly context: string;
  readonly plain: string;
}

/** Every cipher text of alerts, with what it has to become. */
export const readAlertCiphers = (dataDir: string): Row[] =>
  readDatabase(dataDir, (query) => {
    const channels = query<{ id: string; secretsCipher: string }>(
      `SELECT "id", "secretsCipher" FROM "AlertChannel" ORDER BY rowid`,
    );
    const browsers = query<{ id: string; cipher: string }>(
      `SELECT "id", "cipher" FROM "PushSubscription" ORDER BY rowid`,
    );
    const settings = query<{ heartbeatUrlCipher: string; vapidPrivateKeyCipher: string }>(
      `SELECT "heartbeatUrlCipher", "vapidPrivateKeyCipher" FROM "AlertSettings"`,
    );
    return [
      ...channels.map(({ id, secretsCipher: cipher }, index) => ({
        cipher,
        context: channelSecretsContext(id),
        plain: secretsOf(index),
      })),
      ...browsers.map(({ id, cipher }, index) => ({
        cipher,
        context: pushSubscriptionContext(id),
        plain: browserOf(index),
      })),
      ...settings.flatMap(({ heartbeatUrlCipher, vapidPrivateKeyCipher }) => [
        { cipher: heartbeatUrlCipher, context: HEARTBEAT_CONTEXT, plain: HEARTBEAT_URL },
        { cipher: vapidPrivateKeyCipher, context: VAPID_KEY_CONTEXT, plain: VAPID_KEY },
      ]),
    ];
  });

/** How many texts were decrypted to what they were. @throws when one of them was not */
export function decryptAlerts(dataDir: string, vault: Vault): number {
  const rows = readAlertCiphers(dataDir);
  for (const { cipher, context, plain } of rows) {
    if (vault.decrypt(cipher, context) !== plain) throw new Error(`another text for ${context}`);
  }
  return rows.length;
}
