import { isOpen } from "@/lib/domain/alert-lifecycle/state";
import { EXPLAINING_KINDS, findInhibitor, type Inhibitable } from "@/lib/domain/inhibition";
import type { IncidentRecord } from "../../store/alerts/incidents";
import type { AlertEntry } from "./entry";

interface Explainer extends Inhibitable {
  readonly incident: IncidentRecord;
  readonly isOpen: boolean;
}

/** Incidents that may explain others, found by the address and the account that they are about. */
export interface Explainers {
  /** Takes note of an entry as it is now. */
  note(entry: AlertEntry): void;
  /** The incident that explains the target, open or over for less than `lingerMs`; null when none does. */
  find(target: Inhibitable, lingerMs: number, nowMs: number): IncidentRecord | null;
}

const keysOf = ({ accountId, providerHost }: Inhibitable): string[] => [
  ...(accountId === null ? [] : [`account ${accountId}`]),
  ...(providerHost === null ? [] : [`address ${providerHost}`]),
];

function toExplainer({ state, incident }: AlertEntry): Explainer | null {
  if (incident === null || !EXPLAINING_KINDS.has(incident.kind)) return null;
  const { id: incidentId, kind, severity, subjectId, facts, noDataSinceMs, resolvedHow } = incident;
  const { accountId, providerHost } = facts;
  const hasData = noDataSinceMs === null && resolvedHow !== "no-data";
  return { incident, isOpen: isOpen(state), incidentId, kind, severity, subjectId, accountId, providerHost, hasData };
}

/** A thousand incidents at once must not be looked through a thousand times. */
export function createExplainers(entries: Iterable<AlertEntry>): Explainers {
  const byId = new Map<string, Explainer>();
  const byKey = new Map<string, Map<string, Explainer>>();

  const forget = (id: string): void => {
    const known = byId.get(id);
    if (known === undefined) return;
    byId.delete(id);
    for (const key of keysOf(known)) byKey.get(key)?.delete(id);
  };

  const note = (entry: AlertEntry): void => {
    if (entry.incident === null) return;
    forget(entry.incident.id);
    const explainer = toExplainer(entry);
    if (explainer === null) return;
    byId.set(explainer.incident.id, explainer);
    for (const key of keysOf(explainer)) {
      const list = byKey.get(key) ?? new Map<string, Explainer>();
      byKey.set(key, list.set(explainer.incident.id, explainer));
    }
  };
  for (const entry of entries) note(entry);

  return {
    note,
    find: (target, lingerMs, nowMs) => {
      const near = new Set(keysOf(target).flatMap((key) => [...(byKey.get(key)?.values() ?? [])]));
      const candidates = [...near].filter(({ incident, isOpen: open }) => {
        const isLately = incident.resolvedAtMs !== null && nowMs - incident.resolvedAtMs < lingerMs;
        return incident.id !== target.incidentId && (open || isLately);
      });
      return findInhibitor(target, candidates)?.incident ?? null;
    },
  };
}
