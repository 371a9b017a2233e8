import type { AccountRecord } from "../store/accounts";
import type { AuditEventStore } from "../store/audit-events";
import type { CooldownKeeper } from "./cooldown-keeper";
import type { EndAccountCooldown } from "./cooldown-service";

/**
 * Ends the cooldowns of accounts that were archived, or whose key was replaced, just before the process stopped: after a
 * crash in between the audit log tells of it, while the cooldown still runs.
 */
export async function endOutlived(parts: {
  readonly keeper: Pick<CooldownKeeper, "listRunning">;
  readonly findAccount: (id: string) => AccountRecord | undefined;
  readonly auditEvents: Pick<AuditEventStore, "list">;
  readonly endCooldown: EndAccountCooldown;
}): Promise<void> {
  for (const { scope, scopeKey, startedAtMs } of parts.keeper.listRunning()) {
    if (scope !== "account") continue;
    const account = parts.findAccount(scopeKey);
    if (account === undefined || account.archivedAtMs !== null) {
      await parts.endCooldown(scopeKey, "archived");
      continue;
    }
    const filter = { targetId: scopeKey, actions: ["account.key-replaced" as const], fromMs: startedAtMs };
    const replaced = await parts.auditEvents.list(filter, 1);
    if (replaced.length > 0) await parts.endCooldown(scopeKey, "key-replaced");
  }
}
