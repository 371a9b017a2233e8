"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Skeleton } from "@/components/ui/skeleton";
import { type MaintenanceDraft, toSchedule } from "@/lib/client/maintenance/maintenance-form";
import { useMaintenancePreview } from "@/lib/client/maintenance/maintenances";
import { NextTimesList } from "./next-times";

/** The next times of what is being planned, kept up with what is typed. */
export function SchedulePreview({ draft }: { draft: MaintenanceDraft }) {
  const t = useTranslations("alert-rules.maintenance.editor");
  const formatter = useFormatter();
  const schedule = toSchedule(draft);
  const { data, error } = useMaintenancePreview(schedule);
  const content = () => {
    if (schedule === null) return <p className="text-muted">{t("incomplete")}</p>;
    if (error !== null) return <p className="wrap-anywhere text-critical">{error.message}</p>;
    if (data === undefined) return <Skeleton className="h-5 w-3/5" />;
    const { running, next } = data;
    return (
      <>
        {running !== null && (
          <p className="text-warning">{t("runsNow", { at: formatter.dateTime(new Date(running.toMs), "dateTime") })}</p>
        )}
        {next.length > 0 && <NextTimesList times={next} schedule={schedule} />}
        {next.length === 0 && running === null && <p className="text-warning">{t("never")}</p>}
      </>
    );
  };
  return (
    <div role="status" className="rounded-md border bg-background px-3 py-2.5">
      <p className="mb-1 font-medium text-xs">{t("next")}</p>
      {content()}
    </div>
  );
}
