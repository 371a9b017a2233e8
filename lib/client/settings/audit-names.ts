import type { AuditEvent } from "@/lib/contracts/audit";
import { isRole, type Role } from "@/lib/domain/roles";

/** As the server names an invitation that is for nobody's address. */
const OPEN_INVITATION = /^invitation: (.+)$/;

/** The role that an invitation for whoever has it gives; null when the line is about something else. */
export function readOpenInvitation({
  targetKind,
  targetName,
}: Pick<AuditEvent, "targetKind" | "targetName">): Role | null {
  const [, role] = targetKind === "link" ? (OPEN_INVITATION.exec(targetName ?? "") ?? []) : [];
  return role !== undefined && isRole(role) ? role : null;
}
