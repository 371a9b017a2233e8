import { createAuditRecord, listChanges, secretChange } from "../audit/audit-record";
import type { AccountRecord } from "../store/accounts";
import type { AuditRecord } from "../store/audit-events";
import type { AuditActor } from "../team/actor";

/** What people decide of an account, but for its key and whether it is archived, which have lines of their own. */
const SETTINGS = [
  "name",
  "provider",
  "baseUrl",
  "lowBalance",
  "criticalBalance",
  "unit",
  "proxyKeysOnly",
  "guardMode",
  "provisioned",
] as const satisfies readonly (keyof AccountRecord)[];

/**
 * The lines of the audit log that a save writes: one for each kind of change. A key shows as "changed".
 *
 * @param before null for a new account
 */
export function auditOf(
  before: AccountRecord | null,
  after: AccountRecord,
  by: AuditActor,
  nowMs: number,
): AuditRecord[] {
  const target = { kind: "account", id: after.id, name: after.name } as const;
  const line = (entry: Pick<Parameters<typeof createAuditRecord>[1], "action" | "changes">) =>
    createAuditRecord(by, { ...entry, target }, nowMs);
  const changes = listChanges<AccountRecord>(before, after, SETTINGS);
  if (before === null) return [line({ action: "account.created", changes })];
  const lines: AuditRecord[] = [];
  if (changes.length > 0) lines.push(line({ action: "account.changed", changes }));
  if (before.keyHmac !== after.keyHmac) {
    lines.push(line({ action: "account.key-replaced", changes: [secretChange("clientKey")] }));
  }
  if (before.archivedAtMs === null && after.archivedAtMs !== null) lines.push(line({ action: "account.archived" }));
  if (before.archivedAtMs !== null && after.archivedAtMs === null) lines.push(line({ action: "account.restored" }));
  return lines;
}
