import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type GuardResponse, guardResponse, type UpdateGuardRequest } from "@/lib/contracts/guard";
import { fetchJson, sendJson } from "../api/fetch-json";

/** A minute's errors are forgotten one by one, which nothing tells of: as long as there are some, it is asked again. */
const AGAIN_MS = 10_000;

export const guardOptions = () =>
  queryOptions({
    queryKey: ["guard"],
    queryFn: ({ signal }) => fetchJson("/api/guard", guardResponse, signal),
    refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? AGAIN_MS : false),
  });

export const useGuard = () => useQuery(guardOptions());

const isMoving = ({ risks, runaways }: Pick<GuardResponse, "risks" | "runaways">): boolean =>
  runaways.length > 0 || risks.some(({ errors, shed }) => errors > 0 || shed > 0);

/** Changes the mode for accounts without one of their own, or the shedding. */
export function useUpdateGuard() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (changes: UpdateGuardRequest) => sendJson("PATCH", "/api/guard", changes, guardResponse),
    onSuccess: (answer) => client.setQueryData(["guard"], answer),
    onSettled: () => client.invalidateQueries({ queryKey: ["guard"] }),
  });
}
