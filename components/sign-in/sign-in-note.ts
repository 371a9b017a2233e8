const PROBLEMS = ["idp-failed", "not-invited", "not-linked", "unverified", "domain", "removed"] as const;

/** What a visitor is told on arrival; the problems have their words in the message file `sign-in`, under `problem`. */
export type SignInNote = (typeof PROBLEMS)[number] | "other" | "newPasswordSet" | null;

/** Where whoever has set a new password goes to sign in with it. */
export const NEW_PASSWORD_SET_HREF = "/sign-in?note=new-password-set";

type Parameter = string | string[] | undefined;

/** What the address of the sign-in page asks to be told. It is anybody's text, so only known words are told. */
export function readSignInNote({ problem, note }: { problem: Parameter; note: Parameter }): SignInNote {
  if (problem !== undefined) return PROBLEMS.find((known) => known === problem) ?? "other";
  return note === "new-password-set" ? "newPasswordSet" : null;
}
