import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  type CreateMaintenanceRequest,
  type MaintenanceSchedule,
  maintenanceListResponse,
  maintenancePreviewResponse,
  maintenanceResponse,
  type UpdateMaintenanceRequest,
} from "@/lib/contracts/maintenance";
import { doneResponse } from "@/lib/contracts/session";
import { useSettled } from "../alert-rules/use-settled";
import { fetchJson, sendJson } from "../api/fetch-json";

const MAINTENANCES = "/api/alerts/maintenance";
const maintenanceUrl = (id: string) => `${MAINTENANCES}/${encodeURIComponent(id)}`;

export const maintenancesOptions = () =>
  queryOptions({
    queryKey: ["alerts", "maintenance"],
    queryFn: async ({ signal }) => {
      const list = await fetchJson(MAINTENANCES, maintenanceListResponse, signal);
      // "For an hour from now" is counted by the server's clock.
      return { ...list, receivedAtMs: performance.now() };
    },
  });

export const useMaintenances = () => useQuery(maintenancesOptions());

/** A maintenance mutes and unmutes incidents: everything about alerts is asked for again. */
function useMaintenanceChange<Variables, Answer>(mutationFn: (variables: Variables) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({ mutationFn, onSettled: () => client.invalidateQueries({ queryKey: ["alerts"] }) });
}

export const useCreateMaintenance = () =>
  useMaintenanceChange((request: CreateMaintenanceRequest) =>
    sendJson("POST", MAINTENANCES, request, maintenanceResponse),
  );

export const useUpdateMaintenance = () =>
  useMaintenanceChange(({ id, changes }: { id: string; changes: UpdateMaintenanceRequest }) =>
    sendJson("PATCH", maintenanceUrl(id), changes, maintenanceResponse),
  );

export const useDeleteMaintenance = () =>
  useMaintenanceChange((id: string) => sendJson("DELETE", maintenanceUrl(id), undefined, doneResponse));

/**
 * The next times of a schedule before it is saved, asked for once nothing was typed for a moment.
 *
 * @param schedule null asks for nothing
 */
export function useMaintenancePreview(schedule: MaintenanceSchedule | null) {
  const settled = useSettled(schedule);
  return useQuery({
    // Not below "alerts": no alert changes what a calendar says.
    queryKey: ["maintenance-preview", settled],
    queryFn: ({ signal }) =>
      sendJson("POST", `${MAINTENANCES}/preview`, { schedule: settled }, maintenancePreviewResponse, signal),
    enabled: settled !== null,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    retry: false,
  });
}
