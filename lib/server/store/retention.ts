import type { TallyStepSeconds } from "@/lib/domain/period";
import type { PrismaClient } from "./generated/client";
import type { Database } from "./sqlite/database";
import { MOST_ERRORS, PRUNE_STATEMENTS } from "./sqlite/prune-statements";
import { deleteOldTallies } from "./tallies";

const DAY_MS = 86_400_000;
/** Small enough that a batch never holds the write lock for long beside the recorder. */
const ROWS_PER_BATCH = 2_000;

/** How long each kind of row is kept, in days. Charts need twice their period, for the one before. */
const TALLY_DAYS: Readonly<Record<TallyStepSeconds, number>> = { 60: 4, 3600: 93, 86400: 1_096 };
const BALANCE_SAMPLE_DAYS = 400;
/** Counted from the end of the cooldown. One that still runs is never deleted. Warnings of its nearness live as long. */
const COOLDOWN_DAYS = 400;
/** Counted from the end of the incident, which is told of beside its ban. */
const INCIDENT_DAYS = 400;
const DELIVERY_DAYS = 90;

/** The database refuses to delete what is younger. It counts in whole seconds, so a second more is left. */
const LEAST_AUDIT_MS = 30 * DAY_MS + 1_000;

export interface RetentionLimits {
  /** Error events older than this go. */
  readonly errorDays: number;
  /** The oldest error events above this number go as well, so that a storm can't fill the disk. */
  readonly maxErrors: number;
  /** Lines of the audit log older than this go, but none of the last 30 days. */
  readonly auditDays: number;
}

export interface RetentionStore {
  /**
   * Deletes what is past its time, in small transactions. Finds by index what is due, so that it may run often.
   *
   * @returns the number of rows deleted
   */
  prune(nowMs: number, limits: RetentionLimits): Promise<number>;
}

export function createRetentionStore({ reader, write }: Pick<Database, "reader" | "write">): RetentionStore {
  const repeat = async (deleteBatch: (writer: PrismaClient) => Promise<number>): Promise<number> => {
    let deleted = 0;
    for (;;) {
      const batch = await write(deleteBatch);
      deleted += batch;
      if (batch < ROWS_PER_BATCH) return deleted;
    }
  };
  const deleteBefore = (statement: string, beforeMs: number) =>
    repeat((writer) => writer.$executeRawUnsafe(statement, beforeMs, ROWS_PER_BATCH));

  /** The instant before which errors are too many; 0 when they are not. */
  const findSurplusBefore = async (maxErrors: number): Promise<number> => {
    const [span] = await reader.$queryRawUnsafe<{ most: bigint | number }[]>(MOST_ERRORS);
    if (Number(span?.most ?? 0) <= maxErrors) return 0;
    const oldestKept = await reader.errorEvent.findFirst({
      select: { atMs: true },
      orderBy: { atMs: "desc" },
      skip: maxErrors,
    });
    return oldestKept === null ? 0 : Number(oldestKept.atMs) + 1;
  };

  return {
    prune: async (nowMs, { errorDays, maxErrors, auditDays }) => {
      const daysAgo = (days: number) => nowMs - days * DAY_MS;
      const { errors, audit, balanceSamples, endedCooldowns, riskWarnings } = PRUNE_STATEMENTS;
      const { settledDeliveries, resolvedIncidents } = PRUNE_STATEMENTS;
      let deleted = await deleteBefore(errors, Math.max(daysAgo(errorDays), await findSurplusBefore(maxErrors)));
      deleted += await deleteBefore(balanceSamples, daysAgo(BALANCE_SAMPLE_DAYS));
      deleted += await deleteBefore(endedCooldowns, daysAgo(COOLDOWN_DAYS));
      deleted += await deleteBefore(riskWarnings, daysAgo(COOLDOWN_DAYS));
      deleted += await deleteBefore(settledDeliveries, daysAgo(DELIVERY_DAYS));
      deleted += await deleteBefore(resolvedIncidents, daysAgo(INCIDENT_DAYS));
      for (const [step, days] of Object.entries(TALLY_DAYS)) {
        const stepSeconds = Number(step) as TallyStepSeconds;
        deleted += await repeat((writer) =>
          deleteOldTallies(writer, { stepSeconds, beforeMs: daysAgo(days), limit: ROWS_PER_BATCH }),
        );
      }
      // Last, for the database may refuse it where the clock was put forward.
      deleted += await deleteBefore(audit, Math.min(daysAgo(auditDays), nowMs - LEAST_AUDIT_MS));
      return deleted;
    },
  };
}
