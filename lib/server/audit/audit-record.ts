import type { AuditAction, AuditChange } from "@/lib/contracts/audit";
import { createEventId } from "../event-id";
import type { AuditRecord } from "../store/audit-events";
import type { AuditActor } from "../team/actor";

/** What something was done to. */
export interface AuditTarget {
  readonly kind:
    | "account"
    | "person"
    | "proxy-key"
    | "token"
    | "link"
    | "session"
    | "cooldown"
    | "guard"
    | "drill"
    | "incident"
    | "rule"
    | "channel"
    | "maintenance"
    | "alerts"
    | "push"
    | "secret"
    | "audit";
  readonly id: string | null;
  readonly name: string | null;
}

/** What was done, to what, and what is different now. */
export interface AuditEntry {
  readonly action: AuditAction;
  readonly target?: AuditTarget;
  readonly changes?: readonly AuditChange[];
}

/** Longer values are cut: the log tells what changed, it is no copy of it. */
const MAX_VALUE_CHARS = 300;

const asText = (value: unknown): string | null => {
  if (value === null || value === undefined) return null;
  const text = Array.isArray(value) ? value.join(", ") : String(value);
  return text.toWellFormed().slice(0, MAX_VALUE_CHARS);
};

/** The fields that differ, each before and after. Give secrets to `secretChange` instead. */
export function listChanges<T extends object>(
  before: Partial<T> | null,
  after: Partial<T> | null,
  fields: readonly (keyof T & string)[],
): AuditChange[] {
  return fields
    .map((field) => ({ field, before: asText(before?.[field]), after: asText(after?.[field]) }))
    .filter(({ before: old, after: new_ }) => old !== new_);
}

/** A secret that was replaced: that it was, never what. */
export const secretChange = (field: string): AuditChange => ({ field, before: null, after: "changed" });

export function createAuditRecord(actor: AuditActor, entry: AuditEntry, nowMs: number): AuditRecord {
  return {
    id: createEventId(nowMs),
    atMs: nowMs,
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    action: entry.action,
    targetKind: entry.target?.kind ?? null,
    targetId: entry.target?.id ?? null,
    targetName: entry.target?.name ?? null,
    callerAddress: actor.callerAddress,
    changes: [...(entry.changes ?? [])],
  };
}
