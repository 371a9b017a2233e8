import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import {
  type ErrorFrequencyQuery,
  type ErrorListQuery,
  errorFrequencyResponse,
  errorListResponse,
} from "@/lib/contracts/errors";
import { fetchJson, toQuery } from "../api/fetch-json";

export const errorFrequencyOptions = (query: ErrorFrequencyQuery) =>
  queryOptions({
    queryKey: ["error-frequency", query],
    queryFn: ({ signal }) => fetchJson(`/api/errors/frequency${toQuery(query)}`, errorFrequencyResponse, signal),
  });

export const useErrorFrequency = (query: ErrorFrequencyQuery) => useQuery(errorFrequencyOptions(query));

/** What a list of errors is narrowed to. */
export type ErrorFilter = Omit<ErrorListQuery, "limit" | "cursor">;

/** The newest errors only, for a panel. Held calls are left out: during a ban they would take every row. */
export const latestErrorsOptions = (limit: number) =>
  queryOptions({
    queryKey: ["errors", "latest", limit],
    queryFn: ({ signal }) =>
      fetchJson(`/api/errors${toQuery({ origin: "not-held", limit })}`, errorListResponse, signal),
  });

export const useLatestErrors = (limit: number) => useQuery(latestErrorsOptions(limit));

const PAGE_SIZE = 50;

/** All errors of a filter, page by page, the newest first. */
export const errorListOptions = (filter: ErrorFilter) =>
  infiniteQueryOptions({
    queryKey: ["errors", "list", filter],
    queryFn: ({ signal, pageParam }) =>
      fetchJson(
        `/api/errors${toQuery({ ...filter, limit: PAGE_SIZE, cursor: pageParam ?? undefined })}`,
        errorListResponse,
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

export const useErrorList = (filter: ErrorFilter) => useInfiniteQuery(errorListOptions(filter));
