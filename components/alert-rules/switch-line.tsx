"use client";

import { useId } from "react";
import { Switch } from "@/components/ui/switch";

type SwitchLineProps = { label: string; hint: string; on: boolean; onChange: (on: boolean) => void };

/** Something that is so or not, with what that means. */
export function SwitchLine({ label, hint, on, onChange }: SwitchLineProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-3">
      <Switch id={id} checked={on} onCheckedChange={onChange} aria-describedby={`${id}-hint`} />
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <p id={`${id}-hint`} className="text-muted text-xs">
          {hint}
        </p>
      </div>
    </div>
  );
}
