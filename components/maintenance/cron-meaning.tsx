"use client";

import { useTranslations } from "next-intl";
import { type CronField, type CronPart, readCron } from "@/lib/client/maintenance/cron-words";
import { useMonthText, useWeekdayText } from "./use-schedule-words";

/** What a cron expression says, field by field. */
export function CronMeaningList({ expression }: { expression: string }) {
  const t = useTranslations("alert-rules.maintenance");
  const partText = usePartText();
  const meaning = readCron(expression);
  if (meaning === null) return null;
  return (
    <div className="rounded-md border bg-background px-3 py-2 text-xs">
      <p className="font-medium">{t("editor.inWords")}</p>
      <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5">
        {meaning.fields.map(({ field, parts }) => (
          <div key={field} className="contents">
            <dt className="text-muted">{t(`cronWords.${field}`)}</dt>
            <dd className="wrap-anywhere">{parts.map((part) => partText(field, part)).join(t("cronWords.and"))}</dd>
          </div>
        ))}
      </dl>
      {meaning.eitherDay && <p className="mt-1 text-muted">{t("cronWords.either")}</p>}
    </div>
  );
}

function usePartText(): (field: CronField, part: CronPart) => string {
  const t = useTranslations("alert-rules.maintenance.cronWords");
  const weekdayText = useWeekdayText();
  const monthText = useMonthText();
  const valueText = (field: CronField, value: number): string => {
    if (field === "month") return monthText(value);
    // Cron counts the week from Sunday, 0.
    return field === "dayOfWeek" ? weekdayText(value === 0 ? 7 : value) : String(value);
  };
  return (field, part) => {
    const text = (value: number) => valueText(field, value);
    switch (part.kind) {
      case "every":
        return t("every");
      case "last":
        return t("last");
      case "value":
        return text(part.value);
      case "range":
        return t("range", { from: text(part.from), to: text(part.to) });
      case "step":
        if (part.from === null) return t("step", { step: part.step });
        return part.to === null
          ? t("stepFrom", { step: part.step, from: text(part.from) })
          : t("stepBetween", { step: part.step, from: text(part.from), to: text(part.to) });
      case "other":
        return t("unreadable", { text: part.text });
    }
  };
}
