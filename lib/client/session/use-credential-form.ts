import type { RefObject, SubmitEvent } from "react";
import { isWithoutProblems } from "../form/field-problem";
import { useFormDraft } from "../form/use-form-draft";
import {
  type CredentialFailure,
  type CredentialKind,
  type CredentialProblems,
  type CredentialRule,
  checkCredentials,
  readCredentialFailure,
} from "./credential-form";

export interface CredentialForm<Field extends string> {
  readonly draft: Readonly<Record<Field, string>>;
  readonly problems: CredentialProblems<Field>;
  readonly failure: CredentialFailure | null;
  /** Goes onto the `<form>`. */
  readonly ref: RefObject<HTMLFormElement | null>;
  change(field: Field, text: string): void;
  /** For `onSubmit`: calls `send` when nothing is wrong, else shows what is and puts the focus on the first field of it. */
  submit(send: (draft: Readonly<Record<Field, string>>) => void): (event: SubmitEvent<HTMLFormElement>) => void;
  /** Shows why the server refused it. */
  fail(error: unknown): void;
  /** The wait after too many attempts is over. */
  endWait(): void;
  clear(): void;
}

/**
 * The state of a form about credentials. Nothing typed is lost when the server refuses it.
 *
 * @param kinds what each field asks for; the form's fields never change while it is shown
 */
export function useCredentialForm<Field extends string>(
  kinds: Readonly<Record<Field, CredentialKind>>,
  initial: Partial<Record<Field, string>> = {},
): CredentialForm<Field> {
  const fields = Object.keys(kinds) as Field[];
  const begin = () => Object.fromEntries(fields.map((field) => [field, initial[field] ?? ""])) as Record<Field, string>;
  const { draft, problems, failure, form, change, setFailure, show, clear } = useFormDraft<
    Readonly<Record<Field, string>>,
    CredentialRule,
    CredentialFailure
  >(begin);

  return {
    draft,
    problems,
    failure,
    ref: form,
    change: (field, text) => {
      change({ [field]: text } as Partial<Record<Field, string>>);
      setFailure((current) => (current?.kind === "wait" ? current : null));
    },
    submit: (send) => (event) => {
      event.preventDefault();
      if (failure?.kind === "wait") return;
      const found = checkCredentials(kinds, draft);
      show(found, null);
      if (isWithoutProblems(found)) send(draft);
    },
    fail: (error) => {
      const read = readCredentialFailure(error, fields);
      show(read.problems, read.failure);
    },
    endWait: () => setFailure(null),
    clear,
  };
}
