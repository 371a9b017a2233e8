"use client";

import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type NumberFieldProps = {
  label: string;
  value: string;
  onValueChange: (value: string) => void;
  /** Stands at the end of the control. */
  unit: string;
  hint?: ReactNode;
  error?: string;
  required?: boolean;
  decimal?: boolean;
};

/** A number as text, with its unit in sight. */
export function NumberField(props: NumberFieldProps) {
  const { label, value, onValueChange, unit, hint, error, required, decimal = false } = props;
  return (
    <Field label={label} hint={hint} error={error} required={required}>
      {(control) => (
        <span className="relative flex">
          <Input
            {...control}
            value={value}
            onChange={(event) => onValueChange(event.target.value)}
            inputMode={decimal ? "decimal" : "numeric"}
            autoComplete="off"
            className={cn("tabular-nums", unit.length > 3 ? "pr-20" : "pr-10")}
          />
          <span className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-muted">{unit}</span>
        </span>
      )}
    </Field>
  );
}
