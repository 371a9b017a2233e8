import type { RefObject } from "react";
import { isWithoutProblems, readFieldProblems, toMessage } from "../form/field-problem";
import { useFormDraft } from "../form/use-form-draft";
import type { FieldProblems, FieldRule } from "./field-rule";

export interface DraftState<Draft> {
  readonly draft: Draft;
  readonly problems: FieldProblems<keyof Draft & string>;
  /** Why the last attempt to save failed, as far as no field tells. */
  readonly failure: string | null;
  readonly form: RefObject<HTMLFormElement | null>;
  change(changes: Partial<Draft>): void;
  /** Shows what is wrong and puts the focus on the first field of it. @returns whether nothing is */
  passes(): boolean;
  fail(error: unknown): void;
}

/**
 * The state of a form of the settings. Nothing typed is lost when saving fails.
 *
 * @param check what is wrong with a draft, by field
 */
export function useDraft<Draft extends object>(
  initial: Draft | (() => Draft),
  check: (draft: Draft) => FieldProblems<keyof Draft & string>,
): DraftState<Draft> {
  const { draft, problems, failure, form, change, setFailure, show } = useFormDraft<Draft, FieldRule, string>(initial);

  return {
    draft,
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
      const found = readFieldProblems<keyof Draft & string, FieldRule>(
        error,
        Object.keys(draft) as (keyof Draft & string)[],
      );
      show(found, isWithoutProblems(found) ? toMessage(error) : null);
    },
  };
}
