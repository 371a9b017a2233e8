import type { AuditChange } from "@/lib/contracts/audit";
import type { MaintenanceSchedule } from "@/lib/contracts/maintenance";
import { listChanges } from "../../audit/audit-record";
import type { MaintenanceRecord } from "../../store/alerts/maintenances";

const FIELDS = ["name", "schedule", "accounts", "providers", "enabled", "provisioned"] as const;

const instant = (atMs: number) => new Date(atMs).toISOString();

/** A schedule in one line: the audit log speaks no language. */
function scheduleText(schedule: MaintenanceSchedule): string {
  if (schedule.kind === "single") return `${instant(schedule.fromMs)} to ${instant(schedule.toMs)}`;
  const length = `${schedule.durationMinutes} min, ${schedule.timeZone}`;
  if (schedule.kind === "cron") return `${schedule.expression}, ${length}`;
  return `days ${schedule.days.join(" ")} at ${schedule.at}, ${length}`;
}

const readable = (record: MaintenanceRecord, nameOfAccount: (id: string) => string | null) => ({
  name: record.name,
  schedule: scheduleText(record.schedule),
  accounts: record.scope.accountIds.map((id) => nameOfAccount(id) ?? id).join(", ") || null,
  providers: record.scope.providers.join(", ") || null,
  enabled: record.enabled,
  provisioned: record.provisioned,
});

/** What the audit log says of a maintenance that was planned (`before` null) or changed. */
export function changesOf(
  before: MaintenanceRecord | null,
  after: MaintenanceRecord,
  nameOfAccount: (id: string) => string | null,
): AuditChange[] {
  const old = before === null ? null : readable(before, nameOfAccount);
  return listChanges<ReturnType<typeof readable>>(old, readable(after, nameOfAccount), FIELDS);
}
