"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { FieldError } from "@/components/ui/field-error";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { firstMethods, KEY_METHODS, type KeyMethod } from "@/lib/client/settings/proxy-key-form";

type MethodPickerProps = {
  /** Null allows all. */
  value: readonly KeyMethod[] | null;
  onValueChange: (methods: readonly KeyMethod[] | null) => void;
  error: string | undefined;
};

/** Which methods a key may call: all, or those that are ticked. */
export function MethodPicker({ value, onValueChange, error }: MethodPickerProps) {
  const t = useTranslations("settings.keys.dialog");
  const tRule = useTranslations("settings.rule");
  const errorId = useId();
  const toggle = (method: KeyMethod, on: boolean) =>
    onValueChange(on ? [...(value ?? []), method] : (value ?? []).filter((chosen) => chosen !== method));
  return (
    <fieldset className="min-w-0" aria-describedby={errorId}>
      <legend className="mb-1.5 font-medium">{t("methods")}</legend>
      <SegmentedControl
        label={t("methods")}
        value={value === null ? "all" : "some"}
        onValueChange={(which) => onValueChange(firstMethods(which))}
        segments={[
          { value: "all", label: t("allMethods") },
          { value: "some", label: t("someMethods") },
        ]}
      />
      {value !== null && (
        <div className="mt-2 flex flex-wrap gap-x-5 gap-y-1">
          {KEY_METHODS.map((method) => (
            <label key={method} className="flex min-h-7 items-center gap-2">
              <input
                type="checkbox"
                checked={value.includes(method)}
                onChange={(event) => toggle(method, event.target.checked)}
                aria-invalid={error !== undefined || undefined}
                className="size-4 accent-accent-fill"
              />
              <span translate="no" className="font-mono text-[0.8125rem]">
                {method}
              </span>
            </label>
          ))}
        </div>
      )}
      {value?.length === 0 && error === undefined && (
        <p className="mt-1.5 text-muted text-xs">{tRule("methodsEmpty")}</p>
      )}
      <FieldError id={errorId}>{error}</FieldError>
    </fieldset>
  );
}
