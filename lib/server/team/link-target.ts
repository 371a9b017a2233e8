import type { AuditTarget } from "../audit/audit-record";
import type { SignInLinkRecord } from "../store/sign-in-links";

type NamedLink = Pick<SignInLinkRecord, "id" | "kind" | "email" | "role" | "userId">;

/**
 * A link as the audit log names it, the same from its creation to its end: by the person whose new password it is for,
 * by the address that is invited, or as `invitation: operator` by the role that it gives.
 *
 * @param nameOf the name of a person of the team; null for nobody
 */
export function linkTarget(link: NamedLink, nameOf: (personId: string) => string | null): AuditTarget {
  const person = link.userId === null ? null : nameOf(link.userId);
  const name = link.kind === "reset" ? (person ?? "new password") : (link.email ?? `invitation: ${link.role}`);
  return { kind: "link", id: link.id, name };
}
