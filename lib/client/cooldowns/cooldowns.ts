import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { cooldownListResponse, resumeCooldownResponse } from "@/lib/contracts/cooldowns";
import { fetchJson, sendJson } from "../api/fetch-json";

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

/** Ends a cooldown that a person may end, with the reason. */
export function useResumeCooldown() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      sendJson("POST", `/api/cooldowns/${encodeURIComponent(id)}/resume`, { reason }, resumeCooldownResponse),
    onSettled: () => client.invalidateQueries({ queryKey: ["cooldowns"] }),
  });
}
