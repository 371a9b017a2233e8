import { z } from "zod";
import { channelType } from "./alert-channels";
import { alertFacts, incidentEnd, noticeEvent, ruleKind, severity } from "./alert-notice";
import { count, epochMs } from "./common";
import { plainText } from "./text";

export const incidentStatus = z.enum(["firing", "acknowledged", "resolved"]);
export type IncidentStatus = z.infer<typeof incidentStatus>;

/** Why nobody is told of an incident for now. inhibited: another incident explains it. */
export const mute = z.object({
  kind: z.enum(["maintenance", "inhibited"]),
  /** The name of the maintenance, or the number of the other incident as "#12". */
  by: z.string(),
  /** The other incident. */
  incidentId: z.string().nullable(),
});
export type Mute = z.infer<typeof mute>;

export const incident = z.object({
  id: z.string(),
  number: z.int().positive(),
  status: incidentStatus,
  kind: ruleKind,
  /** As it is called now, or was when it was deleted. */
  rule: z.string(),
  /** Null once the rule is deleted. */
  ruleId: z.string().nullable(),
  severity,
  facts: alertFacts,
  openedAtMs: epochMs,
  /** When it began to fire as it does now: of one that came back, when it last did. Of one that is over, `openedAtMs`. */
  firesSinceMs: epochMs,
  /** The newest of its transitions. */
  changedAtMs: epochMs,
  acknowledged: z.object({ atMs: epochMs, by: z.string() }).nullable(),
  snoozed: z.object({ untilMs: epochMs, by: z.string(), reason: z.string() }).nullable(),
  muted: mute.nullable(),
  escalatedAtMs: epochMs.nullable(),
  /** Nothing can be measured since then, so that it stays as it is for now. */
  noDataSinceMs: epochMs.nullable(),
  /** It has recovered, and is resolved if it stays so until then. */
  resolvesAtMs: epochMs.nullable(),
  resolvedAtMs: epochMs.nullable(),
  resolvedHow: incidentEnd.nullable(),
  resolvedBy: z.string().nullable(),
  resolveReason: z.string().nullable(),
  /** How often it came back within minutes of being resolved. */
  reopened: count,
  deliveries: z.object({ delivered: count, waiting: count, failed: count }),
});
export type Incident = z.infer<typeof incident>;

/** Something that is so, but not yet for long enough. */
export const pendingAlert = z.object({
  ruleId: z.string(),
  rule: z.string(),
  kind: ruleKind,
  severity,
  facts: alertFacts,
  sinceMs: epochMs,
  firesAtMs: epochMs,
});
export type PendingAlert = z.infer<typeof pendingAlert>;

/** What is open: firing before acknowledged, the worst first, then the newest. At most 500. */
export const openAlertsResponse = z.object({
  serverNowMs: epochMs,
  incidents: z.array(incident),
  pending: z.array(pendingAlert),
  /** Of all that is open; snoozed and muted ones are not counted as firing. */
  counts: z.object({ firing: count, critical: count, acknowledged: count, snoozed: count, muted: count }),
});
export type OpenAlertsResponse = z.infer<typeof openAlertsResponse>;

export const incidentHistoryQuery = z.object({
  kind: ruleKind.optional(),
  severity: severity.optional(),
  limit: z.coerce.number().pipe(z.int().min(1).max(100)).default(30),
  cursor: z.string().max(200).optional(),
});
export type IncidentHistoryQuery = z.infer<typeof incidentHistoryQuery>;

/** Those that are resolved, the newest first. */
export const incidentHistoryResponse = z.object({
  serverNowMs: epochMs,
  incidents: z.array(incident),
  nextCursor: z.string().nullable(),
});
export type IncidentHistoryResponse = z.infer<typeof incidentHistoryResponse>;

export const TRANSITION_KINDS = [
  "opened",
  "reopened",
  "acknowledged",
  "unacknowledged",
  "snoozed",
  "unsnoozed",
  "muted",
  "unmuted",
  "reminded",
  "escalated",
  "no-data",
  "data",
  "resolved",
] as const;
export const transitionKind = z.enum(TRANSITION_KINDS);
export type TransitionKind = z.infer<typeof transitionKind>;

export const transition = z.object({
  id: z.string(),
  atMs: epochMs,
  kind: transitionKind,
  /** Who did it; null for Banwatch itself. */
  by: z.string().nullable(),
  /** The reason that was given, the name of a maintenance, the incident that explains it. */
  note: z.string().nullable(),
  /** Of snoozed: until when. */
  untilMs: epochMs.nullable(),
  value: z.number().nullable(),
});
export type Transition = z.infer<typeof transition>;

/** waiting: for its turn or the next attempt. sending: under way. failed: given up. */
export const deliveryStatus = z.enum(["waiting", "sending", "delivered", "failed"]);
export type DeliveryStatus = z.infer<typeof deliveryStatus>;

export const deliveryAttempt = z.object({
  atMs: epochMs,
  latencyMs: count,
  outcome: z.enum(["delivered", "failed", "refused"]),
  httpStatus: z.int().nullable(),
  /** What the service answered, cut; else why there was none. */
  answer: z.string(),
  reason: z.string().nullable(),
});
export type DeliveryAttempt = z.infer<typeof deliveryAttempt>;

/** One message to one channel. */
export const delivery = z.object({
  id: z.string(),
  channelId: z.string().nullable(),
  channel: z.string(),
  channelType,
  event: noticeEvent,
  status: deliveryStatus,
  createdAtMs: epochMs,
  /** Of waiting: when it is tried next. */
  nextAttemptAtMs: epochMs.nullable(),
  deliveredAtMs: epochMs.nullable(),
  /** How many incidents the message tells of. */
  incidents: count,
  /** The oldest first, at most the newest 50. */
  attempts: z.array(deliveryAttempt),
  attemptsTotal: count,
});
export type Delivery = z.infer<typeof delivery>;

export const incidentResponse = z.object({
  serverNowMs: epochMs,
  incident,
  /** The oldest first; of more than 500 the first 50 and the newest 450. */
  transitions: z.array(transition),
  transitionsTotal: count,
  /** The oldest first, at most the newest 200. */
  deliveries: z.array(delivery),
  deliveriesTotal: count,
  /** What was measured around it, from an hour before it; null for what is either so or not. */
  series: z
    .object({
      fromMs: epochMs,
      toMs: epochMs,
      stepMs: z.int().positive(),
      /** errors: the provider's errors of each step, for what has no number of its own. */
      unit: z.enum(["share", "minutes", "hours", "balance", "errors"]),
      threshold: z.number().nullable(),
      /** A missing step is no measurement. */
      points: z.array(z.object({ atMs: epochMs, value: z.number() })),
    })
    .nullable(),
});
export type IncidentResponse = z.infer<typeof incidentResponse>;

const reason = plainText.min(1, "say why").max(500, "must have at most 500 characters");

export const snoozeRequest = z.object({
  minutes: z.int().min(5, "must be at least 5 minutes").max(43_200, "must be at most 30 days"),
  reason,
});
export type SnoozeRequest = z.infer<typeof snoozeRequest>;
export const resolveRequest = z.object({ reason });
export type ResolveRequest = z.infer<typeof resolveRequest>;
/** The answer of acknowledge, snooze, resolve and their opposites. */
export const incidentChangeResponse = z.object({ serverNowMs: epochMs, incident });
