import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  alertSettingsResponse,
  sendHeartbeatResponse,
  type UpdateAlertSettingsRequest,
  updateAlertSettingsRequest,
} from "@/lib/contracts/alert-settings";
import { fetchJson, sendJson } from "../api/fetch-json";
import { type FieldProblems, toProblems } from "../form/field-problem";

export const alertSettingsOptions = () =>
  queryOptions({
    queryKey: ["alerts", "settings"],
    queryFn: async ({ signal }) => {
      const settings = await fetchJson("/api/alerts/settings", alertSettingsResponse, signal);
      return { ...settings, receivedAtMs: performance.now() };
    },
  });

export const useAlertSettings = () => useQuery(alertSettingsOptions());

export function useUpdateAlertSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (changes: UpdateAlertSettingsRequest) =>
      sendJson("PATCH", "/api/alerts/settings", changes, alertSettingsResponse),
    onSettled: () => client.invalidateQueries({ queryKey: ["alerts", "settings"] }),
  });
}

/** Sends a heartbeat at once. The answer is the service's own. */
export function useSendHeartbeat() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => sendJson("POST", "/api/alerts/settings/heartbeat", undefined, sendHeartbeatResponse),
    onSettled: () => client.invalidateQueries({ queryKey: ["alerts", "settings"] }),
  });
}

/** What was typed about the heartbeat; an empty address keeps the one that is set. */
export interface HeartbeatDraft {
  readonly heartbeatUrl: string;
  readonly heartbeatEveryMinutes: string;
}

/** Each has its words in the message file `channels`, under `heartbeat.rule`. */
export type HeartbeatRule = "urlEmpty" | "urlBad" | "minutesBad";

/** @param isSet whether an address is saved, which then may stay */
export function checkHeartbeatDraft(
  draft: HeartbeatDraft,
  isSet: boolean,
): FieldProblems<keyof HeartbeatDraft, HeartbeatRule> {
  const { heartbeatUrl, heartbeatEveryMinutes } = updateAlertSettingsRequest.shape;
  const url = draft.heartbeatUrl.trim();
  const minutes = draft.heartbeatEveryMinutes.trim();
  const isUrlRight = url === "" ? isSet : heartbeatUrl.safeParse(url).success;
  const areMinutesRight = /^\d+$/.test(minutes) && heartbeatEveryMinutes.safeParse(Number(minutes)).success;
  return toProblems({
    heartbeatUrl: isUrlRight ? null : url === "" ? "urlEmpty" : "urlBad",
    heartbeatEveryMinutes: areMinutesRight ? null : "minutesBad",
  });
}

/** The request that saves a form without problems. */
export const toHeartbeatChanges = (draft: HeartbeatDraft): UpdateAlertSettingsRequest => ({
  heartbeatUrl: draft.heartbeatUrl.trim() === "" ? undefined : draft.heartbeatUrl.trim(),
  heartbeatEveryMinutes: Number(draft.heartbeatEveryMinutes),
});
