"use client";

import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { AccountField } from "@/lib/client/accounts/account-form";
import type { AccountDraftState } from "@/lib/client/accounts/use-account-draft";
import { useProblemText } from "./use-problem-text";

type TextFieldProps = {
  state: AccountDraftState;
  field: Exclude<AccountField, "clientKey">;
  label: string;
  hint?: ReactNode;
  required?: boolean;
  placeholder?: string;
  /** Stands at the end of the control. */
  suffix?: string;
  inputMode?: "text" | "decimal" | "url";
};

/** One text of the form about an account. */
export function TextField({ state, field, label, hint, required, placeholder, suffix, inputMode }: TextFieldProps) {
  const problemText = useProblemText();
  return (
    <Field label={label} hint={hint} error={problemText(state.problems[field])} required={required}>
      {(control) => (
        <span className="relative flex">
          <Input
            {...control}
            value={state.draft[field]}
            onChange={(event) => state.change({ [field]: event.target.value })}
            inputMode={inputMode}
            placeholder={placeholder}
            autoComplete="off"
            spellCheck={false}
            className={cn(suffix && "pr-20 tabular-nums", inputMode === "url" && "font-mono")}
          />
          {suffix && (
            <span className="pointer-events-none absolute inset-y-0 right-3 flex max-w-16 items-center text-muted">
              <span className="truncate">{suffix}</span>
            </span>
          )}
        </span>
      )}
    </Field>
  );
}
