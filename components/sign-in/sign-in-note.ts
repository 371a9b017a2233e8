const PROBLEMS = ["idp-failed", "not-invited", "not-linked", "unverified", "domain", "removed"] as const;

/** What a visitor is told on arrival; the problems have their words in the message file `sign-in`, under `problem`. */
export type SignInNote =
  | (typeof PROBLEMS)[number]
  | "other"
  | "newPasswordSet"
  /** Too many attempts at the identity provider: the next one is taken after so many seconds. */
  | { readonly waitSeconds: number }
  | null;

/** Where whoever has set a new password goes to sign in with it. */
export const NEW_PASSWORD_SET_HREF = "/sign-in?note=new-password-set";

/** A wait that has an end, in UTC epoch milliseconds. */
const WAIT = /^wait-(\d{1,15})$/;

/** The server asks nobody to wait longer. */
const MAX_WAIT_SECONDS = 3_600;

type Parameter = string | string[] | undefined;

/**
 * What the address of the sign-in page asks to be told. It is anybody's text, so only known words are told.
 *
 * @param nowMs the server's clock, by which a wait was given
 */
export function readSignInNote(
  { problem, note }: { problem: Parameter; note: Parameter },
  nowMs: number = Date.now(),
): SignInNote {
  if (problem === undefined) return note === "new-password-set" ? "newPasswordSet" : null;
  const [, untilMs] = WAIT.exec(String(problem)) ?? [];
  if (untilMs === undefined) return PROBLEMS.find((known) => known === problem) ?? "other";
  const waitSeconds = Math.min(MAX_WAIT_SECONDS, Math.ceil((Number(untilMs) - nowMs) / 1_000));
  return waitSeconds > 0 ? { waitSeconds } : null;
}
