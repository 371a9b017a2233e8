"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

const MAX_REASON_CHARS = 500;

type ReasonFieldProps = {
  value: string;
  onChange: (value: string) => void;
  hint: string;
  /** It was left empty. */
  missing: boolean;
  /** Why the server refused it. */
  problem?: string;
};

/** Why somebody does something to an incident: kept with it for whoever looks later. */
export function ReasonField({ value, onChange, hint, missing, problem }: ReasonFieldProps) {
  const t = useTranslations("alerts.reason");
  return (
    <Field label={t("label")} hint={hint} error={missing ? t("missing") : problem} required>
      {(control) => (
        <Input
          {...control}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          maxLength={MAX_REASON_CHARS}
          autoComplete="off"
        />
      )}
    </Field>
  );
}
