import { type AuditRecord, insertAuditEvent } from "./audit-events";
import type { PrismaClient } from "./generated/client";
import type { Database } from "./sqlite/database";

export interface CooldownRecord {
  readonly id: string;
  readonly scope: "egress" | "account";
  /** "<egress>@<host>" or the account's id. */
  readonly scopeKey: string;
  readonly provider: string;
  readonly providerHost: string;
  readonly accountId: string | null;
  readonly code: string;
  readonly description: string;
  readonly startedAtMs: number;
  readonly untilMs: number | null;
  readonly endedAtMs: number | null;
  readonly endedBy: string | null;
  readonly endReason: string | null;
  readonly lastErrorAtMs: number;
  readonly errors: number;
}

export interface CooldownStore {
  /** Those that nothing has ended yet and whose time is not over at `nowMs`. */
  listRunning(nowMs: number): Promise<CooldownRecord[]>;
  /** Writes one cooldown's state. Waits up to 5 s for the database. */
  save(cooldown: CooldownRecord): Promise<void>;
  /**
   * Writes the end of a cooldown with the line that tells who ended it; null for an end that is told of elsewhere.
   *
   * @returns false when it had ended already; then nothing is written
   */
  end(ended: CooldownRecord, audit: AuditRecord | null): Promise<boolean>;
}

export function createCooldownStore({ reader, write }: Pick<Database, "reader" | "write">): CooldownStore {
  return {
    save: (cooldown) => write((writer) => saveCooldowns(writer, [cooldown])),
    end: (ended, audit) =>
      write(async (writer) => {
        const stored = await writer.cooldown.findUnique({ where: { id: ended.id }, select: { endedAtMs: true } });
        if (stored !== null && stored.endedAtMs !== null) return false;
        await saveCooldowns(writer, [ended]);
        if (audit !== null) await insertAuditEvent(writer, audit);
        return true;
      }),
    listRunning: async (nowMs) => {
      const rows = await reader.cooldown.findMany({
        where: { endedAtMs: null, OR: [{ untilMs: null }, { untilMs: { gt: nowMs } }] },
      });
      return rows.map((row) => ({
        ...row,
        scope: row.scope as CooldownRecord["scope"],
        startedAtMs: Number(row.startedAtMs),
        untilMs: row.untilMs === null ? null : Number(row.untilMs),
        endedAtMs: row.endedAtMs === null ? null : Number(row.endedAtMs),
        lastErrorAtMs: Number(row.lastErrorAtMs),
      }));
    },
  };
}

/** An account's cooldown outlives the account only in the spool; its scope still names the account then. */
async function findAccountIds(writer: PrismaClient, cooldowns: readonly CooldownRecord[]): Promise<Set<string>> {
  const ids = cooldowns.flatMap(({ accountId }) => (accountId === null ? [] : [accountId]));
  if (ids.length === 0) return new Set();
  const accounts = await writer.account.findMany({ where: { id: { in: [...new Set(ids)] } }, select: { id: true } });
  return new Set(accounts.map((account) => account.id));
}

/**
 * Writes the newest state of each cooldown. A state that a crash or the spool brings late changes nothing that is
 * newer: a state with fewer errors is an older one, but for an end, which holds whatever was counted meanwhile; and an
 * ended cooldown stays ended. One whose account does not exist is kept without it.
 */
export async function saveCooldowns(writer: PrismaClient, cooldowns: readonly CooldownRecord[]): Promise<void> {
  const accountIds = await findAccountIds(writer, cooldowns);
  for (const { id, ...given } of cooldowns) {
    const accountId = given.accountId !== null && accountIds.has(given.accountId) ? given.accountId : null;
    const state = { ...given, accountId };
    const stored = await writer.cooldown.findUnique({ where: { id } });
    if (stored === null) await writer.cooldown.create({ data: { id, ...state } });
    else if (stored.endedAtMs === null && (state.endedAtMs !== null || stored.errors <= state.errors)) {
      const errors = Math.max(stored.errors, state.errors);
      const lastErrorAtMs = Math.max(Number(stored.lastErrorAtMs), state.lastErrorAtMs);
      await writer.cooldown.update({ where: { id }, data: { ...state, errors, lastErrorAtMs } });
    }
  }
}
