import type { Incident, OpenAlertsResponse } from "@/lib/contracts/incidents";
import { readFiring } from "../alerts/fired-anew";

/** What fires and that nobody has yet, as the headline tells of it. */
export interface FiringAlerts {
  /** At least 1, by the server's own count. */
  readonly count: number;
  /** The newest of the worst, real ones before those of a rehearsal; null where the list leaves it out. */
  readonly worst: Pick<Incident, "kind" | "severity" | "facts"> | null;
}

/** @returns null when nothing fires: what is acknowledged, snoozed or muted does not */
export function readFiringAlerts({
  incidents,
  counts,
}: Pick<OpenAlertsResponse, "incidents" | "counts">): FiringAlerts | null {
  if (counts.firing === 0) return null;
  const { newest } = readFiring(incidents, counts.firing);
  const real = newest.filter(({ facts }) => !facts.isDrill);
  const { worst } = readFiring(real.length > 0 ? real : newest, counts.firing);
  const first = (real.length > 0 ? real : newest).find(({ severity }) => severity === worst);
  return { count: counts.firing, worst: first ?? null };
}
