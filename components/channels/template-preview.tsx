"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Skeleton } from "@/components/ui/skeleton";
import type { PreviewTemplatesResponse } from "@/lib/contracts/alert-channels";
import type { SaidEvent } from "@/lib/contracts/alert-notice";
import type { Locale } from "@/lib/domain/locales";

type PreviewEvent = Exclude<SaidEvent, "test">;

const EVENTS = ["firing", "reminder", "escalation", "resolved"] as const satisfies readonly PreviewEvent[];

type TemplatePreviewProps = {
  preview: UseQueryResult<PreviewTemplatesResponse>;
  event: PreviewEvent;
  onEventChange: (event: PreviewEvent) => void;
  locale: Locale;
};

/** What a message of a made-up alert says, as it is being written. */
export function TemplatePreview({ preview, event, onEventChange, locale }: TemplatePreviewProps) {
  const t = useTranslations("channels.template");
  const { data, error, isPending, isPlaceholderData } = preview;
  return (
    <div className="flex min-w-0 flex-col">
      <p className="mb-1.5 font-medium">{t("preview")}</p>
      <div className="flex min-h-52 flex-1 flex-col rounded-md border bg-sunken">
        <div className="overflow-x-auto border-b p-1.5">
          <SegmentedControl
            label={t("previewOf")}
            value={event}
            onValueChange={onEventChange}
            segments={EVENTS.map((value) => ({ value, label: t(`event.${value}`) }))}
            className="border-0 p-0"
          />
        </div>
        <div aria-busy={isPlaceholderData || isPending} className="min-w-0 p-3">
          {isPending && <Skeleton className="h-24" />}
          {error !== null && <p className="wrap-anywhere text-critical">{`${t("previewFailed")}: ${error.message}`}</p>}
          {error === null && data && (
            <div lang={locale} className={cn("transition-opacity", isPlaceholderData && "opacity-60")}>
              <p className="wrap-anywhere font-semibold">{data.title}</p>
              <p className="wrap-anywhere mt-1 whitespace-pre-wrap">{data.text}</p>
            </div>
          )}
        </div>
      </div>
    </div>
  );
}
