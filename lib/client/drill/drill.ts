import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type DrillResponse, drillResponse } from "@/lib/contracts/drill";
import { fetchJson, sendJson } from "../api/fetch-json";

/** The live stream tells of its steps. Its calls in between are counted by asking. */
const COUNT_EVERY_MS = 1_000;

/** With the server's clock at the time of the answer it is known how long ago the last one ended. */
const stamp = (answer: DrillResponse) => ({ ...answer, receivedAtMs: performance.now() });

const isRunning = (data: DrillResponse | undefined) => data?.drill !== undefined && data.drill?.endedAtMs === null;

/** Its key begins as that of the running bans, for the same changes concern both. */
export const drillOptions = () =>
  queryOptions({
    queryKey: ["cooldowns", "drill"],
    queryFn: async ({ signal }) => stamp(await fetchJson("/api/drill", drillResponse, signal)),
    refetchInterval: ({ state }) => (isRunning(state.data) ? COUNT_EVERY_MS : false),
  });

/** The rehearsal that runs, or the last one, and whether one can be played. */
export const useDrill = () => useQuery(drillOptions());

function useChangeDrill(change: () => Promise<DrillResponse>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (answer) => client.setQueryData(drillOptions().queryKey, stamp(answer)),
    onError: () => client.invalidateQueries({ queryKey: drillOptions().queryKey }),
  });
}

export const useStartDrill = () => useChangeDrill(() => sendJson("POST", "/api/drill", {}, drillResponse));

export const useStopDrill = () => useChangeDrill(() => sendJson("DELETE", "/api/drill", undefined, drillResponse));
