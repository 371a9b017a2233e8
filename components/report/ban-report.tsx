"use client";

import { FileQuestion } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonClasses } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { isGone, useCooldownReport } from "@/lib/client/report/report";
import { EndErrors } from "./end-errors";
import { ReportBefore } from "./report-before";
import { ReportCallers } from "./report-callers";
import { ReportCourse } from "./report-course";
import { ReportFigures } from "./report-figures";
import { ReportHeader } from "./report-header";
import { ReportRisked } from "./report-risked";
import { ReportSummary } from "./report-summary";

/** Everything that is known of one ban: what led to it, how it went, and what it cost. */
export function BanReport({ id }: { id: string }) {
  const t = useTranslations("report");
  const { data, error, isPending, isFetching, isRefetchError, refetch } = useCooldownReport(id);

  if (isPending) {
    return (
      <>
        <h1 className="sr-only">{t("title")}</h1>
        <PanelSkeleton label={t("title")} className="min-h-64" />
        <PanelSkeleton label={t("before.label")} className="min-h-96" />
      </>
    );
  }
  // A ban that is deleted while its report is open is gone as well, and not merely out of date.
  if (!data || isGone(error)) {
    return isGone(error) ? (
      <Gone />
    ) : (
      <PanelFailure
        title={<h1>{t("failed")}</h1>}
        error={error}
        onRetry={() => refetch()}
        retrying={isFetching}
        className="min-h-80"
      />
    );
  }
  return (
    <>
      <ReportHeader cooldown={data.cooldown} stale={isRefetchError} />
      <ReportSummary report={data} clock={data} />
      <ReportFigures report={data} clock={data} />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
        <ReportCourse report={data} />
        <ReportBefore before={data.before} />
      </div>
      {data.before.errors > 0 && <EndErrors before={data.before} />}
      <ReportCallers callers={data.cooldown.callers} />
      {data.risked.some(({ amount }) => amount !== null) && <ReportRisked risked={data.risked} />}
    </>
  );
}

function Gone() {
  const t = useTranslations("report");
  return (
    <EmptyState
      className="min-h-80"
      icon={FileQuestion}
      title={<h1>{t("gone")}</h1>}
      hint={t("goneHint")}
      action={
        <Link href="/cooldowns" className={buttonClasses({ variant: "primary" })}>
          {t("back")}
        </Link>
      }
    />
  );
}
