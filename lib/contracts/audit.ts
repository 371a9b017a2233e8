import { z } from "zod";
import { epochMs } from "./common";

/** Everything that is written down. What it is about comes before the dot. */
export const AUDIT_ACTIONS = [
  "session.signed-in",
  "session.failed",
  "session.signed-out",
  "session.revoked",
  "me.renamed",
  "me.password-changed",
  "me.totp-enabled",
  "me.totp-disabled",
  "me.recovery-codes-made",
  "person.created",
  "person.role-changed",
  "person.removed",
  "link.created",
  "link.revoked",
  "link.used",
  "account.created",
  "account.changed",
  "account.key-replaced",
  "account.archived",
  "account.restored",
  "cooldown.resumed",
  "cooldown.lifted",
  "cooldown.looked-up",
  "guard.changed",
  "drill.started",
  "drill.stopped",
  "incident.acknowledged",
  "incident.unacknowledged",
  "incident.snoozed",
  "incident.unsnoozed",
  "incident.resolved",
  "incident.message-resent",
  "rule.created",
  "rule.changed",
  "rule.deleted",
  "channel.created",
  "channel.changed",
  "channel.deleted",
  "channel.tested",
  "maintenance.created",
  "maintenance.changed",
  "maintenance.deleted",
  "alerts.changed",
  "alerts.heartbeat-sent",
  "push.subscribed",
  "push.unsubscribed",
  "proxy-key.created",
  "proxy-key.changed",
  "proxy-key.revoked",
  "token.created",
  "token.changed",
  "token.revoked",
  "token.refused",
  "audit.exported",
  "secret.rotated",
] as const;
export const auditAction = z.enum(AUDIT_ACTIONS);
export type AuditAction = z.infer<typeof auditAction>;

/** Who did it. file: the provisioning file or the environment at a start. nobody: who could not say who they are. */
export const auditActorKind = z.enum(["person", "token", "file", "system", "nobody"]);

export const auditChange = z.object({
  field: z.string(),
  /** Null where there was or is nothing. A secret stands as "changed". */
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type AuditChange = z.infer<typeof auditChange>;

export const auditEvent = z.object({
  id: z.string(),
  atMs: epochMs,
  actorKind: auditActorKind,
  actorId: z.string().nullable(),
  actorName: z.string(),
  action: auditAction,
  /** account, person, proxy-key, token, link, session, cooldown, guard, drill, incident, rule, channel, maintenance, alerts or push. */
  targetKind: z.string().nullable(),
  targetId: z.string().nullable(),
  targetName: z.string().nullable(),
  callerAddress: z.string().nullable(),
  changes: z.array(auditChange),
});
export type AuditEvent = z.infer<typeof auditEvent>;

const filters = {
  fromMs: z.coerce.number().pipe(epochMs).optional(),
  toMs: z.coerce.number().pipe(epochMs).optional(),
  /** An action, or what is before its dot: `account` for everything about accounts. */
  action: z
    .string()
    .max(60)
    .refine(
      (text) => AUDIT_ACTIONS.some((action) => action === text || action.startsWith(`${text}.`)),
      "must be an action such as account.created, or a kind such as account",
    )
    .optional(),
  /** The id of a person or token. */
  actor: z.string().min(1).max(100).optional(),
  /** The id of what it was done to. */
  target: z.string().min(1).max(100).optional(),
};

export const auditListQuery = z.object({
  ...filters,
  limit: z.coerce.number().pipe(z.int().min(1).max(200)).default(50),
  cursor: z.string().max(200).optional(),
});
export type AuditListQuery = z.infer<typeof auditListQuery>;

export const auditListResponse = z.object({
  events: z.array(auditEvent),
  /** Pass it as `cursor` for the next, older page; null on the last. */
  nextCursor: z.string().nullable(),
});
export type AuditListResponse = z.infer<typeof auditListResponse>;

/** CSV of what the same filters find. */
export const auditExportQuery = z.object(filters);
export type AuditExportQuery = z.infer<typeof auditExportQuery>;
