import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import { deriveKey } from "./derive";

/** Encrypts what must come back, and fingerprints what only has to be recognised. */
export interface Vault {
  /** Names the secret in every cipher text. */
  readonly keyId: string;
  /** AES-256-GCM with a fresh nonce. `context` is authenticated, so that a cipher text can't be moved to another row. */
  encrypt(plain: string, context: string): string;
  /** @throws {Error} when the text was made with another secret or for another context, or was changed */
  decrypt(cipherText: string, context: string): string;
  /** HMAC-SHA-256, so that a key is found without being kept in the clear. */
  fingerprint(value: string): string;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The secret of an installation that was never rotated. */
export const FIRST_KEY_ID = "k1";

/** The name of the secret after `keyId`: k2 after k1. */
export const nextKeyId = (keyId: string): string => `k${Number(keyId.slice(1)) + 1}`;

/** @param keyId names the secret in cipher texts; those that name another one are refused */
export function createVault(secret: string, keyId: string): Vault {
  const encryptionKey = deriveKey(secret, "encryption");
  const fingerprintKey = deriveKey(secret, "fingerprint");
  return {
    keyId,
    encrypt: (plain, context) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", encryptionKey, nonce);
      cipher.setAAD(Buffer.from(context));
      const sealed = Buffer.concat([nonce, cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `${keyId}.${sealed.toString("base64url")}`;
    },
    decrypt: (cipherText, context) => {
      const [named, text = ""] = cipherText.split(".");
      if (named !== keyId) throw new Error(`the cipher text names the key ${named}, this is ${keyId}`);
      const sealed = Buffer.from(text, "base64url");
      // A shorter tag would be taken as it is, and be easier to guess.
      if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new Error("the cipher text is cut off");
      const decipher = createDecipheriv("aes-256-gcm", encryptionKey, sealed.subarray(0, NONCE_BYTES));
      decipher.setAAD(Buffer.from(context));
      decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
      const plain = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
      return Buffer.concat([plain, decipher.final()]).toString("utf8");
    },
    fingerprint: (value) => createHmac("sha256", fingerprintKey).update(value).digest("base64url"),
  };
}
