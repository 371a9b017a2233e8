"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { History, SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { Suspense } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PagedList } from "@/components/ui/paged-list";
import { Panel, PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { incidentHistoryOptions } from "@/lib/client/alerts/alerts";
import { useIncidentFilter } from "@/lib/client/alerts/use-incident-filter";
import { HistoryFilters } from "./history-filters";
import { HistoryList } from "./history-list";

const HEIGHT = "min-h-72";

/** Alerts that are over, the newest first. What it is narrowed to is in the address, which only the browser knows. */
export function HistoryPanel() {
  const t = useTranslations("alerts.history");
  return (
    <Suspense fallback={<PanelSkeleton label={t("label")} className={HEIGHT} />}>
      <Past />
    </Suspense>
  );
}

function Past() {
  const t = useTranslations("alerts.history");
  const filter = useIncidentFilter();
  // Another filter shows what the last one found until its own answer is there.
  const list = useInfiniteQuery({ ...incidentHistoryOptions(filter.query), placeholderData: keepPreviousData });
  const { data, error, isFetching } = list;

  if (list.isPending) return <PanelSkeleton label={t("label")} className={HEIGHT} />;
  if (!data) {
    return (
      <PanelFailure
        title={t("failed")}
        error={error}
        onRetry={() => list.refetch()}
        retrying={isFetching}
        className={HEIGHT}
      />
    );
  }
  const incidents = data.pages.flatMap((page) => page.incidents);
  const nowMs = data.pages[0]?.serverNowMs ?? 0;
  return (
    <Panel label={t("label")} stale={error !== null && !list.isFetchNextPageError} flush className={HEIGHT}>
      {(incidents.length > 0 || filter.narrowed) && <HistoryFilters filter={filter} />}
      {incidents.length === 0 ? (
        <EmptyState
          icon={filter.narrowed ? SearchX : History}
          title={t(filter.narrowed ? "noMatch" : "empty")}
          hint={t(filter.narrowed ? "noMatchHint" : "emptyHint")}
          action={filter.narrowed && <Button onClick={filter.reset}>{t("reset")}</Button>}
          className="border-t"
        />
      ) : (
        <PagedList list={list} moreLabel={t("more")} moreFailed={t("moreFailed")}>
          <HistoryList incidents={incidents} nowMs={nowMs} />
        </PagedList>
      )}
    </Panel>
  );
}
