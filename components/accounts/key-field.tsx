"use client";

import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";

type KeyFieldProps = {
  value: string;
  onValueChange: (value: string) => void;
  /** Where the key comes from, a proper name. */
  providerName: string;
  error: string | undefined;
  className?: string;
};

/**
 * Where an account's key is pasted. Dots until the viewer asks to see it.
 *
 * It has no `name`, so that a form sent before the page is ready cannot put the key into an address, and it asks
 * browsers and password managers not to keep it.
 */
export function KeyField({ value, onValueChange, providerName, error, className }: KeyFieldProps) {
  const t = useTranslations("accounts.field");
  const [shown, setShown] = useState(false);
  return (
    <Field
      label={t("key")}
      hint={t("keyHint", { provider: providerName })}
      error={error}
      required
      className={className}
    >
      {(control) => (
        <span className="relative flex">
          <Input
            {...control}
            type={shown ? "text" : "password"}
            value={value}
            onChange={(event) => onValueChange(event.target.value)}
            autoComplete="off"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            data-1p-ignore
            data-lpignore="true"
            data-bwignore
            className="pr-10 font-mono"
          />
          <IconButton
            icon={shown ? EyeOff : Eye}
            label={shown ? t("hideKey") : t("showKey")}
            size="sm"
            aria-controls={control.id}
            className="absolute top-1 right-1"
            onClick={() => setShown(!shown)}
          />
        </span>
      )}
    </Field>
  );
}
