import type { Delivery, DeliveryStatus, Incident, PendingAlert, Transition } from "@/lib/contracts/incidents";
import { isOpen } from "@/lib/domain/alert-lifecycle/state";
import type { IncidentDelivery } from "../../store/alerts/deliveries";
import type { IncidentRecord, TransitionRecord } from "../../store/alerts/incidents";
import type { RuleRecord } from "../../store/alerts/rules";
import type { AlertEntry } from "../engine/entry";

export type DeliveryCounts = Readonly<Record<DeliveryStatus, number>>;

/** Since when each open incident fires this time, by its id. */
export function listFiringSince(entries: readonly Pick<AlertEntry, "state">[]): ReadonlyMap<string, number> {
  return new Map(entries.flatMap(({ state }) => (isOpen(state) ? [[state.incidentId, state.sinceMs] as const] : [])));
}

/**
 * An incident as people see it.
 *
 * @param firesSinceMs since when it fires this time; undefined for one that is over
 * @param hasRule whether a rule is still there
 */
export function toIncident(
  record: IncidentRecord,
  firesSinceMs: number | undefined,
  counts: DeliveryCounts | undefined,
  hasRule: (id: string) => boolean,
): Incident {
  const { ruleId, subjectId: _subjectId, groupKey: _groupKey, acknowledgedAtMs, acknowledgedBy, ...others } = record;
  const { snoozedUntilMs, snoozedBy, snoozeReason, muteKind, muteBy, muteIncidentId, ...fields } = others;
  return {
    ...fields,
    firesSinceMs: firesSinceMs ?? record.openedAtMs,
    ruleId: ruleId !== null && hasRule(ruleId) ? ruleId : null,
    acknowledged: acknowledgedAtMs === null ? null : { atMs: acknowledgedAtMs, by: acknowledgedBy ?? "" },
    snoozed:
      snoozedUntilMs === null ? null : { untilMs: snoozedUntilMs, by: snoozedBy ?? "", reason: snoozeReason ?? "" },
    muted: muteKind === null ? null : { kind: muteKind, by: muteBy ?? "", incidentId: muteIncidentId },
    deliveries: {
      delivered: counts?.delivered ?? 0,
      waiting: (counts?.waiting ?? 0) + (counts?.sending ?? 0),
      failed: counts?.failed ?? 0,
    },
  };
}

/** What is so, but not yet for long enough; null for anything else. */
export function toPending({ state, facts }: AlertEntry, rule: RuleRecord | undefined): PendingAlert | null {
  if (rule === undefined || (state.kind !== "pending" && state.kind !== "resolved") || state.sinceMs === null)
    return null;
  const { name, when: kind, severity, forMinutes } = rule.settings;
  const { sinceMs } = state;
  return { ruleId: rule.id, rule: name, kind, severity, facts, sinceMs, firesAtMs: sinceMs + forMinutes * 60_000 };
}

export function toTransition({ incidentId: _incidentId, ...transition }: TransitionRecord): Transition {
  return transition;
}

export function toDelivery(record: IncidentDelivery, isKnown: (channelId: string) => boolean): Delivery {
  const { id, channelId, channelName, channelType, event, status, createdAtMs, incidents, tries, attempts } = record;
  return {
    ...{ id, channel: channelName, channelType, event, status, createdAtMs, incidents },
    channelId: isKnown(channelId) ? channelId : null,
    nextAttemptAtMs: record.nextAttemptAtMs,
    deliveredAtMs: status === "delivered" ? record.settledAtMs : null,
    attempts: [...tries],
    attemptsTotal: attempts,
  };
}
