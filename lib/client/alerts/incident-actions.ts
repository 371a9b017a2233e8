import type { Incident } from "@/lib/contracts/incidents";

export type IncidentAction = "acknowledge" | "unacknowledge" | "snooze" | "unsnooze" | "resolve";

/** What makes sense to do to an incident as it is, the likeliest first; nothing once it is over. */
export function listActions({ status, snoozed }: Pick<Incident, "status" | "snoozed">): readonly IncidentAction[] {
  if (status === "resolved") return [];
  return [status === "firing" ? "acknowledge" : "unacknowledge", snoozed === null ? "snooze" : "unsnooze", "resolve"];
}

/** Where an incident that is open stands in the list: what needs somebody, who has it, and what is quiet on purpose. */
export type IncidentStanding = "firing" | "acknowledged" | "snoozed" | "muted";

/** A snooze and a mute count before all else, as they do for the number beside the bell. */
export function standingOf({
  status,
  snoozed,
  muted,
}: Pick<Incident, "status" | "snoozed" | "muted">): IncidentStanding {
  if (snoozed !== null) return "snoozed";
  if (muted !== null) return "muted";
  return status === "acknowledged" ? "acknowledged" : "firing";
}

/** The open incidents by where they stand, each group in the order in which they came. */
export function groupIncidents<One extends Pick<Incident, "status" | "snoozed" | "muted">>(
  incidents: readonly One[],
): Readonly<Record<"firing" | "acknowledged" | "quiet", readonly One[]>> {
  const of = (standings: readonly IncidentStanding[]) =>
    incidents.filter((incident) => incident.status !== "resolved" && standings.includes(standingOf(incident)));
  return { firing: of(["firing"]), acknowledged: of(["acknowledged"]), quiet: of(["snoozed", "muted"]) };
}
