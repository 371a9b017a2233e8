import { existsSync } from "node:fs";
import { symmetricDecrypt, symmetricEncrypt } from "better-auth/crypto";
import { createAuditRecord } from "../audit/audit-record";
import { openDataDir } from "../data-dir";
import type { Env } from "../env";
import { StartupError } from "../startup-error";
import { openStore, type Store } from "../store/open-store";
import type { AccountCiphers, ReencryptedCounts, SecondFactorCiphers } from "../store/secret-check";
import { lockDataDir } from "../store/sqlite/lock";
import { SYSTEM } from "../team/actor";
import {
  accountKeyContext,
  channelSecretsContext,
  HEARTBEAT_CONTEXT,
  pushSubscriptionContext,
  RECOVERY_CODES_CONTEXT,
  VAPID_KEY_CONTEXT,
} from "./contexts";
import { deriveAuthSecret } from "./derive";
import { createSecretCheck, openSecrets, type Secrets } from "./open-secrets";
import { createSecret, nextSecretPath, takeNextSecret, writeSecretFile } from "./secret-file";
import { createVault, nextKeyId, type Vault } from "./vault";

/** What a rotation has done. Whatever comes between two of these, the next start finishes or forgets it. */
export type RotationStep = "new secret kept" | "row encrypted anew" | "database committed" | "new secret in place";

export interface Rotation extends ReencryptedCounts {
  /** Names the new secret. */
  readonly keyId: string;
  /** False when the old cipher texts may still be in free parts of the file, because the disk had no room to write it anew. */
  readonly wiped: boolean;
}

type RotationEnv = Pick<Env, "dataDir" | "secret" | "newSecret">;

/**
 * Replaces the installation's secret and encrypts everything anew, in one transaction. Whoever holds only the old
 * secret can decrypt nothing afterwards, and everybody is signed out. It may be interrupted at any instant: then either
 * the old secret still fits everything, or the new one does, and the next start finds out which.
 *
 * @param options.onStep hears of each step when it is done
 * @throws {StartupError} in one line, when it can't be done; nothing was changed
 */
export async function rotateSecret(
  env: RotationEnv,
  options: { migrationsFolder: string; now: () => number; onStep?: (step: RotationStep) => void },
): Promise<Rotation> {
  assertSource(env);
  const { databasePath, lockPath, secretPath } = openDataDir(env.dataDir);
  if (!existsSync(databasePath)) {
    throw new StartupError(`There is no database in ${env.dataDir}: nothing is encrypted yet. Set BANWATCH_DATA_DIR.`);
  }
  const unlock = lockDataDir(lockPath);
  try {
    const store = await openStore({ databasePath, migrationsFolder: options.migrationsFolder });
    try {
      const old = await openSecrets({ ...env, secretPath }, store, options.now());
      return await replaceSecret(old, { ...options, store, secretPath, given: env.newSecret });
    } finally {
      await store.close();
    }
  } finally {
    unlock();
  }
}

/** A secret of the environment is replaced by one of the environment, a file's by one that is made here. */
function assertSource({ secret, newSecret }: RotationEnv): void {
  if (secret !== null && newSecret === null) {
    throw new StartupError(
      "Set BANWATCH_NEW_SECRET to the secret that is to replace BANWATCH_SECRET: `openssl rand -hex 32` makes one.",
    );
  }
  if (secret === null && newSecret !== null) {
    throw new StartupError(
      "BANWATCH_NEW_SECRET is set and BANWATCH_SECRET is not: the secret is in a file, and its successor is made here. Unset it.",
    );
  }
  if (secret !== null && secret === newSecret) {
    throw new StartupError("BANWATCH_NEW_SECRET is what BANWATCH_SECRET is already. Set it to another one.");
  }
}

async function replaceSecret(
  old: Secrets,
  parts: {
    readonly store: Store;
    readonly secretPath: string;
    /** The new secret; null makes one and keeps it in the file. */
    readonly given: string | null;
    readonly now: () => number;
    readonly onStep?: (step: RotationStep) => void;
  },
): Promise<Rotation> {
  const { store, secretPath, given, now } = parts;
  const done = (step: RotationStep) => parts.onStep?.(step);
  const secret = given ?? createSecret();
  const vault = createVault(secret, nextKeyId(old.vault.keyId));
  const nowMs = now();

  // Before the database, so that no moment comes in which its secret is kept nowhere.
  if (given === null) writeSecretFile(nextSecretPath(secretPath), secret);
  done("new secret kept");
  /** @param what names the cipher text where it can't be decrypted */
  const moveCipher = (cipher: string, context: string, what: string): string => {
    const fresh = encryptAnew(cipher, context, what, old.vault, vault);
    done("row encrypted anew");
    return fresh;
  };
  const moveOrNull = (cipher: string | null, context: string, what: string) =>
    cipher === null ? null : moveCipher(cipher, context, what);
  const counts = await store.secretCheck.reencrypt({
    channel: ({ id, secretsCipher }) => ({
      id,
      secretsCipher: moveCipher(secretsCipher, channelSecretsContext(id), `The channel ${id}`),
    }),
    alertSettings: ({ heartbeatUrlCipher, vapidPrivateKeyCipher }) => ({
      heartbeatUrlCipher: moveOrNull(heartbeatUrlCipher, HEARTBEAT_CONTEXT, "The address of the heartbeat"),
      vapidPrivateKeyCipher: moveOrNull(vapidPrivateKeyCipher, VAPID_KEY_CONTEXT, "The key for browser push"),
    }),
    subscription: ({ id, cipher }) => ({
      id,
      cipher: moveCipher(cipher, pushSubscriptionContext(id), `The browser ${id}`),
    }),
    account: (row) => {
      const fresh = encryptAccountAnew(row, old, { secret, vault });
      done("row encrypted anew");
      return fresh;
    },
    secondFactor: async (row) => {
      const fresh = await encryptSecondFactorAnew(row, old, { secret, vault });
      done("row encrypted anew");
      return fresh;
    },
    check: createSecretCheck(vault, nowMs),
    audit: createAuditRecord(
      SYSTEM,
      {
        action: "secret.rotated",
        target: { kind: "secret", id: vault.keyId, name: vault.keyId },
        changes: [{ field: "keyId", before: old.vault.keyId, after: vault.keyId }],
      },
      nowMs,
    ),
  });
  done("database committed");
  if (given === null) takeNextSecret(secretPath);
  done("new secret in place");
  const wiped = await store.secretCheck.wipe().then(
    () => true,
    () => false,
  );
  return { keyId: vault.keyId, ...counts, wiped };
}

const undecryptable = (what: string) =>
  new StartupError(`${what} cannot be decrypted with the present secret. Nothing was changed.`);

function encryptAnew(cipher: string, context: string, what: string, from: Vault, to: Vault): string {
  let text: string;
  try {
    text = from.decrypt(cipher, context);
  } catch {
    throw undecryptable(what);
  }
  return to.encrypt(text, context);
}

function encryptAccountAnew({ id, keyCipher }: AccountCiphers, from: Secrets, to: Secrets): AccountCiphers {
  const context = accountKeyContext(id);
  let key: string;
  try {
    key = from.vault.decrypt(keyCipher, context);
  } catch {
    throw undecryptable(`The key of the account ${id}`);
  }
  return { id, keyCipher: to.vault.encrypt(key, context), keyHmac: to.vault.fingerprint(key) };
}

/** better-auth encrypts the seed with a secret derived from ours; the recovery codes are in our own vault. */
async function encryptSecondFactorAnew(
  row: SecondFactorCiphers,
  from: Secrets,
  to: Secrets,
): Promise<SecondFactorCiphers> {
  let seed: string;
  let recoveryCodes: string;
  try {
    seed = await symmetricDecrypt({ key: deriveAuthSecret(from.secret), data: row.secret });
    recoveryCodes = from.vault.decrypt(row.backupCodes, RECOVERY_CODES_CONTEXT);
  } catch {
    throw undecryptable(`The second factor ${row.id}`);
  }
  return {
    id: row.id,
    secret: await symmetricEncrypt({ key: deriveAuthSecret(to.secret), data: seed }),
    backupCodes: to.vault.encrypt(recoveryCodes, RECOVERY_CODES_CONTEXT),
  };
}
