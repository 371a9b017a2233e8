import { join } from "node:path";
import { symmetricDecrypt, symmetricEncrypt } from "better-auth/crypto";
import Database from "better-sqlite3";
import { accountKeyContext, RECOVERY_CODES_CONTEXT } from "@/lib/server/secrets/contexts";
import { deriveAuthSecret } from "@/lib/server/secrets/derive";
import { openSecrets, type SecretSources, type Secrets } from "@/lib/server/secrets/open-secrets";
import type { AccountRecord } from "@/lib/server/store/accounts";
import { openStore, type Store } from "@/lib/server/store/open-store";
import { countAlertTexts, decryptAlerts, seedEncryptedAlerts } from "./encrypted-alerts";
import { readDatabase } from "./read-database";

export const MIGRATIONS_FOLDER = join(process.cwd(), "prisma", "migrations");

export const openTestStore = (dataDir: string): Promise<Store> =>
  openStore({ databasePath: join(dataDir, "banwatch.db"), migrationsFolder: MIGRATIONS_FOLDER });

/** Opens a data directory's secret as a start does. The store is closed again. */
export async function openTestSecrets(dataDir: string, variables: Partial<SecretSources> = {}): Promise<Secrets> {
  const store = await openTestStore(dataDir);
  try {
    const sources = { secretPath: join(dataDir, "secret"), secret: null, newSecret: null, ...variables };
    return await openSecrets(sources, store, Date.now());
  } finally {
    await store.close();
  }
}

const keyOf = (index: number) => `client-key-${index}-0123456789`;
const seedOf = (index: number) => `totp-seed-${index}`;
const recoveryCodesOf = (index: number) => JSON.stringify([`code-${index}-a`, `code-${index}-b`]);

export function makeAccount(index: number, { vault }: Secrets): AccountRecord {
  const id = `account-${index}`;
  return {
    id,
    name: `account ${index}`,
    provider: "ez-captcha",
    baseUrl: null,
    lowBalance: null,
    criticalBalance: null,
    unit: null,
    proxyKeysOnly: false,
    guardMode: null,
    provisioned: false,
    createdAtMs: 1,
    updatedAtMs: 1,
    archivedAtMs: null,
    firstCallAtMs: null,
    keyCipher: vault.encrypt(keyOf(index), accountKeyContext(id)),
    keyHmac: vault.fingerprint(keyOf(index)),
    keyLast4: "6789",
  };
}

function change(dataDir: string, work: (database: Database.Database) => void): void {
  const database = new Database(join(dataDir, "banwatch.db"), { timeout: 5_000 });
  database.pragma("foreign_keys = ON");
  work(database);
  database.close();
}

/** Fills a data directory with something of everything that is encrypted, and with somebody who is signed in. */
export async function seedEncryptedData(dataDir: string, secrets: Secrets, count = 2): Promise<void> {
  const factors = await Promise.all(
    Array.from({ length: count }, async (_, index) => ({
      user: `user-${index}`,
      seed: await symmetricEncrypt({ key: deriveAuthSecret(secrets.secret), data: seedOf(index) }),
      codes: secrets.vault.encrypt(recoveryCodesOf(index), RECOVERY_CODES_CONTEXT),
    })),
  );
  const columns = Object.keys(makeAccount(0, secrets));
  change(dataDir, (database) => {
    const addAccount = database.prepare(
      `INSERT INTO "Account" (${columns.map((name) => `"${name}"`)}) VALUES (${columns.map(() => "?")})`,
    );
    const addUser = database.prepare(
      `INSERT INTO "User" ("id", "name", "email", "createdAt", "updatedAt") VALUES (?, ?, ?, 1, 1)`,
    );
    const addFactor = database.prepare(
      `INSERT INTO "TwoFactor" ("id", "secret", "backupCodes", "userId") VALUES (?, ?, ?, ?)`,
    );
    for (const [index, { user, seed, codes }] of factors.entries()) {
      const values = Object.values(makeAccount(index, secrets));
      addAccount.run(values.map((value) => (typeof value === "boolean" ? Number(value) : value)));
      addUser.run(user, user, `${user}@example.com`);
      addFactor.run(`factor-${index}`, seed, codes, user);
    }
    seedEncryptedAlerts(database, secrets.vault, count);
    database.exec(
      `INSERT INTO "Session" ("id", "token", "userId", "expiresAt", "createdAt", "updatedAt") VALUES ('s', 't', 'user-0', 9, 1, 1)`,
    );
  });
}

/** How many texts `seedEncryptedData` encrypts: a key, a seed and recovery codes for each, and those of alerts. */
export const countTexts = (count: number): number => 3 * count + countAlertTexts(count);

/** Runs SQL on a data directory that nothing else uses. */
export const runSql = (dataDir: string, sql: string): void => change(dataDir, (database) => database.exec(sql));

export interface Ciphers {
  readonly accounts: { id: string; keyCipher: string; keyHmac: string }[];
  readonly factors: { id: string; secret: string; backupCodes: string }[];
}

export const readCiphers = (dataDir: string): Ciphers =>
  readDatabase(dataDir, (query) => ({
    accounts: query(`SELECT "id", "keyCipher", "keyHmac" FROM "Account" ORDER BY rowid`),
    factors: query(`SELECT "id", "secret", "backupCodes" FROM "TwoFactor" ORDER BY rowid`),
  }));

/** How many texts were decrypted to what they were. @throws when one of them was not */
export async function decryptAll(dataDir: string, { secret, vault }: Secrets): Promise<number> {
  const { accounts, factors } = readCiphers(dataDir);
  for (const [index, { id, keyCipher, keyHmac }] of accounts.entries()) {
    if (vault.decrypt(keyCipher, accountKeyContext(id)) !== keyOf(index)) throw new Error(`another key for ${id}`);
    if (vault.fingerprint(keyOf(index)) !== keyHmac) throw new Error(`${id} is not found by its key`);
  }
  for (const [index, factor] of factors.entries()) {
    const seed = await symmetricDecrypt({ key: deriveAuthSecret(secret), data: factor.secret });
    if (seed !== seedOf(index)) throw new Error(`another seed for ${factor.id}`);
    const codes = vault.decrypt(factor.backupCodes, RECOVERY_CODES_CONTEXT);
    if (codes !== recoveryCodesOf(index)) throw new Error(`other recovery codes for ${factor.id}`);
  }
  return accounts.length + 2 * factors.length + decryptAlerts(dataDir, vault);
}
