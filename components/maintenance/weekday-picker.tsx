"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { FieldError } from "@/components/ui/field-error";
import { useWeekdayText } from "./use-schedule-words";

const DAYS = [1, 2, 3, 4, 5, 6, 7];

type WeekdayPickerProps = {
  /** 1 is Monday, 7 Sunday. */
  value: readonly number[];
  onValueChange: (days: readonly number[]) => void;
  error: string | undefined;
};

/** Days of the week, ticked one by one. */
export function WeekdayPicker({ value, onValueChange, error }: WeekdayPickerProps) {
  const t = useTranslations("alert-rules.maintenance.editor");
  const weekdayText = useWeekdayText();
  const errorId = useId();
  return (
    <fieldset className="min-w-0" aria-describedby={errorId}>
      <legend className="mb-1.5 font-medium">{t("days")}</legend>
      <div className="grid max-w-md grid-cols-7 gap-1">
        {DAYS.map((day) => (
          <label
            key={day}
            className="relative flex h-9 cursor-pointer items-center justify-center rounded-md border border-control/50 bg-surface font-medium text-muted text-xs transition-colors hover:bg-hover has-checked:border-accent/50 has-checked:bg-accent-soft has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-focus"
          >
            <input
              type="checkbox"
              aria-label={weekdayText(day)}
              checked={value.includes(day)}
              onChange={({ target }) =>
                onValueChange(target.checked ? [...value, day] : value.filter((one) => one !== day))
              }
              aria-invalid={error !== undefined || undefined}
              className="absolute inset-0 cursor-pointer appearance-none rounded-md outline-none"
            />
            <span aria-hidden>{weekdayText(day, "short")}</span>
          </label>
        ))}
      </div>
      <FieldError id={errorId}>{error}</FieldError>
    </fieldset>
  );
}
