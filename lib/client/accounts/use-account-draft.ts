import type { RefObject } from "react";
import { isWithoutProblems } from "../form/field-problem";
import { useFormDraft } from "../form/use-form-draft";
import { readSaveFailure, type SaveFailure } from "./account-failure";
import { type AccountDraft, checkDraft, type FieldProblems, type FieldRule } from "./account-form";

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
  const { draft, problems, failure, form, change, setFailure, show } = useFormDraft<
    AccountDraft,
    FieldRule,
    NonNullable<AccountDraftState["failure"]>
  >(initial);

  return {
    draft,
    problems,
    failure,
    form,
    change: (changes) => {
      change(changes);
      if (CHECKED.some((field) => field in changes)) setFailure(null);
    },
    passes: (needsKey) => {
      const found = checkDraft(draft, needsKey);
      const isRight = isWithoutProblems(found);
      show(found, isRight ? failure : null);
      return isRight;
    },
    fail: (error) => {
      const reason = readSaveFailure(error);
      if (reason.kind === "fields") show(reason.fields, null);
      else show({}, reason);
    },
  };
}
