import { catalogueMessageKey, describeCode, UNREADABLE_REPLY_CODE } from "@/lib/domain/catalogue";
import { ApiError } from "../api/fetch-json";
import { isWithoutProblems, readFieldProblems, toMessage } from "../form/field-problem";
import type { AccountField, FieldProblems, FieldRule } from "./account-form";

/**
 * Why the check of a key failed: the provider said no, is banned to us, is busy, is out of reach, or talks nonsense.
 * "unanswered" is either of busy and out of reach: Banwatch reports that it got no answer in the provider's own code.
 */
export type CheckOutcome = "refused" | "banned" | "busy" | "unanswered" | "unreachable" | "unreadable";

export interface CheckFailure {
  readonly outcome: CheckOutcome;
  /** As the provider sent it; null when nothing came from the provider. */
  readonly code: string | null;
  readonly description: string;
  /** Where the words for the code are in the message file `catalogue`; null when there was no reply to explain. */
  readonly explanation: ReturnType<typeof catalogueMessageKey> | null;
}

export type SaveFailure =
  | { readonly kind: "fields"; readonly fields: FieldProblems }
  | { readonly kind: "check"; readonly check: CheckFailure }
  | { readonly kind: "other"; readonly message: string };

const FIELDS: readonly AccountField[] = ["name", "clientKey", "baseUrl", "unit", "lowBalance", "criticalBalance"];

/** Said by an overloaded provider, and by Banwatch when there was no answer. */
const NO_ANSWER_CODE = "ERROR_SERVICE_UNAVALIABLE";

const TAKEN: Readonly<Partial<Record<AccountField, FieldRule>>> = { name: "nameTaken", clientKey: "keyTaken" };

/** Sorts what went wrong with saving an account by where it is to be shown. */
export function readSaveFailure(error: unknown): SaveFailure {
  const problem = error instanceof ApiError ? error.problem : null;
  if (problem?.provider) return { kind: "check", check: describeCheck(problem.provider) };
  const fields = readFieldProblems(error, FIELDS, (code, field) => (code === "conflict" ? TAKEN[field] : undefined));
  return isWithoutProblems(fields) ? { kind: "other", message: toMessage(error) } : { kind: "fields", fields };
}

function describeCheck({ code, description }: { code: string; description: string }): CheckFailure {
  if (code === "UNREACHABLE") return { outcome: "unreachable", code: null, description, explanation: null };
  if (code === NO_ANSWER_CODE) return { outcome: "unanswered", code, description, explanation: null };
  if (code === "UNREADABLE" || code === UNREADABLE_REPLY_CODE) {
    return { outcome: "unreadable", code: null, description, explanation: catalogueMessageKey(UNREADABLE_REPLY_CODE) };
  }
  const { bans, retryHelps } = describeCode(code);
  const outcome = bans === "egress" ? "banned" : retryHelps ? "busy" : "refused";
  return { outcome, code, description, explanation: catalogueMessageKey(code) };
}
