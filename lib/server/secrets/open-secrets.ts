import { StartupError } from "../startup-error";
import type { Store } from "../store/open-store";
import type { SecretCheckRecord } from "../store/secret-check";
import { accountKeyContext } from "./contexts";
import {
  createSecret,
  forgetNextSecret,
  nextSecretPath,
  readSecretFile,
  takeNextSecret,
  writeSecretFile,
} from "./secret-file";
import { createVault, FIRST_KEY_ID, type Vault } from "./vault";

/** The installation's secret, which fits its database. */
export interface Secrets {
  readonly secret: string;
  readonly vault: Vault;
}

/** Where secrets come from. */
export interface SecretSources {
  readonly secretPath: string;
  /** BANWATCH_SECRET; without it the secret is in the file. */
  readonly secret: string | null;
  /** BANWATCH_NEW_SECRET, which only a rotation uses. */
  readonly newSecret: string | null;
}

type SecretStore = Pick<Store, "accounts" | "secretCheck">;

const CHECK_TEXT = "banwatch";
const CHECK_CONTEXT = "secret check";

/** What tells the secret of `vault` from every other one. */
export const createSecretCheck = (vault: Vault, nowMs: number): SecretCheckRecord => ({
  keyId: vault.keyId,
  cipher: vault.encrypt(CHECK_TEXT, CHECK_CONTEXT),
  createdAtMs: nowMs,
});

/** What the database was encrypted with, as far as it can be asked. */
interface Lock {
  readonly check: SecretCheckRecord | null;
  readonly isEmpty: boolean;
  /** @returns the vault of the secret that fits; null for another one */
  open(secret: string): Vault | null;
}

/** Databases of the version before the check have accounts alone, and their secret is the first. */
async function readLock({ accounts, secretCheck }: SecretStore): Promise<Lock> {
  const check = await secretCheck.find();
  const records = check === null ? await accounts.list() : [];
  return {
    check,
    isEmpty: check === null && records.length === 0,
    open: (secret) => {
      const vault = createVault(secret, check?.keyId ?? FIRST_KEY_ID);
      try {
        if (check !== null && vault.decrypt(check.cipher, CHECK_CONTEXT) !== CHECK_TEXT) return null;
        for (const { id, keyCipher } of records) vault.decrypt(keyCipher, accountKeyContext(id));
        return vault;
      } catch {
        return null;
      }
    },
  };
}

function openWithVariable(lock: Lock, secret: string, newSecret: string | null): Secrets {
  const vault = lock.open(secret);
  if (vault !== null) return { secret, vault };
  throw new StartupError(
    newSecret !== null && lock.open(newSecret) !== null
      ? "The secret was rotated already. Set BANWATCH_SECRET to what BANWATCH_NEW_SECRET is, and take that one out."
      : "The secret does not fit the database: nothing in it can be decrypted with BANWATCH_SECRET. Set it to the right one; nothing was changed.",
  );
}

/** Finishes or forgets a rotation that broke off: the secret that fits stays, the other one goes. */
function openWithFile(lock: Lock, secretPath: string): Secrets {
  const secret = readSecretFile(secretPath);
  const vault = secret === null ? null : lock.open(secret);
  if (secret !== null && vault !== null) {
    forgetNextSecret(secretPath);
    return { secret, vault };
  }
  const next = readSecretFile(nextSecretPath(secretPath));
  const nextVault = next === null ? null : lock.open(next);
  if (next !== null && nextVault !== null && !lock.isEmpty) {
    takeNextSecret(secretPath);
    return { secret: next, vault: nextVault };
  }
  if (secret !== null) {
    throw new StartupError(
      `The secret does not fit the database: nothing in it can be decrypted with ${secretPath}. Restore the file from a backup, or set BANWATCH_SECRET to the right one; nothing was changed.`,
    );
  }
  if (!lock.isEmpty) {
    throw new StartupError(
      `The secret file ${secretPath} is missing, and the database was encrypted with it. Restore it from a backup, or set BANWATCH_SECRET to what it held; nothing was changed.`,
    );
  }
  const made = createSecret();
  writeSecretFile(secretPath, made);
  return { secret: made, vault: createVault(made, FIRST_KEY_ID) };
}

/**
 * The secret that the database was encrypted with: BANWATCH_SECRET, or the one in the file, which is made on the first
 * start. A secret that does not fit changes nothing, and none is made where there is a database that needs the old one.
 * A rotation that broke off is finished or forgotten.
 *
 * @throws {StartupError} in one line, when no secret fits
 */
export async function openSecrets(sources: SecretSources, store: SecretStore, nowMs: number): Promise<Secrets> {
  const lock = await readLock(store);
  const { secretPath, secret, newSecret } = sources;
  const secrets = secret === null ? openWithFile(lock, secretPath) : openWithVariable(lock, secret, newSecret);
  if (lock.check === null) await store.secretCheck.add(createSecretCheck(secrets.vault, nowMs));
  return secrets;
}
