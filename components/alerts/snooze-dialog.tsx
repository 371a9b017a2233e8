"use client";

import { useTimeZone, useTranslations } from "next-intl";
import { useId, useState } from "react";
import { cn } from "@/components/ui/cn";
import { Dialog } from "@/components/ui/dialog";
import { focusFirst } from "@/components/ui/focus-first";
import { FormButtons } from "@/components/ui/form-buttons";
import { Instant } from "@/components/ui/instant";
import { listSnoozePresets, type SnoozePreset, snoozeMinutes } from "@/lib/client/alerts/snooze-presets";
import { ReasonField } from "./reason-field";
import { useReasonForm } from "./use-reason-form";

const MINUTE_MS = 60_000;

type SnoozeDialogProps = {
  title: string;
  /** The server's time when the window was opened. */
  nowMs: number;
  /** When what it is about should be over; null where nobody knows. */
  untilMs: number | null;
  pending: boolean;
  problem?: string;
  onSubmit: (minutes: number, reason: string) => void;
  onClose: () => void;
};

/** Keeps an incident quiet until a time, with the reason. */
export function SnoozeDialog({ title, nowMs, untilMs, pending, problem, onSubmit, onClose }: SnoozeDialogProps) {
  const t = useTranslations("alerts.snooze");
  const timeZone = useTimeZone() ?? "UTC";
  const formId = useId();
  const [preset, setPreset] = useState<SnoozePreset>("hour");
  const minutesOf = (value: SnoozePreset) => snoozeMinutes(value, nowMs, timeZone, untilMs);
  const form = useReasonForm(pending, (reason) => onSubmit(minutesOf(preset), reason));
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title")}
      description={t("description", { title })}
      footer={<FormButtons formId={formId} submitLabel={t("confirm")} pending={pending} />}
    >
      <form ref={focusFirst} id={formId} onSubmit={form.submit} noValidate className="grid gap-5 py-2">
        <fieldset>
          <legend className="mb-1.5 font-medium">{t("until")}</legend>
          <div className="grid gap-px overflow-hidden rounded-md border bg-border sm:grid-cols-2">
            {listSnoozePresets(nowMs, untilMs).map((value) => (
              <label
                key={value}
                className={cn(
                  "flex items-center gap-3 bg-raised px-3 py-2.5 transition-colors hover:bg-hover has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:-outline-offset-2",
                  // The others fill rows of two.
                  value === "ban" && "sm:col-span-2",
                )}
              >
                <input
                  type="radio"
                  name={`${formId}-until`}
                  checked={preset === value}
                  onChange={() => setPreset(value)}
                  className="size-3.5 shrink-0 accent-accent-fill outline-none"
                />
                <span className="min-w-0">
                  <span className="block font-medium">{t(`preset.${value}`)}</span>
                  <span className="block text-muted text-xs tabular-nums">
                    {t.rich("to", {
                      at: () => <Instant atMs={nowMs + minutesOf(value) * MINUTE_MS} format="dateTime" />,
                    })}
                  </span>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        <ReasonField {...form.field} hint={t("reasonHint")} problem={problem} />
      </form>
    </Dialog>
  );
}
