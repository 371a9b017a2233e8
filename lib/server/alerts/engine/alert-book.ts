import { isOpen, OK } from "@/lib/domain/alert-lifecycle/state";
import type { AlertStateRecord } from "../../store/alerts/commit-alerts";
import type { IncidentRecord } from "../../store/alerts/incidents";
import { type AlertEntry, keyOf } from "./entry";
import { createExplainers, type Explainers } from "./explainers";

/** What is known of each subject that is not well, or was not until lately. In step with the database. */
export interface AlertBook {
  find(key: string): AlertEntry | undefined;
  list(): readonly AlertEntry[];
  listOfRule(ruleId: string): readonly AlertEntry[];
  /** Rules of which anything is known. */
  ruleIds(): readonly string[];
  /** What its incidents explain. */
  readonly explainers: Explainers;
  /** Takes over what a look changed, once it is written. */
  apply(entries: Iterable<AlertEntry>): void;
  /** What the database kept of subjects of which nothing is known: to be written as fine, and thereby deleted. */
  unsound(): readonly AlertStateRecord[];
  /** They were written. */
  noteSound(): void;
  /** Forgets incidents that ended before `beforeMs`: by then a new one opens. Goes through all of them. */
  forget(beforeMs: number): void;
}

/** Brings what the database kept back together. */
export function openAlertBook(states: readonly AlertStateRecord[], incidents: readonly IncidentRecord[]): AlertBook {
  const byRule = new Map<string, Map<string, AlertEntry>>();
  const explainers = createExplainers();
  let unsound: AlertStateRecord[] = [];
  const byId = new Map(incidents.map((incident) => [incident.id, incident]));

  const ruleOfKey = (key: string): string => key.slice(0, key.indexOf("\n"));
  const find = (key: string): AlertEntry | undefined => byRule.get(ruleOfKey(key))?.get(key);

  const remove = ({ ruleId, subjectId, incident }: AlertEntry): void => {
    const own = byRule.get(ruleId);
    own?.delete(keyOf(ruleId, subjectId));
    if (own?.size === 0) byRule.delete(ruleId);
    if (incident !== null) explainers.forget(incident.id);
  };

  const put = (entry: AlertEntry): void => {
    const key = keyOf(entry.ruleId, entry.subjectId);
    const before = find(key);
    const isAnother = before !== undefined && before.incident?.id !== entry.incident?.id;
    if (isAnother && before.incident !== null) explainers.forget(before.incident.id);
    const own = byRule.get(entry.ruleId) ?? new Map<string, AlertEntry>();
    byRule.set(entry.ruleId, own.set(key, entry));
    explainers.note(entry);
  };

  for (const { ruleId, subjectId, state, facts } of states) {
    const id = isOpen(state) || state.kind === "resolved" ? state.incidentId : null;
    const incident = id === null ? null : (byId.get(id) ?? null);
    // A state without its incident is of one that ended long ago, or damaged. What is so is found out anew.
    const sound = id !== null && incident === null ? OK : state;
    if (sound.kind === "ok") unsound.push({ ruleId, subjectId, state: sound, facts });
    put({ ruleId, subjectId, state: sound, reading: null, facts, incident });
  }

  const list = (): AlertEntry[] => [...byRule.values()].flatMap((own) => [...own.values()]);
  const isWell = ({ state, incident }: AlertEntry): boolean => state.kind === "ok" && incident === null;
  const isOver = ({ state, incident }: AlertEntry, beforeMs: number): boolean =>
    state.kind === "ok" && (incident?.resolvedAtMs ?? Number.POSITIVE_INFINITY) < beforeMs;

  return {
    find,
    list,
    listOfRule: (ruleId) => [...(byRule.get(ruleId)?.values() ?? [])],
    ruleIds: () => [...byRule.keys()],
    explainers,
    unsound: () => unsound,
    noteSound: () => {
      unsound = [];
    },
    apply: (changed) => {
      for (const entry of changed) {
        put(entry);
        // Nothing is known of it any more.
        if (isWell(entry)) remove(entry);
      }
    },
    forget: (beforeMs) => {
      for (const entry of list()) if (isWell(entry) || isOver(entry, beforeMs)) remove(entry);
    },
  };
}
