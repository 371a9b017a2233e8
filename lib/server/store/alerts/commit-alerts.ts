import type { AlertFacts } from "@/lib/contracts/alert-notice";
import type { AlertState } from "@/lib/domain/alert-lifecycle/state";
import { type AuditRecord, insertAuditEvent } from "../audit-events";
import type { PrismaClient } from "../generated/client";
import type { Database } from "../sqlite/database";
import { addNotices } from "./add-notices";
import { DELETE_STATES, FORGET_SEEN, SAVE_CURSOR, SAVE_SEEN, SAVE_STATES } from "./commit-statements";
import {
  addTransitions,
  type IncidentRecord,
  readFacts,
  saveIncidents,
  type TransitionRecord,
  trimTransitions,
} from "./incidents";
import { LIST_UNHEARD } from "./notice-queries";
import type { NoticeOptions, PlannedNotice } from "./planned-notice";

/** What one rule knows of one subject. */
export interface AlertStateRecord {
  readonly ruleId: string;
  readonly subjectId: string;
  readonly state: AlertState;
  readonly facts: AlertFacts;
}

/** All that one look at the rules changed: written as a whole or not at all. */
export interface AlertBatch {
  readonly states: readonly AlertStateRecord[];
  readonly incidents: readonly IncidentRecord[];
  readonly transitions: readonly TransitionRecord[];
  readonly notices: readonly PlannedNotice[];
  readonly audit: readonly AuditRecord[];
  /** Cooldowns whose beginning was looked at. */
  readonly seenCooldownIds: readonly string[];
  /** Up to when everything that happened has been looked at. */
  readonly cursorMs: number;
}

export interface AlertStateStore {
  list(): Promise<AlertStateRecord[]>;
  /** Null before the first look. */
  findCursor(): Promise<number | null>;
  /** Which of these cooldowns were looked at lately. */
  listSeen(cooldownIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Which of these have notices since they fired that were given up every one: none was delivered, and none waits. */
  listUnheard(told: readonly { readonly incidentId: string; readonly sinceMs: number }[]): Promise<ReadonlySet<string>>;
  /**
   * Writes a batch in one transaction: what happened and what is to be said of it are both there, or neither.
   *
   * @returns the channels that have something to send now
   * @throws {DatabaseBusyError} when another process kept the lock; nothing was written
   */
  commit(batch: AlertBatch, options: NoticeOptions): Promise<ReadonlySet<string>>;
}

const CURSOR = "alerts";

/** A state that cannot be read is as good as none: the next look finds out what is so. */
function readState(json: string): AlertState {
  try {
    return JSON.parse(json) as AlertState;
  } catch {
    return { kind: "ok" };
  }
}

async function saveStates(writer: PrismaClient, states: readonly AlertStateRecord[], nowMs: number): Promise<void> {
  const fine = states.filter(({ state }) => state.kind === "ok");
  const others = states.filter(({ state }) => state.kind !== "ok");
  if (fine.length > 0) {
    const keys = fine.map(({ ruleId, subjectId }) => ({ ruleId, subjectId }));
    await writer.$executeRawUnsafe(DELETE_STATES, JSON.stringify(keys));
  }
  if (others.length === 0) return;
  const rows = others.map(({ ruleId, subjectId, state, facts }) => {
    return { ruleId, subjectId, state: JSON.stringify(state), facts: JSON.stringify(facts), updatedAtMs: nowMs };
  });
  await writer.$executeRawUnsafe(SAVE_STATES, JSON.stringify(rows));
}

/** Beside the cursor only the last seconds matter; this much more outlasts a clock that is set a little. */
const SEEN_FOR_MS = 600_000;

async function saveSeen(writer: PrismaClient, ids: readonly string[], nowMs: number): Promise<void> {
  if (ids.length === 0) return;
  await writer.$executeRawUnsafe(SAVE_SEEN, nowMs, JSON.stringify([...new Set(ids)]));
  await writer.$executeRawUnsafe(FORGET_SEEN, nowMs - SEEN_FOR_MS);
}

export function createAlertStateStore({ reader, write }: Pick<Database, "reader" | "write">): AlertStateStore {
  return {
    list: async () => {
      const rows = await reader.alertState.findMany();
      return rows.map(({ ruleId, subjectId, state, facts }) => ({
        ruleId,
        subjectId,
        state: readState(state),
        facts: readFacts(facts),
      }));
    },
    findCursor: async () => {
      const row = await reader.alertCursor.findUnique({ where: { id: CURSOR } });
      return row === null ? null : Number(row.atMs);
    },
    listSeen: async (cooldownIds) => {
      const rows = await reader.seenCooldown.findMany({
        where: { id: { in: [...cooldownIds] } },
        select: { id: true },
      });
      return new Set(rows.map(({ id }) => id));
    },
    listUnheard: async (told) => {
      if (told.length === 0) return new Set();
      const ids = JSON.stringify(told.map(({ incidentId, sinceMs }) => ({ incidentId, sinceMs })));
      const rows = await reader.$queryRawUnsafe<{ incidentId: string }[]>(LIST_UNHEARD, ids);
      return new Set(rows.map(({ incidentId }) => incidentId));
    },
    commit: (batch, options) =>
      write(async (writer) => {
        await saveStates(writer, batch.states, options.nowMs);
        await saveIncidents(writer, batch.incidents);
        await addTransitions(writer, batch.transitions);
        await trimTransitions(writer, batch.incidents);
        const touched = await addNotices(writer, batch.notices, options);
        for (const record of batch.audit) await insertAuditEvent(writer, record);
        await saveSeen(writer, batch.seenCooldownIds, options.nowMs);
        await writer.$executeRawUnsafe(SAVE_CURSOR, CURSOR, batch.cursorMs);
        return touched;
      }),
  };
}
