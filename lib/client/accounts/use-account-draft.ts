import { type RefObject, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { readSaveFailure, type SaveFailure } from "./account-failure";
import { type AccountDraft, type AccountField, checkDraft, type FieldProblems } from "./account-form";

export interface AccountDraftState {
  readonly draft: AccountDraft;
  readonly problems: FieldProblems;
  /** Why the last attempt to save failed, as far as no field tells; null once what was refused is changed. */
  readonly failure: Exclude<SaveFailure, { kind: "fields" }> | null;
  readonly form: RefObject<HTMLFormElement | null>;
  change(changes: Partial<AccountDraft>): void;
  /** Shows what is wrong and puts the focus on the first field of it. @returns whether nothing is */
  passes(needsKey: boolean): boolean;
  fail(error: unknown): void;
}

/** What a provider's refusal spoke about. */
const CHECKED: readonly (keyof AccountDraft)[] = ["provider", "clientKey", "baseUrl"];

/** The state of a form about an account. Nothing typed is lost when saving fails. */
export function useAccountDraft(initial: AccountDraft | (() => AccountDraft)): AccountDraftState {
  const [draft, setDraft] = useState(initial);
  const [problems, setProblems] = useState<FieldProblems>({});
  const [failure, setFailure] = useState<AccountDraftState["failure"]>(null);
  const form = useRef<HTMLFormElement>(null);

  const show = (found: FieldProblems) => {
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
      setProblems((current) => without(current, Object.keys(changes)));
      if (CHECKED.some((field) => field in changes)) setFailure(null);
    },
    passes: (needsKey) => {
      const found = checkDraft(draft, needsKey);
      show(found);
      const isRight = Object.keys(found).length === 0;
      if (!isRight) setFailure(null);
      return isRight;
    },
    fail: (error) => {
      const reason = readSaveFailure(error);
      setFailure(reason.kind === "fields" ? null : reason);
      if (reason.kind === "fields") show(reason.fields);
    },
  };
}

function without(problems: FieldProblems, fields: readonly string[]): FieldProblems {
  return Object.fromEntries(Object.entries(problems).filter(([field]) => !fields.includes(field as AccountField)));
}
