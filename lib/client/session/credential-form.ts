import { email, newPassword, recoveryCode, totpCode } from "@/lib/contracts/session";
import { label } from "@/lib/contracts/text";
import { ApiError } from "../api/fetch-json";
import { type FieldProblems, isWithoutProblems, readFieldProblems, toMessage, toProblems } from "../form/field-problem";

/** What can be wrong with a field; each has its words in the message file `sign-in`, under `rule`. */
export type CredentialRule =
  | "nameEmpty"
  | "nameLong"
  | "nameBad"
  | "emailEmpty"
  | "emailBad"
  | "passwordEmpty"
  | "passwordShort"
  | "passwordLong"
  | "passwordCommon"
  | "passwordWrong"
  | "codeBad"
  | "codeWrong"
  | "recoveryCodeEmpty"
  | "recoveryCodeWrong"
  | "setUpCodeEmpty"
  | "setUpCodeWrong";

export type CredentialProblems<Field extends string> = FieldProblems<Field, CredentialRule>;

/** Why a request failed, as far as no field tells. */
export type CredentialFailure =
  /** Too many attempts: the next one is taken after so many seconds. */
  | { readonly kind: "wait"; readonly seconds: number }
  | { readonly kind: "unanswered" }
  /** A refusal that has words of ours, in the message file `sign-in` under `refusal`. */
  | { readonly kind: "known"; readonly code: KnownRefusal }
  | { readonly kind: "other"; readonly message: string };

const KNOWN_REFUSALS = ["wrong_credentials", "start_again", "owned_already", "totp_on", "totp_off"] as const;
export type KnownRefusal = (typeof KNOWN_REFUSALS)[number];

/** By the server's name for the refusal, then by the field that it names. */
const WRONG: Readonly<Record<string, Readonly<Record<string, CredentialRule>>>> = {
  wrong_secret: { password: "passwordWrong", code: "codeWrong", recoveryCode: "recoveryCodeWrong" },
  wrong_code: { code: "setUpCodeWrong" },
};

const MAX_PASSWORD_CHARS = 128;
const MAX_NAME_CHARS = 60;

/** When the server does not say how long to wait. */
const FALLBACK_WAIT_SECONDS = 60;

const isEmpty = (text: string): boolean => text.trim() === "";

const CHECKS = {
  name: (text) => {
    if (isEmpty(text)) return "nameEmpty";
    if (text.trim().length > MAX_NAME_CHARS) return "nameLong";
    return label.safeParse(text).success ? null : "nameBad";
  },
  email: (text) => (isEmpty(text) ? "emailEmpty" : email.safeParse(text).success ? null : "emailBad"),
  /** A password that was chosen once is not held against the rules for new ones, and its spaces count. */
  triedPassword: (text) => (text === "" ? "passwordEmpty" : text.length > MAX_PASSWORD_CHARS ? "passwordLong" : null),
  newPassword: (text) => {
    if (text === "") return "passwordEmpty";
    const [issue] = newPassword.safeParse(text).error?.issues ?? [];
    if (issue === undefined) return null;
    return issue.code === "too_small" ? "passwordShort" : issue.code === "too_big" ? "passwordLong" : "passwordCommon";
  },
  totpCode: (text) => (totpCode.safeParse(text).success ? null : "codeBad"),
  recoveryCode: (text) => (recoveryCode.safeParse(text).success ? null : "recoveryCodeEmpty"),
  setUpCode: (text) => (isEmpty(text) ? "setUpCodeEmpty" : null),
} satisfies Record<string, (text: string) => CredentialRule | null>;

/** The kinds of text that such a form asks for. */
export type CredentialKind = keyof typeof CHECKS;

/** What is wrong with what was typed, by the rules of the API's contract. */
export function checkCredentials<Field extends string>(
  kinds: Readonly<Record<Field, CredentialKind>>,
  draft: Readonly<Record<Field, string>>,
): CredentialProblems<Field> {
  const fields = Object.keys(kinds) as Field[];
  const rules = fields.map((field): [Field, CredentialRule | null] => [field, CHECKS[kinds[field]](draft[field])]);
  return toProblems(Object.fromEntries(rules) as Record<Field, CredentialRule | null>);
}

/**
 * Sorts what went wrong with a request by where it is to be shown.
 *
 * @param fields those that the form has; what the server says of others is told as a whole
 */
export function readCredentialFailure<Field extends string>(
  error: unknown,
  fields: readonly Field[],
): { problems: CredentialProblems<Field>; failure: CredentialFailure | null } {
  const problems = readFieldProblems(error, fields, (code, field) => WRONG[code]?.[field]);
  return { problems, failure: isWithoutProblems(problems) ? describeFailure(error) : null };
}

function describeFailure(error: unknown): CredentialFailure {
  if (!(error instanceof ApiError)) return { kind: "other", message: toMessage(error) };
  if (error.status === 0) return { kind: "unanswered" };
  if (error.status === 429) return { kind: "wait", seconds: error.retryAfterSeconds ?? FALLBACK_WAIT_SECONDS };
  const code = KNOWN_REFUSALS.find((known) => known === error.problem?.code);
  return code === undefined ? { kind: "other", message: error.message } : { kind: "known", code };
}
