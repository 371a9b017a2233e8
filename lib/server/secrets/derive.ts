import { hkdfSync } from "node:crypto";

/** A key of its own for each purpose, so that what is learnt of one tells nothing of the others (RFC 5869). */
export const deriveKey = (secret: string, purpose: "encryption" | "fingerprint" | "better-auth"): Buffer =>
  Buffer.from(hkdfSync("sha256", secret, "banwatch", purpose, 32));

/** The secret that better-auth signs its cookies and encrypts TOTP seeds with. 43 characters of base64url. */
export const deriveAuthSecret = (secret: string): string => deriveKey(secret, "better-auth").toString("base64url");
