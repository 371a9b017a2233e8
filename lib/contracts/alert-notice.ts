import { z } from "zod";
import { RULE_KINDS, SEVERITIES } from "@/lib/domain/alert-rules/kinds";
import { count, epochMs } from "./common";

export const ruleKind = z.enum(RULE_KINDS, { error: `must be one of ${RULE_KINDS.join(", ")}` });
export const severity = z.enum(SEVERITIES, { error: `must be one of ${SEVERITIES.join(", ")}` });

export const alertSubject = z.object({
  kind: z.enum(["address", "account", "code", "channel", "installation"]),
  /** A host, an account's or channel's id, or a code. */
  id: z.string(),
  /** As people call it. */
  name: z.string(),
});
export type AlertSubject = z.infer<typeof alertSubject>;

/**
 * What is known of an alert at one instant, in data. Every text about it is made from this: pages put it into the
 * viewer's language, deliveries into their channel's.
 */
export const alertFacts = z.object({
  subject: alertSubject,
  providerName: z.string().nullable(),
  providerHost: z.string().nullable(),
  accountId: z.string().nullable(),
  account: z.string().nullable(),
  /** The provider's code, and its own words; null where none has to do with it. */
  code: z.string().nullable(),
  description: z.string().nullable(),
  /** The cooldown that it follows, whose report tells the rest. */
  cooldownId: z.string().nullable(),
  /** When the ban is expected to be over; null for what time does not end. */
  untilMs: epochMs.nullable(),
  /** What was measured, in the unit of the rule's kind; null for what is either so or not. */
  value: z.number().nullable(),
  threshold: z.number().nullable(),
  /** The balance as it was read, and its unit. */
  balance: z.string().nullable(),
  unit: z.string().nullable(),
  /** Calls that it is about: of a rate those of its window, of a ban those since it began. */
  calls: count.nullable(),
  errors: count.nullable(),
  /** Calls held since it began; for mode observe those that would have been. */
  heldCalls: count.nullable(),
  observedCalls: count.nullable(),
  isDrill: z.boolean(),
});
export type AlertFacts = z.infer<typeof alertFacts>;

/** The facts of an alert that nothing is known of but its subject. */
export const NOTHING_KNOWN = {
  providerName: null,
  providerHost: null,
  accountId: null,
  account: null,
  code: null,
  description: null,
  cooldownId: null,
  untilMs: null,
  value: null,
  threshold: null,
  balance: null,
  unit: null,
  calls: null,
  errors: null,
  heldCalls: null,
  observedCalls: null,
  isDrill: false,
} satisfies Omit<AlertFacts, "subject">;

/**
 * Why a message is sent. firing: it began. reminder: it still is so. escalation: nobody has acknowledged it.
 * acknowledged: somebody has it; said only to services that call others until they know. resolved: it is over. test:
 * somebody pressed the button.
 */
export const NOTICE_EVENTS = ["firing", "reminder", "escalation", "acknowledged", "resolved", "test"] as const;
export const noticeEvent = z.enum(NOTICE_EVENTS);
export type NoticeEvent = z.infer<typeof noticeEvent>;

/** Why a message that people read is sent. */
export const saidEvent = noticeEvent.exclude(["acknowledged"]);
export type SaidEvent = z.infer<typeof saidEvent>;

/**
 * How an incident ended. recovered: by itself. no-data: nothing could be measured any more. person: somebody closed it.
 * rule-off: its rule was paused, changed or deleted. gone: its subject was.
 */
export const incidentEnd = z.enum(["recovered", "no-data", "person", "rule-off", "gone"]);
export type IncidentEnd = z.infer<typeof incidentEnd>;

/** What one message says of one incident, as it was when the message became due. */
export const alertNotice = z.object({
  incidentId: z.string(),
  /** Counts up over the installation: what people say to each other. */
  number: z.int().positive(),
  event: noticeEvent,
  atMs: epochMs,
  kind: ruleKind,
  rule: z.string(),
  severity,
  /** When it began. */
  sinceMs: epochMs,
  resolvedAtMs: epochMs.nullable(),
  resolvedHow: incidentEnd.nullable(),
  resolvedBy: z.string().nullable(),
  /** How many changes of it this message tells of together, more than one where it came and went before it was sent. */
  changes: z.int().positive(),
  facts: alertFacts,
});
export type AlertNotice = z.infer<typeof alertNotice>;
