import { hash, randomBytes } from "node:crypto";
import { PROXY_KEY_PREFIX } from "@/lib/contracts/proxy-keys";

const RANDOM_BYTES = 32;

/** A new key: `bw_` and 43 characters that stand for 256 random bits. */
export const createKeyText = (): string => `${PROXY_KEY_PREFIX}${randomBytes(RANDOM_BYTES).toString("base64url")}`;

/** Whether a key looks like one of ours. */
export const isProxyKey = (key: string): boolean => key.startsWith(PROXY_KEY_PREFIX);

/**
 * What is kept of a key. SHA-256 is enough, for nobody guesses 256 random bits; and unlike the HMAC that finds accounts
 * it does not hang on the secret, so that a rotation of it ends no program's key.
 */
export const hashKey = (key: string): string => hash("sha256", key, "hex");

/** Shown, so that people can tell keys apart. */
export const lastCharsOf = (key: string): string => key.slice(-4);
