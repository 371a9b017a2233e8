import { useTranslations } from "next-intl";
import { readOpenInvitation } from "@/lib/client/settings/audit-names";
import type { AuditEvent } from "@/lib/contracts/audit";

/** Who did something and what it was done to, in words of ours where the log has no name that somebody gave. */
export function useAuditNames() {
  const t = useTranslations("settings");
  return {
    actor: ({ actorKind, actorName }: Pick<AuditEvent, "actorKind" | "actorName">): string => {
      if (actorKind === "file") return t("audit.actor.file");
      return actorName === "" ? t("audit.detail.unknown") : actorName;
    },
    /** Null for what was done to nothing in particular. */
    target: (event: Pick<AuditEvent, "targetKind" | "targetName">): string | null => {
      const role = readOpenInvitation(event);
      return role === null ? event.targetName : t("audit.openInvitation", { role: t(`role.${role}`) });
    },
  };
}
