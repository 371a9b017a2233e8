import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  type CreateProxyKeyRequest,
  createProxyKeyResponse,
  proxyKeyListResponse,
  proxyKeyResponse,
} from "@/lib/contracts/proxy-keys";
import { fetchJson, sendJson } from "../api/fetch-json";

export const proxyKeysOptions = () =>
  queryOptions({
    queryKey: ["proxy-keys"],
    queryFn: async ({ signal }) => {
      const list = await fetchJson("/api/proxy-keys", proxyKeyListResponse, signal);
      // "In 30 days" is counted by the server's clock, as the server does when it refuses an expired key.
      return { ...list, receivedAtMs: performance.now() };
    },
  });

export const useProxyKeys = () => useQuery(proxyKeysOptions());

/** Issues a key. Its text is told this once. */
export function useCreateProxyKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: CreateProxyKeyRequest) =>
      sendJson("POST", "/api/proxy-keys", request, createProxyKeyResponse),
    onSettled: () => client.invalidateQueries({ queryKey: ["proxy-keys"] }),
  });
}

/** Ends a key for good, from the very next call on. */
export function useRevokeProxyKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      sendJson("DELETE", `/api/proxy-keys/${encodeURIComponent(id)}`, undefined, proxyKeyResponse),
    onSettled: () => client.invalidateQueries({ queryKey: ["proxy-keys"] }),
  });
}
