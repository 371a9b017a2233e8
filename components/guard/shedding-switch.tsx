"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Switch } from "@/components/ui/switch";

type SheddingSwitchProps = { on: boolean; readOnly: boolean; onChange: (on: boolean) => void };

/** Whether calls are refused before an address gets banned. */
export function SheddingSwitch({ on, readOnly, onChange }: SheddingSwitchProps) {
  const t = useTranslations("cooldowns.guard.shedding");
  const id = useId();
  return (
    <div className="flex max-w-[75ch] items-start gap-3">
      <Switch id={id} checked={on} disabled={readOnly} onCheckedChange={onChange} aria-describedby={`${id}-means`} />
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium">
          {t("label")}
        </label>
        <p id={`${id}-means`} className="text-muted text-xs">
          {t("means")}
        </p>
      </div>
    </div>
  );
}
