import { queryOptions, useQuery } from "@tanstack/react-query";
import { type BalancesQuery, balancesResponse } from "@/lib/contracts/balances";
import { healthResponse } from "@/lib/contracts/health";
import { type OverviewQuery, overviewResponse } from "@/lib/contracts/overview";
import { fetchJson, toQuery } from "../api/fetch-json";

export const overviewOptions = (query: OverviewQuery) =>
  queryOptions({
    queryKey: ["overview", query],
    queryFn: ({ signal }) => fetchJson(`/api/overview${toQuery(query)}`, overviewResponse, signal),
  });

export const useOverview = (query: OverviewQuery) => useQuery(overviewOptions(query));

export const balancesOptions = (query: BalancesQuery) =>
  queryOptions({
    queryKey: ["balances", query],
    queryFn: ({ signal }) => fetchJson(`/api/balances${toQuery(query)}`, balancesResponse, signal),
  });

export const useBalances = (query: BalancesQuery) => useQuery(balancesOptions(query));

export const healthOptions = () =>
  queryOptions({
    queryKey: ["health"],
    queryFn: ({ signal }) => fetchJson("/api/health", healthResponse, signal),
  });

export const useHealth = () => useQuery(healthOptions());
