import { type RefObject, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { type FieldProblems, readRefusal } from "./form-problem";

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
  type Problems = FieldProblems<keyof Draft & string>;
  const [draft, setDraft] = useState(initial);
  const [problems, setProblems] = useState({} as Problems);
  const [failure, setFailure] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);

  const show = (found: Problems) => {
    // The field must carry its mark before it can be found by it.
    flushSync(() => setProblems(found));
    form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  };

  return {
    draft,
    problems,
    failure,
    form,
    change: (changes) => {
      setDraft((current) => ({ ...current, ...changes }));
      setProblems(
        (current) => Object.fromEntries(Object.entries(current).filter(([field]) => !(field in changes))) as Problems,
      );
      setFailure(null);
    },
    passes: () => {
      const found = check(draft);
      show(found);
      return Object.keys(found).length === 0;
    },
    fail: (error) => {
      const refusal = readRefusal(error, Object.keys(draft) as (keyof Draft & string)[]);
      setFailure(refusal.message);
      show(refusal.problems);
    },
  };
}
