import type { PersonAction } from "@/lib/domain/alert-lifecycle/state";
import type { IncidentRecord } from "@/lib/server/store/alerts/incidents";
import { between } from "../seeded-random";

/** What somebody of the team does about an incident, and when. */
export interface PastDeed {
  readonly atMs: number;
  readonly incidentId: string;
  readonly action: PersonAction;
  readonly by: { readonly name: string; readonly reason: string | null };
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const OPERATOR = "Jonas Weber";
const ADMIN = "Mia Chen";
/** When somebody of the team is awake, in UTC. */
const FIRST_HOUR = 6;
const LAST_HOUR = 20;
const SNOOZE_MS = 4 * HOUR_MS;
const SNOOZE_REASONS = ["The top-up is ordered", "Waits for the invoice to be paid", "Known, is topped up at noon"];

const isDay = (atMs: number): boolean => {
  const hour = Math.floor(atMs / HOUR_MS) % 24;
  return hour >= FIRST_HOUR && hour < LAST_HOUR;
};

/**
 * What the team makes of an incident that has just opened: by day somebody soon sees to what is critical, at night it is
 * mostly left until it has escalated; a balance that runs low is put off; the rest is looked at now and then.
 */
export function planDeeds(incident: IncidentRecord, random: () => number): PastDeed[] {
  const { id: incidentId, number, kind, severity, openedAtMs } = incident;
  const luck = random();
  const after = (from: number, to: number) => Math.round(openedAtMs + between(from, to, random) * MINUTE_MS);
  const acknowledge = (atMs: number): PastDeed[] => [
    { atMs, incidentId, action: { kind: "acknowledge" }, by: { name: OPERATOR, reason: null } },
  ];

  // What nobody is told of nobody sees to.
  if (incident.muteKind !== null) return [];
  if (kind === "low-balance" && severity === "warning" && luck < 0.6) {
    const atMs = after(4, 40);
    const reason = SNOOZE_REASONS[Math.floor(random() * SNOOZE_REASONS.length)] ?? null;
    return [{ atMs, incidentId, action: { kind: "snooze", untilMs: atMs + SNOOZE_MS }, by: { name: ADMIN, reason } }];
  }
  if (severity === "critical") {
    const isBusy = number % 2 === 0;
    if (isDay(openedAtMs)) return acknowledge(isBusy ? after(6, 9) : after(0.8, 4));
    return acknowledge(after(12, 50));
  }
  return severity === "warning" && luck < 0.4 ? acknowledge(after(3, 15)) : [];
}
