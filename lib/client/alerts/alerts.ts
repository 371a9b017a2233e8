import { infiniteQueryOptions, queryOptions, useQuery } from "@tanstack/react-query";
import {
  type IncidentHistoryQuery,
  incidentHistoryResponse,
  incidentResponse,
  openAlertsResponse,
} from "@/lib/contracts/incidents";
import { ApiError, fetchJson, toQuery } from "../api/fetch-json";

/** What is open now. The bell of every page and the page of alerts share it. */
export const openAlertsOptions = () =>
  queryOptions({
    queryKey: ["alerts", "open"],
    queryFn: async ({ signal }) => {
      const open = await fetchJson("/api/alerts", openAlertsResponse, signal);
      // With the server's clock at the time of the answer a countdown is right however wrong the browser's clock is.
      return { ...open, receivedAtMs: performance.now() };
    },
  });

export const useOpenAlerts = () => useQuery(openAlertsOptions());

/** What the history is narrowed to. */
export type IncidentFilter = Pick<IncidentHistoryQuery, "kind" | "severity">;

const PAGE_SIZE = 30;

/** Incidents that are over, page by page, the newest first. */
export const incidentHistoryOptions = (filter: IncidentFilter) =>
  infiniteQueryOptions({
    queryKey: ["alerts", "history", filter],
    queryFn: ({ signal, pageParam }) =>
      fetchJson(
        `/api/alerts/history${toQuery({ ...filter, limit: PAGE_SIZE, cursor: pageParam ?? undefined })}`,
        incidentHistoryResponse,
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** One incident, whether it is open or over, with all that happened to it. */
export const incidentOptions = (id: string) =>
  queryOptions({
    queryKey: ["alerts", "incident", id],
    queryFn: async ({ signal }) => {
      const answer = await fetchJson(`/api/alerts/${encodeURIComponent(id)}`, incidentResponse, signal);
      return { ...answer, receivedAtMs: performance.now() };
    },
  });

export const useIncident = (id: string) => useQuery(incidentOptions(id));

/** Whether there is no such incident, as opposed to a failure to load it. */
export const isGone = (error: unknown): boolean => error instanceof ApiError && error.status === 404;

/** The page of one incident. */
export const incidentHref = (id: string): string => `/alerts/${encodeURIComponent(id)}`;
