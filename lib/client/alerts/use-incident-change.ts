import { useMutation, useQueryClient } from "@tanstack/react-query";
import { incidentChangeResponse } from "@/lib/contracts/incidents";
import { sendJson } from "../api/fetch-json";

/** What a person can do to an incident, with what each asks for. */
export type IncidentChange =
  | { readonly kind: "acknowledge" | "unacknowledge" | "unsnooze" }
  | { readonly kind: "snooze"; readonly minutes: number; readonly reason: string }
  | { readonly kind: "resolve"; readonly reason: string };

const ROUTES = {
  acknowledge: { method: "POST", path: "acknowledge" },
  unacknowledge: { method: "DELETE", path: "acknowledge" },
  snooze: { method: "POST", path: "snooze" },
  unsnooze: { method: "DELETE", path: "snooze" },
  resolve: { method: "POST", path: "resolve" },
} as const;

/** The body of a change; undefined for those that say nothing more. */
export function bodyOf(change: IncidentChange): Record<string, unknown> | undefined {
  if (change.kind === "snooze") return { minutes: change.minutes, reason: change.reason };
  return change.kind === "resolve" ? { reason: change.reason } : undefined;
}

/** Changes an incident, and brings up to date whatever shows alerts, also after a refusal: somebody else may have been faster. */
export function useIncidentChange() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, change }: { id: string; change: IncidentChange }) => {
      const { method, path } = ROUTES[change.kind];
      return sendJson(method, `/api/alerts/${encodeURIComponent(id)}/${path}`, bodyOf(change), incidentChangeResponse);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["alerts"] }),
  });
}
