import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  type CooldownHistoryQuery,
  cooldownHistoryResponse,
  cooldownListResponse,
  lookUpResponse,
  resumeCooldownResponse,
} from "@/lib/contracts/cooldowns";
import { fetchJson, sendJson, toQuery } from "../api/fetch-json";

export const cooldownsOptions = () =>
  queryOptions({
    queryKey: ["cooldowns"],
    queryFn: async ({ signal }) => {
      const list = await fetchJson("/api/cooldowns", cooldownListResponse, signal);
      // With the server's clock at the time of the answer a countdown is right however wrong the browser's clock is.
      return { ...list, receivedAtMs: performance.now() };
    },
  });

export const useCooldowns = () => useQuery(cooldownsOptions());

/** Every ban that ran in the period. Its key begins as that of the running ones: what changes these changes both. */
export const cooldownHistoryOptions = ({ period }: CooldownHistoryQuery) =>
  queryOptions({
    queryKey: ["cooldowns", "history", period],
    queryFn: ({ signal }) => fetchJson(`/api/cooldowns/history${toQuery({ period })}`, cooldownHistoryResponse, signal),
  });

/** Another period shows what the last one had until its own answer is there. */
export const useCooldownHistory = (query: CooldownHistoryQuery) =>
  useQuery({ ...cooldownHistoryOptions(query), placeholderData: keepPreviousData });

/** Ends a cooldown that a person may end, with the reason. */
export function useResumeCooldown() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      sendJson("POST", `/api/cooldowns/${encodeURIComponent(id)}/resume`, { reason }, resumeCooldownResponse),
    onSettled: () => client.invalidateQueries({ queryKey: ["cooldowns"] }),
  });
}

/** Asks the provider for the balance at once, for an account that was topped up. */
export function useLookUp() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      sendJson("POST", `/api/cooldowns/${encodeURIComponent(id)}/look-up`, undefined, lookUpResponse),
    onSettled: () => client.invalidateQueries({ queryKey: ["cooldowns"] }),
  });
}
