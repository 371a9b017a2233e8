import type { AuditAction } from "@/lib/contracts/audit";
import type { PersonAction } from "@/lib/domain/alert-lifecycle/state";
import { createAuditRecord, listChanges } from "../../audit/audit-record";
import type { IncidentRecord } from "../../store/alerts/incidents";
import type { AuditRecord } from "../../store/audit-events";
import type { AuditActor } from "../../team/actor";
import type { AlertBook } from "./alert-book";
import type { Draft } from "./draft";

/** What a person does to an incident. */
export interface Deed {
  readonly incidentId: string;
  readonly action: PersonAction;
  readonly reason: string | null;
  readonly audit: AuditAction;
  readonly by: AuditActor;
}

/** The incident as it is then; "unknown" where there is none of that id that is open. */
export type DeedOutcome = IncidentRecord | "unknown";

/** Carries out in a draft what people did, in their order. Only what changed something stands in the audit log. */
export function carryOutDeeds<T extends Deed>(
  draft: Pick<Draft, "act">,
  deeds: readonly T[],
  { book, nowMs }: { readonly book: Pick<AlertBook, "list">; readonly nowMs: number },
): { readonly audit: readonly AuditRecord[]; readonly outcomes: ReadonlyMap<T, DeedOutcome> } {
  const audit: AuditRecord[] = [];
  const outcomes = new Map<T, DeedOutcome>();
  for (const deed of deeds) {
    const { incidentId, action, reason, by } = deed;
    const outcome = draft.act(incidentId, action, { name: by.name, reason });
    const known = book.list().find(({ incident }) => incident?.id === incidentId)?.incident ?? null;
    outcomes.set(deed, outcome === "same" ? (known ?? "unknown") : outcome);
    if (outcome === "unknown" || outcome === "same") continue;
    const target = { kind: "incident", id: incidentId, name: `#${outcome.number}` } as const;
    const changes = listChanges<{ reason: string }>(null, reason === null ? null : { reason }, ["reason"]);
    audit.push(createAuditRecord(by, { action: deed.audit, target, changes }, nowMs));
  }
  return { audit, outcomes };
}
