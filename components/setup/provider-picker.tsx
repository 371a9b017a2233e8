"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { useUnitName } from "@/components/accounts/amount";
import { cn } from "@/components/ui/cn";
import { getPreset, PROVIDER_IDS, type ProviderId } from "@/lib/domain/provider-presets";

/** The sandbox has a way of its own, beside the form. */
const CHOICES = PROVIDER_IDS.filter((id) => id !== "sandbox");

/** Which provider the account is at. Native radio buttons in cards, so the arrow keys move the choice. */
export function ProviderPicker({ value, onChange }: { value: ProviderId; onChange: (id: ProviderId) => void }) {
  const t = useTranslations("setup.form");
  const unitName = useUnitName();
  const group = useId();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium">{t("provider")}</legend>
      <div className="grid-fluid gap-2 [--grid-min:14rem]">
        {CHOICES.map((id) => {
          const preset = getPreset(id);
          return (
            <label
              key={id}
              className={cn(
                "relative flex min-w-0 last:col-span-full items-start gap-2.5 rounded-md border border-control/50 px-3 py-2.5 transition-colors",
                "hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft",
                "has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2",
              )}
            >
              <input
                type="radio"
                name={group}
                value={id}
                checked={id === value}
                onChange={() => onChange(id)}
                className="mt-0.75 size-3.5 shrink-0 accent-accent-fill outline-none"
              />
              <span className="min-w-0 flex-1">
                <span className="flex flex-wrap items-baseline justify-between gap-x-2">
                  <span className="font-medium">{preset.name}</span>
                  <span className="text-muted text-xs">
                    {preset.unit === null ? t("ownUnit") : unitName(preset.unit)}
                  </span>
                </span>
                <span className={cn("block truncate text-muted text-xs", preset.baseUrl && "font-mono")}>
                  {preset.baseUrl === null ? t("custom") : new URL(preset.baseUrl).host}
                </span>
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
