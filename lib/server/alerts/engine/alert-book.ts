import { isOpen, OK } from "@/lib/domain/alert-lifecycle/state";
import type { AlertStateRecord } from "../../store/alerts/commit-alerts";
import type { IncidentRecord } from "../../store/alerts/incidents";
import { type AlertEntry, keyOf } from "./entry";

/** What is known of each subject that is not well, or was not until lately. In step with the database. */
export interface AlertBook {
  find(key: string): AlertEntry | undefined;
  list(): readonly AlertEntry[];
  listOfRule(ruleId: string): readonly AlertEntry[];
  withIncident(): readonly AlertEntry[];
  /** Takes over what a look changed, once it is written. */
  apply(entries: Iterable<AlertEntry>): void;
  /** Forgets incidents that ended before `beforeMs`: by then a new one opens. */
  forget(beforeMs: number): void;
}

/** Brings what the database kept back together. */
export function openAlertBook(states: readonly AlertStateRecord[], incidents: readonly IncidentRecord[]): AlertBook {
  const entries = new Map<string, AlertEntry>();
  const byId = new Map(incidents.map((incident) => [incident.id, incident]));

  for (const { ruleId, subjectId, state, facts } of states) {
    const id = isOpen(state) || state.kind === "resolved" ? state.incidentId : null;
    const incident = id === null ? null : (byId.get(id) ?? null);
    // A state without its incident can only come from a damaged database. What is so is found out anew.
    const sound = id !== null && incident === null ? OK : state;
    entries.set(keyOf(ruleId, subjectId), { ruleId, subjectId, state: sound, reading: null, facts, incident });
  }

  const isForgettable = ({ state, incident }: AlertEntry, beforeMs: number): boolean =>
    state.kind === "ok" && (incident === null || (incident.resolvedAtMs ?? Number.POSITIVE_INFINITY) < beforeMs);

  return {
    find: (key) => entries.get(key),
    list: () => [...entries.values()],
    listOfRule: (ruleId) => [...entries.values()].filter((entry) => entry.ruleId === ruleId),
    withIncident: () => [...entries.values()].filter(({ incident }) => incident !== null),
    apply: (changed) => {
      for (const entry of changed) entries.set(keyOf(entry.ruleId, entry.subjectId), entry);
    },
    forget: (beforeMs) => {
      for (const [key, entry] of entries) if (isForgettable(entry, beforeMs)) entries.delete(key);
    },
  };
}
