import { createHash, randomBytes } from "node:crypto";
import { API_TOKEN_PREFIX } from "@/lib/contracts/tokens";

/** 256 random bits, 43 characters of base64url, behind the prefix. */
export const createTokenText = (): string => `${API_TOKEN_PREFIX}${randomBytes(32).toString("base64url")}`;

/** Longer than any token, so that hashing what a stranger sends costs little. */
const MAX_TOKEN_CHARS = 200;

/** Whether it is worth looking for. */
export const looksLikeToken = (text: string): boolean =>
  text.startsWith(API_TOKEN_PREFIX) && text.length <= MAX_TOKEN_CHARS;

/** A plain hash is enough, for there is nothing to guess: the token is as random as the hash. In base64url. */
export const hashToken = (token: string): string => createHash("sha256").update(token).digest("base64url");
