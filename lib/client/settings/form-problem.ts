import { label } from "@/lib/contracts/text";
import { ApiError } from "../api/fetch-json";

/** What can be wrong with a field of the settings; each has its words in the message file `settings`, under `rule`. */
export type FieldRule =
  | "labelEmpty"
  | "labelLong"
  | "labelBad"
  | "emailBad"
  | "accountEmpty"
  | "methodsEmpty"
  | "limitBad";

/** A rule of ours, or the server's own text where there is no rule for it here. */
export type FieldProblem =
  | { readonly kind: "rule"; readonly rule: FieldRule }
  | { readonly kind: "text"; readonly text: string };

export type FieldProblems<Field extends string> = Readonly<Partial<Record<Field, FieldProblem>>>;

/** The rules that are broken, as problems. Null is a field that is right. */
export function toProblems<Field extends string>(
  rules: Readonly<Partial<Record<Field, FieldRule | null>>>,
): FieldProblems<Field> {
  const broken = Object.entries<FieldRule | null | undefined>(rules).filter(([, rule]) => rule);
  return Object.fromEntries(broken.map(([field, rule]) => [field, { kind: "rule", rule }])) as FieldProblems<Field>;
}

/** The rule of a name. */
export function checkLabel(text: string): FieldRule | null {
  if (text.trim() === "") return "labelEmpty";
  if (label.safeParse(text).success) return null;
  return text.trim().length > 60 ? "labelLong" : "labelBad";
}

/** What a refusal says about the fields of a form; `message` is what no field tells. */
export function readRefusal<Field extends string>(
  error: unknown,
  fields: readonly Field[],
): { readonly problems: FieldProblems<Field>; readonly message: string | null } {
  const problems: Partial<Record<Field, FieldProblem>> = {};
  const told = error instanceof ApiError ? (error.problem?.fields ?? []) : [];
  for (const { field, message } of told) {
    const known = fields.find((name) => name === field);
    if (known !== undefined) problems[known] ??= { kind: "text", text: message };
  }
  if (Object.keys(problems).length > 0) return { problems, message: null };
  return { problems, message: error instanceof Error ? error.message : String(error) };
}
