import { type Dispatch, type RefObject, type SetStateAction, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { FieldProblems } from "./field-problem";

export interface FormDraft<Draft, Rule extends string, Failure> {
  readonly draft: Draft;
  /** Whether it says anything else than it began with. */
  readonly isChanged: boolean;
  readonly problems: FieldProblems<keyof Draft & string, Rule>;
  /** Why the last attempt to send it failed, as far as no field tells. */
  readonly failure: Failure | null;
  /** Goes onto the `<form>`. */
  readonly form: RefObject<HTMLFormElement | null>;
  /** Takes what was typed. What was wrong with these fields is forgotten; the failure is the caller's to keep or drop. */
  change(changes: Partial<Draft>): void;
  setFailure: Dispatch<SetStateAction<Failure | null>>;
  /** Shows what is wrong and puts the focus on the first field of it. */
  show(problems: FieldProblems<keyof Draft & string, Rule>, failure: Failure | null): void;
  /** Back to the empty form. */
  clear(): void;
}

/** @returns whether a field has another value than at first; what was typed and taken back again is no change */
export function isChanged<Draft extends object>(first: Draft, draft: Draft): boolean {
  const before = new Map<string, unknown>(Object.entries(first));
  return Object.entries(draft).some(([field, value]) => JSON.stringify(value) !== JSON.stringify(before.get(field)));
}

/** The state of every form: what was typed, and what is wrong with it. Nothing typed is lost when sending it fails. */
export function useFormDraft<Draft extends object, Rule extends string, Failure>(
  initial: Draft | (() => Draft),
): FormDraft<Draft, Rule, Failure> {
  type Problems = FieldProblems<keyof Draft & string, Rule>;
  const [first] = useState(initial);
  const [draft, setDraft] = useState(first);
  const [problems, setProblems] = useState({} as Problems);
  const [failure, setFailure] = useState<Failure | null>(null);
  const form = useRef<HTMLFormElement>(null);

  return {
    draft,
    isChanged: isChanged(first, draft),
    problems,
    failure,
    form,
    change: (changes) => {
      setDraft((current) => ({ ...current, ...changes }));
      setProblems(
        (current) => Object.fromEntries(Object.entries(current).filter(([field]) => !(field in changes))) as Problems,
      );
    },
    setFailure,
    show: (found, reason) => {
      // The field must carry its mark before it can be found by it.
      flushSync(() => {
        setProblems(found);
        setFailure(reason);
      });
      const field = form.current?.querySelector<HTMLElement>("[aria-invalid=true]");
      field?.focus({ preventScroll: true });
      // With what is said under it, which would lie behind the buttons of a sheet.
      field?.scrollIntoView({ block: "center" });
    },
    clear: () => {
      setDraft(first);
      setProblems({} as Problems);
      setFailure(null);
    },
  };
}
