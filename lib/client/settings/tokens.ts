import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  apiTokenListResponse,
  apiTokenResponse,
  type CreateApiTokenRequest,
  createApiTokenResponse,
} from "@/lib/contracts/tokens";
import { fetchJson, sendJson } from "../api/fetch-json";

export const tokensOptions = () =>
  queryOptions({
    queryKey: ["tokens"],
    queryFn: async ({ signal }) => {
      const list = await fetchJson("/api/tokens", apiTokenListResponse, signal);
      // "In 30 days" is counted by the server's clock, as the server does when it refuses an expired token.
      return { ...list, receivedAtMs: performance.now() };
    },
  });

export const useTokens = () => useQuery(tokensOptions());

/** Creates a token for the API. Its text is told this once. */
export function useCreateToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: CreateApiTokenRequest) => sendJson("POST", "/api/tokens", request, createApiTokenResponse),
    onSettled: () => client.invalidateQueries({ queryKey: ["tokens"] }),
  });
}

/** Ends a token for good. */
export function useRevokeToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      sendJson("DELETE", `/api/tokens/${encodeURIComponent(id)}`, undefined, apiTokenResponse),
    onSettled: () => client.invalidateQueries({ queryKey: ["tokens"] }),
  });
}
