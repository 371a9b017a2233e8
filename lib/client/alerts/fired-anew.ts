import type { Incident } from "@/lib/contracts/incidents";
import { standingOf } from "./incident-actions";

/** What fires and that nobody has yet, nor keeps quiet, by how bad it is. */
export interface FiringNow {
  readonly count: number;
  /** Null when nothing fires. */
  readonly worst: Incident["severity"] | null;
  /** The newest first. */
  readonly newest: readonly Incident[];
}

const RANKS = { critical: 0, warning: 1, info: 2 } as const;

/** @param count of the server, which also counts what its list leaves out */
export function readFiring(incidents: readonly Incident[], count: number): FiringNow {
  const firing = incidents.filter((incident) => incident.status === "firing" && standingOf(incident) === "firing");
  const worst = firing.map(({ severity }) => severity).sort((a, b) => RANKS[a] - RANKS[b])[0] ?? null;
  return { count, worst, newest: [...firing].sort((a, b) => b.firesSinceMs - a.firesSinceMs) };
}

/**
 * Those that fire and did not before; none at the first look, which tells no news.
 *
 * @param seen of the last look; null before the first
 */
export function listFiredAnew(seen: ReadonlySet<string> | null, firing: readonly Incident[]): readonly Incident[] {
  return seen === null ? [] : firing.filter(({ id }) => !seen.has(id));
}
