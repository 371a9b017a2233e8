import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { StartupError } from "../startup-error";

/** Encrypts what must come back, and fingerprints what only has to be recognised. */
export interface Vault {
  /** AES-256-GCM with a fresh nonce. `context` is authenticated, so that a cipher text can't be moved to another row. */
  encrypt(plain: string, context: string): string;
  /** @throws {Error} when the text was made with another secret or for another context, or was changed */
  decrypt(cipherText: string, context: string): string;
  /** HMAC-SHA-256, so that a key is found without being kept in the clear. */
  fingerprint(value: string): string;
}

/** Names the secret that a cipher text was made with. */
const KEY_ID = "k1";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const derive = (secret: string, purpose: string) => Buffer.from(hkdfSync("sha256", secret, "banwatch", purpose, 32));

export function createVault(secret: string): Vault {
  const encryptionKey = derive(secret, "encryption");
  const fingerprintKey = derive(secret, "fingerprint");
  return {
    encrypt: (plain, context) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", encryptionKey, nonce);
      cipher.setAAD(Buffer.from(context));
      const sealed = Buffer.concat([nonce, cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `${KEY_ID}.${sealed.toString("base64url")}`;
    },
    decrypt: (cipherText, context) => {
      const [keyId, text = ""] = cipherText.split(".");
      if (keyId !== KEY_ID) throw new Error(`the cipher text names the unknown key ${keyId}`);
      const sealed = Buffer.from(text, "base64url");
      const decipher = createDecipheriv("aes-256-gcm", encryptionKey, sealed.subarray(0, NONCE_BYTES));
      decipher.setAAD(Buffer.from(context));
      decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
      const plain = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
      return Buffer.concat([plain, decipher.final()]).toString("utf8");
    },
    fingerprint: (value) => createHmac("sha256", fingerprintKey).update(value).digest("base64url"),
  };
}

/**
 * The installation's secret: BANWATCH_SECRET, or the file at `path`, made on the first start with mode 0600.
 *
 * @throws {StartupError} when the file can't be read or holds no secret
 */
export function loadSecret(path: string, fromEnvironment: string | null): string {
  if (fromEnvironment !== null) return fromEnvironment;
  try {
    writeFileSync(path, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) {
      throw new StartupError(`The secret file ${path} cannot be written. Give this user write access to its folder.`);
    }
  }
  return readSecret(path);
}

function readSecret(path: string): string {
  let secret: string;
  try {
    secret = readFileSync(path, "utf8").trim();
  } catch {
    throw new StartupError(`The secret file ${path} cannot be read. Give this user read access to it.`);
  }
  if (secret.length < 32) throw new StartupError(`The secret file ${path} holds no secret. Restore it from a backup.`);
  return secret;
}
