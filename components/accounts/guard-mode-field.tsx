"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { useGuard } from "@/lib/client/guard/guard";
import { GUARD_MODES, type GuardMode } from "@/lib/domain/guard-mode";

const INHERIT = "";

type GuardModeFieldProps = { value: GuardMode | null; onChange: (mode: GuardMode | null) => void };

/** What the guard does for one account: as the installation does, or a mode of its own. Says what that means. */
export function GuardModeField({ value, onChange }: GuardModeFieldProps) {
  const t = useTranslations("accounts.guardMode");
  const tMode = useTranslations("cooldowns.guard.modes");
  const installation = useGuard().data?.mode ?? null;
  const effective = value ?? installation;
  const inherit = installation === null ? t("inherit") : t("inheritKnown", { mode: tMode(`${installation}.name`) });
  return (
    <div className="border-t pt-4">
      <Field label={t("label")} hint={effective === null ? t("hint") : t(`effect.${effective}`)}>
        {(control) => (
          <Select
            {...control}
            value={value ?? INHERIT}
            onChange={({ target }) => onChange(GUARD_MODES.find((mode) => mode === target.value) ?? null)}
          >
            <option value={INHERIT}>{inherit}</option>
            {GUARD_MODES.map((mode) => (
              <option key={mode} value={mode}>
                {tMode(`${mode}.name`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  );
}
