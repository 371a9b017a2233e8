import type { AlertFacts, NoticeEvent } from "@/lib/contracts/alert-notice";
import type { RuleSettings } from "@/lib/contracts/alert-rules";
import type { Mute, TransitionKind } from "@/lib/contracts/incidents";
import { groupKeyOf } from "@/lib/domain/alert-groups";
import { type AlertEffect, type AlertState, isOpen } from "@/lib/domain/alert-lifecycle/state";
import { createEventId } from "../../event-id";
import type { IncidentRecord, TransitionRecord } from "../../store/alerts/incidents";

/** A transition; `notify` is no transition but a message. */
export type Happening = Exclude<AlertEffect, { kind: "notify" }>;

export interface UpdateInput {
  /** Null for one that opens. */
  readonly incident: IncidentRecord | null;
  readonly state: AlertState;
  readonly happenings: readonly Happening[];
  readonly facts: AlertFacts;
  readonly ruleId: string;
  readonly rule: Pick<RuleSettings, "name" | "when" | "severity" | "clearForMinutes">;
  /** With the incident that explains it. */
  readonly mute: Mute | null;
  /** The person who did it, and the reason they gave; null for Banwatch itself. */
  readonly by: { readonly name: string; readonly reason: string | null } | null;
  readonly nextNumber: () => number;
  readonly nowMs: number;
}

type OpenState = Extract<AlertState, { kind: "firing" | "acknowledged" }>;

const newIncident = (input: UpdateInput, id: string): IncidentRecord => ({
  id,
  number: input.nextNumber(),
  ruleId: input.ruleId,
  rule: input.rule.name,
  kind: input.rule.when,
  severity: input.rule.severity,
  subjectId: input.facts.subject.id,
  groupKey: groupKeyOf({
    kind: input.rule.when,
    providerHost: input.facts.providerHost,
    ruleId: input.ruleId,
  }),
  status: "firing",
  facts: input.facts,
  openedAtMs: input.nowMs,
  changedAtMs: input.nowMs,
  acknowledgedAtMs: null,
  acknowledgedBy: null,
  snoozedUntilMs: null,
  snoozedBy: null,
  snoozeReason: null,
  muteKind: null,
  muteBy: null,
  muteIncidentId: null,
  escalatedAtMs: null,
  noDataSinceMs: null,
  resolvesAtMs: null,
  resolvedAtMs: null,
  resolvedHow: null,
  resolvedBy: null,
  resolveReason: null,
  reopened: 0,
});

/** What each happening leaves behind that the state does not hold: who, and why. */
function note(incident: IncidentRecord, happening: Happening, { by, nowMs }: UpdateInput): IncidentRecord {
  switch (happening.kind) {
    case "reopened":
      return {
        ...incident,
        ...{ acknowledgedAtMs: null, acknowledgedBy: null, snoozedBy: null, snoozeReason: null },
        ...{ resolvedAtMs: null, resolvedHow: null, resolvedBy: null, resolveReason: null },
      };
    case "acknowledged":
      return { ...incident, acknowledgedAtMs: nowMs, acknowledgedBy: by?.name ?? null };
    case "unacknowledged":
      return { ...incident, acknowledgedAtMs: null, acknowledgedBy: null };
    case "snoozed":
      return { ...incident, snoozedBy: by?.name ?? null, snoozeReason: by?.reason ?? null };
    case "unsnoozed":
      return { ...incident, snoozedBy: null, snoozeReason: null };
    case "resolved":
      return {
        ...incident,
        status: "resolved",
        ...{ resolvedAtMs: nowMs, resolvedHow: happening.how, resolvedBy: by?.name ?? null },
        ...{ resolveReason: by?.reason ?? null, resolvesAtMs: null, noDataSinceMs: null },
        ...{ snoozedUntilMs: null, muteKind: null, muteBy: null, muteIncidentId: null },
      };
    default:
      return incident;
  }
}

/** What the state says of an open incident. */
function follow(incident: IncidentRecord, state: OpenState, { mute, rule }: UpdateInput): IncidentRecord {
  const { clearSinceMs } = state;
  const isMuted = state.mute !== null;
  return {
    ...incident,
    status: state.kind,
    snoozedUntilMs: state.snoozedUntilMs,
    escalatedAtMs: state.escalatedAtMs,
    noDataSinceMs: state.noDataSinceMs,
    resolvesAtMs: clearSinceMs === null ? null : clearSinceMs + rule.clearForMinutes * 60_000,
    muteKind: state.mute?.kind ?? null,
    muteBy: state.mute?.by ?? null,
    muteIncidentId: isMuted ? (mute?.incidentId ?? null) : null,
    reopened: state.reopened,
  };
}

/**
 * The incident as it is after a step of the lifecycle.
 *
 * @returns null when there is none: nothing has opened yet
 */
export function updateIncident(input: UpdateInput): IncidentRecord | null {
  const { state, happenings, facts, nowMs } = input;
  let incident = input.incident;
  if (isOpen(state) && incident?.id !== state.incidentId) incident = newIncident(input, state.incidentId);
  // What is over stays as it was told, whatever is measured afterwards.
  if (incident === null || (!isOpen(state) && happenings.length === 0)) return incident;
  for (const happening of happenings) incident = note(incident, happening, input);
  const changedAtMs = happenings.length > 0 ? nowMs : incident.changedAtMs;
  const current = { ...incident, facts, changedAtMs };
  return isOpen(state) ? follow(current, state, input) : current;
}

/** Messages that the timeline tells of: others go with a transition of their own. */
const SAID: Readonly<Partial<Record<NoticeEvent, TransitionKind>>> = { reminder: "reminded", escalation: "escalated" };

/** The lines of the incident's timeline. @param said the messages that became due */
export function listTransitions(
  incidentId: string,
  { happenings, by, facts, nowMs }: UpdateInput,
  said: readonly NoticeEvent[],
): TransitionRecord[] {
  const base = { incidentId, atMs: nowMs, untilMs: null, value: facts.value };
  return [
    ...happenings.map((happening) => ({
      ...base,
      id: createEventId(nowMs),
      kind: happening.kind,
      by: by?.name ?? null,
      note: happening.kind === "muted" ? happening.mute.by : (by?.reason ?? null),
      untilMs: happening.kind === "snoozed" ? happening.untilMs : null,
    })),
    ...said.flatMap((event) => {
      const kind = SAID[event];
      return kind === undefined ? [] : [{ ...base, id: createEventId(nowMs), kind, by: null, note: null }];
    }),
  ];
}
