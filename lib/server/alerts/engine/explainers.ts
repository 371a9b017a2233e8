import { isOpen } from "@/lib/domain/alert-lifecycle/state";
import {
  EXPLAINED_KINDS,
  EXPLAINING_KINDS,
  explainsBySame,
  findInhibitor,
  type Inhibitable,
} from "@/lib/domain/inhibition";
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
  forget(incidentId: string): void;
  /** What is known of one incident. */
  get(incidentId: string): Explainer | undefined;
  /** Those that are about the same address or account. */
  near(target: Inhibitable): Explainer[];
  /** The incident that explains the target, open or over for less than `lingerMs`; null when none does. */
  find(target: Inhibitable, lingerMs: number, nowMs: number): IncidentRecord | null;
}

const SAME = ["providerHost", "accountId"] as const;

/** A name for what incidents are about, fit to be a map's key. */
const keysOf = (about: Inhibitable, fields: readonly (typeof SAME)[number][]): string[] =>
  fields.flatMap((field) => (about[field] === null ? [] : [`${field} ${about[field]}`]));

function toExplainer({ state, incident }: AlertEntry): Explainer | null {
  if (incident === null || !EXPLAINING_KINDS.has(incident.kind)) return null;
  const { id: incidentId, kind, severity, subjectId, facts, noDataSinceMs, resolvedHow } = incident;
  const { accountId, providerHost } = facts;
  const hasData = noDataSinceMs === null && resolvedHow !== "no-data";
  return { incident, isOpen: isOpen(state), incidentId, kind, severity, subjectId, accountId, providerHost, hasData };
}

/** Whether nothing changed that matters here: most of what is open stays as it is from one look to the next. */
const explainsAlike = (a: Explainer, b: Explainer): boolean =>
  a.isOpen === b.isOpen &&
  a.hasData === b.hasData &&
  a.incident.resolvedAtMs === b.incident.resolvedAtMs &&
  a.accountId === b.accountId &&
  a.providerHost === b.providerHost;

/**
 * A thousand incidents at once must not be looked through a thousand times, nor be put in order anew for each look.
 *
 * @param base what is known already and stays as it is: what is noted here is known instead
 */
export function createExplainers(base: Pick<Explainers, "near" | "get"> | null = null): Explainers {
  const byId = new Map<string, Explainer>();
  const byKey = new Map<string, Map<string, Explainer>>();

  const forget = (id: string): void => {
    const known = byId.get(id);
    if (known === undefined) return;
    byId.delete(id);
    for (const key of keysOf(known, explainsBySame(known.kind))) {
      const own = byKey.get(key);
      own?.delete(id);
      if (own?.size === 0) byKey.delete(key);
    }
  };

  const note = (entry: AlertEntry): void => {
    const explainer = toExplainer(entry);
    if (explainer === null) return;
    const known = byId.get(explainer.incident.id) ?? base?.get(explainer.incident.id);
    if (known !== undefined && explainsAlike(known, explainer)) return;
    forget(explainer.incident.id);
    byId.set(explainer.incident.id, explainer);
    for (const key of keysOf(explainer, explainsBySame(explainer.kind))) {
      const own = byKey.get(key) ?? new Map<string, Explainer>();
      byKey.set(key, own.set(explainer.incident.id, explainer));
    }
  };

  const near = (target: Inhibitable): Explainer[] => {
    const own = new Set(keysOf(target, SAME).flatMap((key) => [...(byKey.get(key)?.values() ?? [])]));
    const others = base?.near(target).filter(({ incident }) => !byId.has(incident.id)) ?? [];
    return [...own, ...others];
  };

  return {
    note,
    forget,
    get: (id) => byId.get(id),
    near,
    find: (target, lingerMs, nowMs) => {
      if (!EXPLAINED_KINDS.has(target.kind)) return null;
      const candidates = near(target).filter(({ incident, isOpen: open }) => {
        const isLately = incident.resolvedAtMs !== null && nowMs - incident.resolvedAtMs < lingerMs;
        return incident.id !== target.incidentId && (open || isLately);
      });
      return findInhibitor(target, candidates)?.incident ?? null;
    },
  };
}
