"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { EXPIRIES, type Expiry, isExpiry } from "@/lib/client/settings/expiry";

type ExpiryPickerProps = { value: Expiry; onValueChange: (expiry: Expiry) => void };

/** How long a key or token lasts. */
export function ExpiryPicker({ value, onValueChange }: ExpiryPickerProps) {
  const t = useTranslations("settings.expiry");
  return (
    <Field label={t("label")}>
      {(control) => (
        <Select
          {...control}
          value={value}
          onChange={(event) => isExpiry(event.target.value) && onValueChange(event.target.value)}
        >
          {EXPIRIES.map((expiry) => (
            <option key={expiry} value={expiry}>
              {t(expiry)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
