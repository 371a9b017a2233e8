import type { Cooldown, CooldownListResponse } from "@/lib/contracts/cooldowns";
import { getPreset, isProviderId } from "@/lib/domain/provider-presets";
import { type AuditEntry, createAuditRecord } from "../audit/audit-record";
import { RequestError } from "../request-error";
import type { CooldownRecord, CooldownStore } from "../store/cooldowns";
import type { AuditActor } from "../team/actor";
import type { CooldownKeeper } from "./cooldown-keeper";

export interface CooldownService {
  listRunning(): CooldownListResponse;
  /**
   * Somebody ends a cooldown before its time, with the reason. Who it was is kept with it, and in the audit log.
   *
   * @throws {RequestError} 404 when it does not run (any more)
   */
  resume(id: string, reason: string, by: AuditActor): Promise<{ serverNowMs: number; cooldown: Cooldown }>;
  /**
   * Ends the account's own cooldown, if one runs: a ban of a key is over with the key. A ban of our address stays, for
   * it bans every key.
   */
  endOfAccount: EndAccountCooldown;
}

export type EndAccountCooldown = (accountId: string, endedBy: "key-replaced" | "archived") => Promise<void>;

export function createCooldownService(parts: {
  readonly keeper: CooldownKeeper;
  readonly store: CooldownStore;
  readonly nameOfAccount: (id: string) => string | null;
  readonly now: () => number;
  readonly onChange: () => void;
}): CooldownService {
  const { keeper, store, nameOfAccount, now } = parts;

  const toCooldown = (record: CooldownRecord): Cooldown => ({
    id: record.id,
    scope: record.scope,
    code: record.code,
    description: record.description,
    provider: record.provider,
    providerName: isProviderId(record.provider) ? getPreset(record.provider).name : record.provider,
    providerHost: record.providerHost,
    account: record.accountId === null ? null : nameOfAccount(record.accountId),
    accountId: record.accountId,
    startedAtMs: record.startedAtMs,
    untilMs: record.untilMs,
    endedAtMs: record.endedAtMs,
    lastErrorAtMs: record.lastErrorAtMs,
    errors: record.errors,
  });

  /** What it is called in the audit log: the code, and whom it held. */
  const describeCooldown = ({ code, accountId, scope, providerHost }: CooldownRecord): string => {
    const account = accountId === null ? null : nameOfAccount(accountId);
    return `${code}, ${scope === "account" && account !== null ? account : providerHost}`;
  };

  /** @returns null when it had ended already */
  const end = async (
    record: CooldownRecord,
    how: Pick<CooldownRecord, "endedBy" | "endReason">,
    audit: { by: AuditActor; entry: AuditEntry } | null,
  ): Promise<CooldownRecord | null> => {
    const ended: CooldownRecord = { ...record, endedAtMs: now(), ...how };
    // Stored first: a crash in between must not bring a cooldown back that somebody saw end.
    const line = audit === null ? null : createAuditRecord(audit.by, audit.entry, now());
    if (!(await store.end(ended, line))) return null;
    keeper.end(ended);
    parts.onChange();
    return ended;
  };

  return {
    listRunning: () => ({ serverNowMs: now(), cooldowns: keeper.listRunning(now()).map(toCooldown) }),
    resume: async (id, reason, by) => {
      const notRunning = () => new RequestError(404, "not_found", "This cooldown is not running (any more).");
      const record = keeper.find(id, now());
      if (record === null) throw notRunning();
      const entry: AuditEntry = {
        action: "cooldown.resumed",
        target: { kind: "cooldown", id, name: describeCooldown(record) },
        changes: [{ field: "reason", before: null, after: reason }],
      };
      const ended = await end(record, { endedBy: by.name, endReason: reason }, { by, entry });
      if (ended === null) throw notRunning();
      return { serverNowMs: now(), cooldown: toCooldown(ended) };
    },
    endOfAccount: async (accountId, endedBy) => {
      const record = keeper.findOfAccount(accountId, now());
      if (record !== null) await end(record, { endedBy, endReason: null }, null);
    },
  };
}
