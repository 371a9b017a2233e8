"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { CircleCheck, SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { PagedList } from "@/components/ui/paged-list";
import { Panel, PanelEmpty, PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { errorListOptions } from "@/lib/client/errors/errors";
import { useCodeColour } from "@/lib/client/errors/use-code-colour";
import { useErrorFilter } from "@/lib/client/errors/use-error-filter";
import { ErrorFilters } from "./error-filters";
import { ErrorTable } from "./error-table";
import { useErrorDetail } from "./use-error-detail";

const HEIGHT = "min-h-96";

/** All errors of a filter that is kept in the address, page by page. */
export function ErrorLog() {
  const filter = useErrorFilter();
  const list = useErrorLog(filter);
  const events = list.data?.pages.flatMap((page) => page.events) ?? [];
  const named = events.find((event) => event.proxyKeyId === filter.state.key);
  return (
    <>
      <ErrorFilters filter={filter} keyLabel={named?.proxyKey ?? null} listedCodes={events.map(({ code }) => code)} />
      <ErrorList filter={filter} list={list} />
    </>
  );
}

type Filter = ReturnType<typeof useErrorFilter>;

/** Another filter shows what the last one found until its own answer is there. */
const useErrorLog = (filter: Filter) =>
  useInfiniteQuery({
    ...errorListOptions(filter.query),
    enabled: filter.ready,
    placeholderData: keepPreviousData,
  });

function ErrorList({ filter, list }: { filter: Filter; list: ReturnType<typeof useErrorLog> }) {
  const t = useTranslations("errors.list");
  const words = useTranslations("errors.filter");
  const colourOf = useCodeColour();
  const detail = useErrorDetail();
  const { data, error, isFetching, hasNextPage } = list;

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
  const errors = data.pages.flatMap((page) => page.events);
  if (errors.length === 0) {
    return (
      <PanelEmpty
        label={t("label")}
        icon={filter.narrowed ? SearchX : CircleCheck}
        title={filter.narrowed ? t("noMatch") : t("empty")}
        hint={
          <>
            {filter.narrowed ? t("noMatchHint") : t("emptyHint")}
            {filter.leavesOutHeld && <span className="block">{t("heldLeftOut")}</span>}
          </>
        }
        action={
          (filter.leavesOutHeld || filter.narrowed) && (
            <>
              {filter.leavesOutHeld && (
                <Button onClick={() => filter.change({ origin: "any" })}>{t("showHeld")}</Button>
              )}
              {filter.narrowed && <Button onClick={filter.reset}>{words("reset")}</Button>}
            </>
          )
        }
        className={HEIGHT}
      />
    );
  }
  const count = hasNextPage ? t("shownMore", { count: errors.length }) : t("shownAll", { count: errors.length });
  return (
    <>
      <Panel
        label={t("label")}
        flush
        stale={error !== null && !list.isFetchNextPageError}
        className={HEIGHT}
        actions={
          <span role="status" className="text-muted tabular-nums">
            {count}
          </span>
        }
      >
        <PagedList list={list} moreLabel={t("loadMore")} moreFailed={t("loadMoreFailed")}>
          <ErrorTable label={t("label")} errors={errors} colourOf={colourOf} onOpen={detail.open} />
        </PagedList>
      </Panel>
      {detail.sheet}
    </>
  );
}
