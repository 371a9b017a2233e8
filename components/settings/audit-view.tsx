"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Download, ScrollText, SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { Suspense } from "react";
import { Button, buttonClasses } from "@/components/ui/button";
import { PagedList } from "@/components/ui/paged-list";
import { Panel, PanelEmpty, PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { auditExportHref, auditListOptions } from "@/lib/client/settings/audit";
import type { AuditFilterState } from "@/lib/client/settings/audit-filter";
import { useAuditFilter } from "@/lib/client/settings/use-audit-filter";
import type { AuditEvent } from "@/lib/contracts/audit";
import { AuditDetailSheet } from "./audit-detail-sheet";
import { AuditFilters } from "./audit-filters";
import { AuditList } from "./audit-list";
import { useCommand } from "./use-command";

const HEIGHT = "min-h-96";

/** Who changed what, newest first, narrowed by filters that are kept in the address. */
export function AuditView() {
  const t = useTranslations("settings.audit");
  return (
    // What is in the address is only known in the browser.
    <Suspense fallback={<PanelSkeleton label={t("title")} className={HEIGHT} />}>
      <AuditLog />
    </Suspense>
  );
}

/** Another filter shows what the last one found until its own answer is there. */
const useAuditList = (filter: AuditFilterState) =>
  useInfiniteQuery({ ...auditListOptions(filter), placeholderData: keepPreviousData });

function AuditLog() {
  const filter = useAuditFilter();
  const list = useAuditList(filter.state);
  const events = list.data?.pages.flatMap((page) => page.events) ?? [];
  return (
    <>
      <AuditFilters filter={filter} events={events} />
      <AuditStates filter={filter} list={list} events={events} />
    </>
  );
}

type AuditStatesProps = {
  filter: ReturnType<typeof useAuditFilter>;
  list: ReturnType<typeof useAuditList>;
  events: readonly AuditEvent[];
};

function AuditStates({ filter, list, events }: AuditStatesProps) {
  const t = useTranslations("settings.audit");
  const { open, start, close } = useCommand<AuditEvent>();
  const { data, error, isFetching, hasNextPage } = list;

  if (list.isPending) return <PanelSkeleton label={t("title")} className={HEIGHT} />;
  if (!data) {
    return (
      <PanelFailure
        title={t("loadFailed")}
        error={error}
        onRetry={() => list.refetch()}
        retrying={isFetching}
        className={HEIGHT}
      />
    );
  }
  if (events.length === 0) {
    return (
      <PanelEmpty
        label={t("title")}
        icon={filter.narrowed ? SearchX : ScrollText}
        title={t(filter.narrowed ? "noMatch" : "empty")}
        hint={t(filter.narrowed ? "noMatchHint" : "emptyHint")}
        action={filter.narrowed && <Button onClick={filter.reset}>{t("filter.reset")}</Button>}
        className={HEIGHT}
      />
    );
  }
  const actions = (
    <>
      <span role="status" className="text-muted tabular-nums">
        {t(hasNextPage ? "shownMore" : "shownAll", { count: events.length })}
      </span>
      {/* A link and no request: the browser saves what comes, however long it gets. */}
      <a href={auditExportHref(filter.state, list.dataUpdatedAt)} download className={buttonClasses({ size: "sm" })}>
        <Download aria-hidden />
        {t("export")}
      </a>
    </>
  );
  return (
    <>
      <Panel
        label={t("title")}
        flush
        stale={error !== null && !list.isFetchNextPageError}
        className={HEIGHT}
        actions={actions}
      >
        <PagedList list={list} moreLabel={t("loadMore")} moreFailed={t("loadMoreFailed")}>
          <AuditList events={events} onOpen={start} />
        </PagedList>
      </Panel>
      {open !== null && <AuditDetailSheet event={open} onNarrow={filter.change} onClose={close} />}
    </>
  );
}
