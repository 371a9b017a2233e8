import type { Cooldown, CooldownListResponse } from "@/lib/contracts/cooldowns";
import { getPreset, isProviderId } from "@/lib/domain/provider-presets";
import { RequestError } from "../request-error";
import type { CooldownRecord, CooldownStore } from "../store/cooldowns";
import type { CooldownKeeper } from "./cooldown-keeper";

export interface CooldownService {
  listRunning(): CooldownListResponse;
  /**
   * A person ends a cooldown before its time, with the reason.
   *
   * @throws {RequestError} 404 when it does not run (any more)
   */
  resume(id: string, reason: string): Promise<{ serverNowMs: number; cooldown: Cooldown }>;
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

  const end = async (record: CooldownRecord, endedBy: string, endReason: string | null): Promise<CooldownRecord> => {
    const ended: CooldownRecord = { ...record, endedAtMs: now(), endedBy, endReason };
    // Stored first: a crash in between must not bring a cooldown back that somebody saw end.
    await store.save(ended);
    keeper.end(ended);
    parts.onChange();
    return ended;
  };

  return {
    listRunning: () => ({ serverNowMs: now(), cooldowns: keeper.listRunning(now()).map(toCooldown) }),
    resume: async (id, reason) => {
      const record = keeper.find(id, now());
      if (record === null) throw new RequestError(404, "not_found", "This cooldown is not running (any more).");
      const ended = await end(record, "person", reason);
      return { serverNowMs: now(), cooldown: toCooldown(ended) };
    },
    endOfAccount: async (accountId, endedBy) => {
      const record = keeper.findOfAccount(accountId, now());
      if (record !== null) await end(record, endedBy, null);
    },
  };
}
