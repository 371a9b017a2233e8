import { infiniteQueryOptions } from "@tanstack/react-query";
import { auditListResponse } from "@/lib/contracts/audit";
import { fetchJson, toQuery } from "../api/fetch-json";
import { type AuditFilterState, toAuditQuery } from "./audit-filter";

const PAGE_SIZE = 50;

/** The audit log of a filter, page by page, the newest first. */
export const auditListOptions = (filter: AuditFilterState) =>
  infiniteQueryOptions({
    queryKey: ["audit", filter],
    queryFn: ({ signal, pageParam }) => {
      // A period ends now, whenever that is, so the filter's name in the cache must not hold an instant.
      const query = toAuditQuery(filter, Date.now());
      return fetchJson(
        `/api/audit${toQuery({ ...query, limit: PAGE_SIZE, cursor: pageParam ?? undefined })}`,
        auditListResponse,
        signal,
      );
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** The CSV of what the same filter finds. @param nowMs what the period is counted back from */
export const auditExportHref = (filter: AuditFilterState, nowMs: number): string =>
  `/api/audit/export${toQuery({ ...toAuditQuery(filter, nowMs) })}`;
