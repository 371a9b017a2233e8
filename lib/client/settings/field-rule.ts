import { label } from "@/lib/contracts/text";
import type { FieldProblems as ProblemsOf } from "../form/field-problem";

/** What can be wrong with a field of the settings; each has its words in the message file `settings`, under `rule`. */
export type FieldRule =
  | "labelEmpty"
  | "labelLong"
  | "labelBad"
  | "emailBad"
  | "accountEmpty"
  | "methodsEmpty"
  | "limitBad";

export type FieldProblems<Field extends string> = ProblemsOf<Field, FieldRule>;

/** The rule of a name. */
export function checkLabel(text: string): FieldRule | null {
  if (text.trim() === "") return "labelEmpty";
  if (label.safeParse(text).success) return null;
  return text.trim().length > 60 ? "labelLong" : "labelBad";
}
