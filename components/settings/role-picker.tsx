"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { RadioOption } from "@/components/ui/radio-option";
import type { Role } from "@/lib/domain/roles";

type RolePickerProps<R extends Role> = {
  label: string;
  roles: readonly R[];
  value: R;
  onValueChange: (role: R) => void;
};

/** One of the roles, each with what it may do. */
export function RolePicker<R extends Role>({ label, roles, value, onValueChange }: RolePickerProps<R>) {
  const t = useTranslations("settings");
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium">{label}</legend>
      <div className="divide-y rounded-md border">
        {roles.map((role) => (
          <RadioOption
            key={role}
            group={name}
            value={role}
            checked={role === value}
            onPick={() => onValueChange(role)}
            title={t(`role.${role as Role}`)}
            hint={t(`roleHint.${role as Role}`)}
            className="first:rounded-t-[5px] last:rounded-b-[5px] hover:bg-hover/60"
          />
        ))}
      </div>
    </fieldset>
  );
}
