import { type RefObject, type SubmitEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";
import {
  type CredentialFailure,
  type CredentialKind,
  type CredentialProblems,
  checkCredentials,
  readCredentialFailure,
} from "./credential-form";

export interface CredentialForm<Field extends string> {
  readonly draft: Readonly<Record<Field, string>>;
  readonly problems: CredentialProblems;
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
  const [draft, setDraft] = useState(begin);
  const [problems, setProblems] = useState<CredentialProblems>({});
  const [failure, setFailure] = useState<CredentialFailure | null>(null);
  const ref = useRef<HTMLFormElement>(null);

  const show = (found: CredentialProblems, reason: CredentialFailure | null) => {
    // The field must carry its mark before it can be found by it.
    flushSync(() => {
      setProblems(found);
      setFailure(reason);
    });
    ref.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  };

  return {
    draft,
    problems,
    failure,
    ref,
    change: (field, text) => {
      setDraft((current) => ({ ...current, [field]: text }));
      setProblems((current) => ({ ...current, [field]: undefined }));
      setFailure((current) => (current?.kind === "wait" ? current : null));
    },
    submit: (send) => (event) => {
      event.preventDefault();
      if (failure?.kind === "wait") return;
      const found = checkCredentials(kinds, draft);
      show(found, null);
      if (Object.keys(found).length === 0) send(draft);
    },
    fail: (error) => {
      const read = readCredentialFailure(error, fields);
      show(read.problems, read.failure);
    },
    endWait: () => setFailure(null),
    clear: () => {
      setDraft(begin());
      setProblems({});
      setFailure(null);
    },
  };
}
