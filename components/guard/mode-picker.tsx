"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { cn } from "@/components/ui/cn";
import { GUARD_MODES, type GuardMode } from "@/lib/domain/guard-mode";

type ModePickerProps = { mode: GuardMode; readOnly: boolean; onPick: (mode: GuardMode) => void };

/** One of the modes, each with what it means. Native radio buttons. */
export function ModePicker({ mode, readOnly, onPick }: ModePickerProps) {
  const t = useTranslations("cooldowns.guard");
  const name = useId();
  return (
    <fieldset disabled={readOnly} className="min-w-0">
      <legend className="sr-only">{t("modeLabel")}</legend>
      <div className="grid-fluid [--grid-min:15rem]">
        {GUARD_MODES.map((one) => (
          <label
            key={one}
            className={cn(
              "flex items-start gap-3 rounded-md border px-3 py-2.5 transition-colors",
              !readOnly && "hover:bg-hover/60",
              "has-checked:border-accent/50 has-checked:bg-accent-soft",
              "has-focus-visible:outline-2 has-focus-visible:outline-focus",
            )}
          >
            <input
              type="radio"
              name={name}
              value={one}
              checked={one === mode}
              onChange={() => onPick(one)}
              aria-labelledby={`${name}-${one}`}
              aria-describedby={`${name}-${one}-means`}
              className="mt-1 size-3.5 shrink-0 accent-accent-fill outline-none"
            />
            <span className="min-w-0">
              <span id={`${name}-${one}`} className="font-medium">
                {t(`modes.${one}.name`)}
              </span>
              <span id={`${name}-${one}-means`} className="block text-muted text-xs">
                {t(`modes.${one}.means`)}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
