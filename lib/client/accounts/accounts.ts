import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import {
  accountListResponse,
  accountResponse,
  type createAccountRequest,
  type UpdateAccountRequest,
} from "@/lib/contracts/accounts";
import { fetchJson, sendJson } from "../api/fetch-json";

export const accountsOptions = () =>
  queryOptions({
    queryKey: ["accounts"],
    queryFn: ({ signal }) => fetchJson("/api/accounts", accountListResponse, signal),
  });

export const useAccounts = () => useQuery(accountsOptions());

/** Creates an account after its key was checked with the provider. */
export function useCreateAccount() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: z.input<typeof createAccountRequest>) =>
      sendJson("POST", "/api/accounts", request, accountResponse),
    onSettled: () => client.invalidateQueries({ queryKey: ["accounts"] }),
  });
}

/** Changes, archives or restores an account, or replaces its key. */
export function useUpdateAccount() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, changes }: { id: string; changes: UpdateAccountRequest }) =>
      sendJson("PATCH", `/api/accounts/${encodeURIComponent(id)}`, changes, accountResponse),
    onSettled: () => client.invalidateQueries({ queryKey: ["accounts"] }),
  });
}
