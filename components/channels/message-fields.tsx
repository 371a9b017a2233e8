"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import type { ChannelDraftState } from "@/lib/client/channels/use-channel-draft";
import { alertLocale } from "@/lib/contracts/alert-channels";
import { LOCALES } from "@/lib/domain/locales";

/** What a channel gets by itself, and in which language. */
export function MessageFields({ state: { draft, change } }: { state: ChannelDraftState }) {
  const t = useTranslations("channels.form");
  const id = useId();
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <label htmlFor={id} className="font-medium">
            {t("default")}
          </label>
          <p id={`${id}-hint`} className="mt-0.5 text-muted text-xs">
            {t("defaultHint")}
          </p>
        </div>
        <Switch
          id={id}
          checked={draft.isDefault}
          onCheckedChange={(isDefault) => change({ isDefault })}
          aria-describedby={`${id}-hint`}
        />
      </div>
      <Field label={t("locale")}>
        {(control) => (
          <Select
            {...control}
            value={draft.locale}
            onChange={(event) => change({ locale: alertLocale.parse(event.target.value) })}
          >
            {LOCALES.map((locale) => (
              <option key={locale} value={locale} lang={locale}>
                {t(`locales.${locale}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  );
}
