"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { SecretInput } from "@/components/ui/secret-input";

type KeyFieldProps = {
  value: string;
  onValueChange: (value: string) => void;
  /** Where the key comes from, or why it is asked for. */
  hint: string;
  error: string | undefined;
  className?: string;
};

/** Where an account's key is pasted. It asks browsers and password managers not to keep it. */
export function KeyField({ value, onValueChange, hint, error, className }: KeyFieldProps) {
  const t = useTranslations("accounts.field");
  return (
    <Field label={t("key")} hint={hint} error={error} required className={className}>
      {(control) => (
        <SecretInput
          {...control}
          showLabel={t("showKey")}
          hideLabel={t("hideKey")}
          value={value}
          onChange={(event) => onValueChange(event.target.value)}
          autoComplete="off"
          data-1p-ignore
          data-lpignore="true"
          data-bwignore
          className="font-mono"
        />
      )}
    </Field>
  );
}
