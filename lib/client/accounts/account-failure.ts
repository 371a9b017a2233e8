import { catalogueMessageKey, describeCode, UNREADABLE_REPLY_CODE } from "@/lib/domain/catalogue";
import { ApiError } from "../api/fetch-json";
import type { AccountField, FieldProblem, FieldProblems, FieldRule } from "./account-form";

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

const FIELDS: ReadonlySet<string> = new Set<AccountField>([
  "name",
  "clientKey",
  "baseUrl",
  "unit",
  "lowBalance",
  "criticalBalance",
]);

/** Said by an overloaded provider, and by Banwatch when there was no answer. */
const NO_ANSWER_CODE = "ERROR_SERVICE_UNAVALIABLE";

const TAKEN: Readonly<Record<string, FieldRule>> = { name: "nameTaken", clientKey: "keyTaken" };

/** Sorts what went wrong with saving an account by where it is to be shown. */
export function readSaveFailure(error: unknown): SaveFailure {
  const problem = error instanceof ApiError ? error.problem : null;
  if (problem?.provider) return { kind: "check", check: describeCheck(problem.provider) };
  const fields: Partial<Record<AccountField, FieldProblem>> = {};
  for (const { field, message } of problem?.fields ?? []) {
    if (FIELDS.has(field)) fields[field as AccountField] ??= toProblem(problem?.code, field, message);
  }
  if (Object.keys(fields).length > 0) return { kind: "fields", fields };
  return { kind: "other", message: error instanceof Error ? error.message : String(error) };
}

function toProblem(code: string | undefined, field: string, message: string): FieldProblem {
  const rule = code === "conflict" ? TAKEN[field] : undefined;
  return rule === undefined ? { kind: "text", text: message } : { kind: "rule", rule };
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
