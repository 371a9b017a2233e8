"use client";

import { FileQuestion } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Suspense } from "react";
import { buttonClasses } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { isGone, useIncident } from "@/lib/client/alerts/alerts";
import type { ServerClock } from "@/lib/client/clock/server-clock";
import type { IncidentResponse } from "@/lib/contracts/incidents";
import { AskedToAcknowledge } from "./asked-to-acknowledge";
import { IncidentAdvice } from "./incident-advice";
import { IncidentDeliveries } from "./incident-deliveries";
import { IncidentFacts } from "./incident-facts";
import { IncidentFigures } from "./incident-figures";
import { IncidentHeader } from "./incident-header";
import { IncidentSeries } from "./incident-series";
import { IncidentTimeline } from "./incident-timeline";
import { useIncidentActions } from "./use-incident-actions";

/** Everything that is known of one alert: what it is, what to do, how it went, and whom it reached. */
export function IncidentView({ id }: { id: string }) {
  const t = useTranslations("alerts.incident");
  const { data, error, isPending, isFetching, isRefetchError, refetch } = useIncident(id);

  if (isPending) {
    return (
      <>
        <h1 className="sr-only">{t("title")}</h1>
        <PanelSkeleton label={t("title")} className="min-h-48" />
        <PanelSkeleton label={t("timeline.label")} className="min-h-96" />
      </>
    );
  }
  // One that is deleted while its page is open is gone as well, and not merely out of date.
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
  return <Ready answer={data} stale={isRefetchError} />;
}

function Ready({ answer, stale }: { answer: IncidentResponse & ServerClock; stale: boolean }) {
  const { incident, series } = answer;
  const actions = useIncidentActions(answer);
  return (
    <>
      <IncidentHeader incident={incident} clock={answer} stale={stale} actions={actions} />
      {/* What is in the address is only known in the browser. */}
      <Suspense>
        <AskedToAcknowledge incident={incident} actions={actions} />
      </Suspense>
      <IncidentFigures incident={incident} clock={answer} />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <IncidentAdvice incident={incident} />
          {series !== null && <IncidentSeries series={series} incident={incident} />}
          <IncidentDeliveries answer={answer} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <IncidentFacts incident={incident} />
          <IncidentTimeline answer={answer} />
        </div>
      </div>
      {actions.dialog}
    </>
  );
}

function Gone() {
  const t = useTranslations("alerts.incident");
  return (
    <EmptyState
      className="min-h-80"
      icon={FileQuestion}
      title={<h1>{t("gone")}</h1>}
      hint={t("goneHint")}
      action={
        <Link href="/alerts" className={buttonClasses({ variant: "primary" })}>
          {t("back")}
        </Link>
      }
    />
  );
}
