"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { cn } from "@/components/ui/cn";
import type { Role } from "@/lib/domain/roles";

type RolePickerProps<R extends Role> = {
  label: string;
  roles: readonly R[];
  value: R;
  onValueChange: (role: R) => void;
};

/** One of the roles, each with what it may do. Native radio buttons, so the arrow keys move the choice. */
export function RolePicker<R extends Role>({ label, roles, value, onValueChange }: RolePickerProps<R>) {
  const t = useTranslations("settings");
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium">{label}</legend>
      <div className="divide-y rounded-md border">
        {roles.map((role) => (
          <label
            key={role}
            className={cn(
              "flex items-start gap-3 px-3 py-2.5 transition-colors first:rounded-t-[5px] last:rounded-b-[5px]",
              "hover:bg-hover/60 has-checked:bg-accent-soft",
              "has-focus-visible:outline-2 has-focus-visible:outline-focus",
            )}
          >
            <input
              type="radio"
              name={name}
              value={role}
              checked={role === value}
              onChange={() => onValueChange(role)}
              aria-labelledby={`${name}-${role}`}
              aria-describedby={`${name}-${role}-hint`}
              className="mt-1 size-3.5 shrink-0 accent-accent-fill outline-none"
            />
            <span className="min-w-0">
              <span id={`${name}-${role}`} className="font-medium">
                {t(`role.${role as Role}`)}
              </span>
              <span id={`${name}-${role}-hint`} className="block text-muted text-xs">
                {t(`roleHint.${role as Role}`)}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
