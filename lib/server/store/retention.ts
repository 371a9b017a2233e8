import type { PrismaClient } from "./generated/client";
import type { Database } from "./sqlite/database";
import { deleteOldTallies, type TallyStepSeconds } from "./tallies";

const DAY_MS = 86_400_000;
/** Small enough that a batch never holds the write lock for long beside the recorder. */
const ROWS_PER_BATCH = 2_000;

/** How long each kind of row is kept, in days. Charts need twice their period, for the one before. */
const TALLY_DAYS: Readonly<Record<TallyStepSeconds, number>> = { 60: 4, 3600: 93, 86400: 1_096 };
const BALANCE_SAMPLE_DAYS = 400;

export interface RetentionLimits {
  /** Error events older than this go. */
  readonly errorDays: number;
  /** The oldest error events above this number go as well, so that a storm can't fill the disk. */
  readonly maxErrors: number;
}

export interface RetentionStore {
  /** Deletes what is past its time, in small transactions. @returns the number of rows deleted */
  prune(nowMs: number, limits: RetentionLimits): Promise<number>;
}

async function deleteOldErrors(writer: PrismaClient, beforeMs: number): Promise<number> {
  return await writer.$executeRawUnsafe(
    `DELETE FROM "ErrorEvent" WHERE "id" IN (SELECT "id" FROM "ErrorEvent" WHERE "atMs" < ? ORDER BY "atMs" LIMIT ?)`,
    beforeMs,
    ROWS_PER_BATCH,
  );
}

async function deleteOldSamples(writer: PrismaClient, beforeMs: number): Promise<number> {
  return await writer.$executeRawUnsafe(
    `DELETE FROM "BalanceSample" WHERE "id" IN (SELECT "id" FROM "BalanceSample" WHERE "atMs" < ? LIMIT ?)`,
    beforeMs,
    ROWS_PER_BATCH,
  );
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

  /** The instant before which errors are too many; 0 when they are not. */
  const findSurplusBefore = async (maxErrors: number): Promise<number> => {
    const oldestKept = await reader.errorEvent.findFirst({
      select: { atMs: true },
      orderBy: { atMs: "desc" },
      skip: maxErrors,
    });
    return oldestKept === null ? 0 : Number(oldestKept.atMs) + 1;
  };

  return {
    prune: async (nowMs, { errorDays, maxErrors }) => {
      const beforeMs = Math.max(nowMs - errorDays * DAY_MS, await findSurplusBefore(maxErrors));
      let deleted = await repeat((writer) => deleteOldErrors(writer, beforeMs));
      deleted += await repeat((writer) => deleteOldSamples(writer, nowMs - BALANCE_SAMPLE_DAYS * DAY_MS));
      for (const [step, days] of Object.entries(TALLY_DAYS)) {
        const stepSeconds = Number(step) as TallyStepSeconds;
        deleted += await repeat((writer) =>
          deleteOldTallies(writer, { stepSeconds, beforeMs: nowMs - days * DAY_MS, limit: ROWS_PER_BATCH }),
        );
      }
      return deleted;
    },
  };
}
