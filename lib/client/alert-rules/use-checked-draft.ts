import type { RefObject } from "react";
import { ApiError } from "../api/fetch-json";
import { type FieldProblems, isWithoutProblems, readFieldProblems, toMessage } from "../form/field-problem";
import { useFormDraft } from "../form/use-form-draft";

export interface CheckedDraft<Draft, Rule extends string> {
  readonly draft: Draft;
  readonly isChanged: boolean;
  readonly problems: FieldProblems<keyof Draft & string, Rule>;
  /** Why the last attempt to save failed, as far as no field tells. */
  readonly failure: string | null;
  readonly form: RefObject<HTMLFormElement | null>;
  change(changes: Partial<Draft>): void;
  /** Shows what is wrong and puts the focus on the first field of it. @returns whether nothing is */
  passes(): boolean;
  fail(error: unknown): void;
}

/**
 * The state of a form about alerts. Nothing typed is lost when saving fails.
 *
 * @param check what is wrong with a draft, by field
 * @param fieldOf the form's field for one that the server names, such as `scope.accountIds`; null where there is none
 * @param ruleFor what a refusal of a field that the form finds nothing wrong with can only mean
 */
export function useCheckedDraft<Draft extends object, Rule extends string>(
  initial: Draft | (() => Draft),
  check: (draft: Draft) => FieldProblems<keyof Draft & string, Rule>,
  fieldOf: (name: string) => (keyof Draft & string) | null,
  ruleFor: (field: keyof Draft & string) => Rule | undefined = () => undefined,
): CheckedDraft<Draft, Rule> {
  type Field = keyof Draft & string;
  const { draft, isChanged, problems, failure, form, change, setFailure, show } = useFormDraft<Draft, Rule, string>(
    initial,
  );

  return {
    draft,
    isChanged,
    problems,
    failure,
    form,
    change: (changes) => {
      change(changes);
      setFailure(null);
    },
    passes: () => {
      const found = check(draft);
      show(found, failure);
      return isWithoutProblems(found);
    },
    fail: (error) => {
      const found: FieldProblems<Field, Rule> = readServerProblems(error, fieldOf, ruleFor);
      show(found, isWithoutProblems(found) ? toMessage(error) : null);
    },
  };
}

/** What a refusal says about the fields of a form, under the form's own names for them. */
export function readServerProblems<Field extends string, Rule extends string>(
  error: unknown,
  fieldOf: (name: string) => Field | null,
  ruleFor: (field: Field) => Rule | undefined = () => undefined,
): FieldProblems<Field, Rule> {
  const names = error instanceof ApiError ? (error.problem?.fields ?? []).map(({ field }) => field) : [];
  const found = Object.entries(readFieldProblems<string, Rule>(error, names)).flatMap(([name, problem]) => {
    const field = fieldOf(name);
    if (field === null) return [];
    const rule = ruleFor(field);
    return [[field, rule === undefined ? problem : { kind: "rule" as const, rule }] as const];
  });
  // The first fault of a field counts.
  return Object.fromEntries(found.reverse()) as FieldProblems<Field, Rule>;
}
