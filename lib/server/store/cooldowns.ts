import { z } from "zod";
import type { CooldownEnd, CooldownStateKind, ProbeVerdict } from "@/lib/contracts/cooldowns";
import { type AuditRecord, insertAuditEvent } from "./audit-events";
import type { Cooldown as CooldownRow, PrismaClient } from "./generated/client";
import { toNullableMs } from "./nullable-ms";
import type { Database } from "./sqlite/database";
import { updateHeldCounts } from "./sqlite/held-counts";

const heldCaller = z.object({
  accountId: z.string(),
  /** Null for the account's own key. */
  proxyKeyId: z.string().nullable(),
  method: z.string(),
  held: z.int(),
  observed: z.int(),
});
export const heldCallers = z.array(heldCaller);

/** How often one program called one method of one account during a cooldown. */
export type HeldCallerRecord = Readonly<z.infer<typeof heldCaller>>;

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
  readonly isDrill: boolean;
  readonly state: CooldownStateKind;
  readonly startedAtMs: number;
  readonly waitingSinceMs: number;
  readonly untilMs: number | null;
  readonly nextProbeAtMs: number | null;
  readonly failedProbes: number;
  readonly endedAtMs: number | null;
  readonly endedHow: CooldownEnd | null;
  readonly endedBy: string | null;
  readonly endReason: string | null;
  readonly lastErrorAtMs: number;
  readonly errors: number;
  readonly heldCalls: number;
  readonly observedCalls: number;
  readonly callers: readonly HeldCallerRecord[];
  /** Of two states of one cooldown the one with the higher number is the newer. */
  readonly revision: number;
}

export interface ProbeRecord {
  readonly id: string;
  readonly cooldownId: string;
  readonly atMs: number;
  readonly accountId: string | null;
  readonly verdict: ProbeVerdict | null;
  readonly latencyMs: number | null;
  readonly code: string | null;
  readonly description: string | null;
}

export interface CooldownStore {
  /** Those that nothing has ended yet. */
  listRunning(): Promise<CooldownRecord[]>;
  /** The newest first, at most `limit` of those that ran at some time of [fromMs, toMs). */
  listBetween(fromMs: number, toMs: number, limit: number): Promise<CooldownRecord[]>;
  find(id: string): Promise<CooldownRecord | null>;
  /** Writes one cooldown's state, and its probe's where it has to do with one. Waits up to 5 s for the database. */
  save(cooldown: CooldownRecord, probe?: ProbeRecord): Promise<void>;
  /** Writes how many calls were held, and nothing else of them, also of those that have ended meanwhile. */
  saveCounts(cooldowns: readonly CooldownRecord[]): Promise<void>;
  /**
   * Writes the end of a cooldown with the line that tells who ended it; null for an end that is told of elsewhere.
   *
   * @returns false when it had ended already; then nothing is written
   */
  end(ended: CooldownRecord, audit: AuditRecord | null): Promise<boolean>;
  /** Probes that were under way when the process stopped: nobody will hear their answers. */
  markLostProbes(): Promise<void>;
  /** What led to it, as JSON; null before it was counted. */
  findBefore(id: string): Promise<string | null>;
  saveBefore(id: string, before: string): Promise<void>;
}

/** A damaged list costs the names of who called, not the cooldown. */
function readCallers(json: string): readonly HeldCallerRecord[] {
  try {
    return heldCallers.catch([]).parse(JSON.parse(json));
  } catch {
    return [];
  }
}

function toRecord({ before: _before, ...row }: CooldownRow): CooldownRecord {
  return {
    ...row,
    scope: row.scope as CooldownRecord["scope"],
    state: row.state as CooldownRecord["state"],
    endedHow: row.endedHow as CooldownRecord["endedHow"],
    startedAtMs: Number(row.startedAtMs),
    waitingSinceMs: Number(row.waitingSinceMs),
    untilMs: toNullableMs(row.untilMs),
    nextProbeAtMs: toNullableMs(row.nextProbeAtMs),
    endedAtMs: toNullableMs(row.endedAtMs),
    lastErrorAtMs: Number(row.lastErrorAtMs),
    callers: readCallers(row.callers),
  };
}

export function createCooldownStore({ reader, write }: Pick<Database, "reader" | "write">): CooldownStore {
  return {
    save: (cooldown, probe) =>
      write(async (writer) => {
        await saveCooldowns(writer, [cooldown]);
        if (probe !== undefined) await saveProbe(writer, probe);
      }),
    saveCounts: (cooldowns) => write((writer) => updateHeldCounts(writer, cooldowns)),
    end: (ended, audit) =>
      write(async (writer) => {
        const stored = await writer.cooldown.findUnique({ where: { id: ended.id }, select: { endedAtMs: true } });
        if (stored !== null && stored.endedAtMs !== null) return false;
        await saveCooldowns(writer, [ended]);
        if (audit !== null) await insertAuditEvent(writer, audit);
        return true;
      }),
    listRunning: async () => (await reader.cooldown.findMany({ where: { endedAtMs: null } })).map(toRecord),
    listBetween: async (fromMs, toMs, limit) => {
      const rows = await reader.cooldown.findMany({
        where: { startedAtMs: { lt: toMs }, OR: [{ endedAtMs: null }, { endedAtMs: { gte: fromMs } }] },
        orderBy: [{ startedAtMs: "desc" }, { id: "desc" }],
        take: limit,
      });
      return rows.map(toRecord);
    },
    find: async (id) => {
      const row = await reader.cooldown.findUnique({ where: { id } });
      return row === null ? null : toRecord(row);
    },
    markLostProbes: async () => {
      await write((writer) => writer.probe.updateMany({ where: { verdict: null }, data: { verdict: "lost" } }));
    },
    findBefore: async (id) =>
      (await reader.cooldown.findUnique({ where: { id }, select: { before: true } }))?.before ?? null,
    saveBefore: async (id, before) => {
      await write((writer) => writer.cooldown.updateMany({ where: { id }, data: { before } }));
    },
  };
}

async function saveProbe(writer: PrismaClient, { id, ...probe }: ProbeRecord): Promise<void> {
  await writer.probe.upsert({ where: { id }, create: { id, ...probe }, update: probe });
}

/** An account's cooldown outlives the account only in the spool; its scope still names the account then. */
async function findAccountIds(writer: PrismaClient, cooldowns: readonly CooldownRecord[]): Promise<Set<string>> {
  const ids = cooldowns.flatMap(({ accountId }) => (accountId === null ? [] : [accountId]));
  if (ids.length === 0) return new Set();
  const accounts = await writer.account.findMany({ where: { id: { in: [...new Set(ids)] } }, select: { id: true } });
  return new Set(accounts.map((account) => account.id));
}

/**
 * Writes the newest state of each cooldown. A state that a crash or the spool brings late changes nothing that is newer,
 * but for an end, which holds whatever was noted meanwhile; and an ended cooldown stays ended. One whose account does
 * not exist is kept without it.
 */
export async function saveCooldowns(writer: PrismaClient, cooldowns: readonly CooldownRecord[]): Promise<void> {
  const accountIds = await findAccountIds(writer, cooldowns);
  for (const { id, ...given } of cooldowns) {
    const accountId = given.accountId !== null && accountIds.has(given.accountId) ? given.accountId : null;
    const state = { ...given, accountId, callers: JSON.stringify(given.callers) };
    const stored = await writer.cooldown.findUnique({ where: { id } });
    if (stored === null) await writer.cooldown.create({ data: { id, ...state } });
    else if (stored.endedAtMs === null && (state.endedAtMs !== null || stored.revision <= state.revision)) {
      const errors = Math.max(stored.errors, state.errors);
      const lastErrorAtMs = Math.max(Number(stored.lastErrorAtMs), state.lastErrorAtMs);
      const isCountedOn = stored.heldCalls + stored.observedCalls > state.heldCalls + state.observedCalls;
      const { heldCalls, observedCalls, callers } = isCountedOn ? stored : state;
      const counts = { errors, lastErrorAtMs, heldCalls, observedCalls, callers };
      await writer.cooldown.update({ where: { id }, data: { ...state, ...counts } });
    }
  }
}
