import { createHash } from "node:crypto";

/** As long as better-auth waits for the second factor. */
const KEPT_MS = 600_000;
/** Each took a right password, so nobody fills this up to push others out. */
const MAX_KEPT = 1_000;

/** better-auth's name for the cookie of a sign-in that waits, behind the prefix of all its cookies. */
const COOKIE = /^[^=]*\.two_factor=(.+)$/;

/**
 * Who gave the right password and has not given the second factor yet. better-auth knows by its cookie, and does not
 * tell when the code was wrong, which is when the audit log wants the name. Forgotten at a restart.
 */
export interface HalfSignIns {
  /** Remembers for ten minutes whose sign-in waits by the cookie of this answer. */
  note(answerHeaders: Headers, email: string): void;
  /** Whose sign-in waits by the cookie of this request; null when that is not known. */
  emailOf(requestHeaders: Headers): string | null;
}

function readCookie(cookies: readonly string[]): string | null {
  const values = cookies.map((cookie) => COOKIE.exec(cookie.trim())?.[1]);
  return values.find((value) => value !== undefined) ?? null;
}

/** The cookie is half a way in, so it is not kept itself. */
const hash = (cookie: string) => createHash("sha256").update(cookie).digest("base64url");

export function createHalfSignIns(now: () => number): HalfSignIns {
  const waiting = new Map<string, { email: string; untilMs: number }>();
  return {
    note: (answerHeaders, email) => {
      const cookie = readCookie(answerHeaders.getSetCookie().map((text) => text.split(";")[0] ?? ""));
      if (cookie === null) return;
      for (const [key, { untilMs }] of waiting) {
        if (untilMs <= now() || waiting.size >= MAX_KEPT) waiting.delete(key);
        else break;
      }
      waiting.set(hash(cookie), { email, untilMs: now() + KEPT_MS });
    },
    emailOf: (requestHeaders) => {
      const cookie = readCookie((requestHeaders.get("cookie") ?? "").split(";"));
      const found = cookie === null ? undefined : waiting.get(hash(cookie));
      return found === undefined || found.untilMs <= now() ? null : found.email;
    },
  };
}
