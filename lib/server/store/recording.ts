import { latencyClass } from "@/lib/domain/latency";
import { type CooldownRecord, saveCooldowns } from "./cooldowns";
import type { ErrorRecord } from "./error-events";
import type { Database } from "./sqlite/database";
import { findKnownErrorIds, insertErrorEvents } from "./sqlite/error-batch";
import { addTallies } from "./sqlite/tally-upsert";
import type { TallyRow } from "./tallies";

const MINUTE_MS = 60_000;

/** What one transaction of the recorder holds. */
export interface RecordingBatch {
  readonly errors: readonly ErrorRecord[];
  readonly cooldowns: readonly CooldownRecord[];
  /** Counted successes. The errors' own tallies are made here, so that rows and tallies can't disagree. */
  readonly successes: readonly TallyRow[];
}

export interface RecordingStore {
  /**
   * Commits the batch whole, or rejects and has written nothing.
   *
   * @param options.waitMs how long to wait for another process's lock
   * @param options.replayed skips the errors that the database has already
   */
  commit(batch: RecordingBatch, options: { waitMs: number; replayed?: boolean }): Promise<void>;
}

/** The tally of one call. */
export function tallyOf(
  call: Omit<TallyRow, "minuteMs" | "calls" | "latencySumMs" | "latencyClasses"> & {
    atMs: number;
    latencyMs: number;
  },
): TallyRow {
  const { atMs, latencyMs, ...key } = call;
  const latencyClasses = new Array<number>(10).fill(0);
  latencyClasses[latencyClass(latencyMs)] = 1;
  return {
    ...key,
    minuteMs: Math.floor(atMs / MINUTE_MS) * MINUTE_MS,
    calls: 1,
    latencySumMs: latencyMs,
    latencyClasses,
  };
}

const tallyOfError = (error: ErrorRecord): TallyRow =>
  tallyOf({
    atMs: error.atMs,
    latencyMs: error.latencyMs,
    accountId: error.accountId ?? "",
    proxyKeyId: error.proxyKeyId ?? "",
    source: error.source,
    method: error.method,
    code: error.code,
    origin: error.origin,
  });

export function createRecordingStore({ write }: Pick<Database, "write">): RecordingStore {
  return {
    commit: ({ errors, cooldowns, successes }, { waitMs, replayed = false }) =>
      write(
        async (writer) => {
          const known = replayed
            ? await findKnownErrorIds(
                writer,
                errors.map((error) => error.id),
              )
            : new Set<string>();
          const fresh = errors.filter((error) => !known.has(error.id));
          await insertErrorEvents(writer, fresh);
          await addTallies(writer, [...fresh.map(tallyOfError), ...successes]);
          await saveCooldowns(writer, cooldowns);
        },
        { waitMs },
      ),
  };
}
