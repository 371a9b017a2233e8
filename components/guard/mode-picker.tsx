"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { cn } from "@/components/ui/cn";
import { RadioOption } from "@/components/ui/radio-option";
import { GUARD_MODES, type GuardMode } from "@/lib/domain/guard-mode";

type ModePickerProps = { mode: GuardMode; readOnly: boolean; onPick: (mode: GuardMode) => void };

/** One of the modes, each with what it means. */
export function ModePicker({ mode, readOnly, onPick }: ModePickerProps) {
  const t = useTranslations("cooldowns.guard");
  const name = useId();
  return (
    <fieldset disabled={readOnly} className="min-w-0">
      <legend className="sr-only">{t("modeLabel")}</legend>
      <div className="grid-fluid [--grid-min:15rem]">
        {GUARD_MODES.map((one) => (
          <RadioOption
            key={one}
            group={name}
            value={one}
            checked={one === mode}
            onPick={() => onPick(one)}
            title={t(`modes.${one}.name`)}
            hint={t(`modes.${one}.means`)}
            className={cn("rounded-md border has-checked:border-accent/50", !readOnly && "hover:bg-hover/60")}
          />
        ))}
      </div>
    </fieldset>
  );
}
