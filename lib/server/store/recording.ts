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

/**
 * Tallies are kept for years, one per combination of names, and names come from outside. A program that makes up a new
 * method with each call, or a provider that does so with codes, must not make them grow without end.
 */
const MAX_METHODS = 200;
const MAX_CODES = 500;
const OTHER = "(other)";

/** @returns the name itself, or `(other)` once `max` different names were seen */
function createNameLimit(max: number): (name: string) => string {
  const seen = new Set<string>();
  return (name) => {
    if (seen.size < max) seen.add(name);
    return seen.has(name) ? name : OTHER;
  };
}

export function createRecordingStore({ write }: Pick<Database, "write">): RecordingStore {
  const limitMethod = createNameLimit(MAX_METHODS);
  const limitCode = createNameLimit(MAX_CODES);
  const limited = (row: TallyRow): TallyRow => ({ ...row, method: limitMethod(row.method), code: limitCode(row.code) });
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
          await addTallies(writer, [...fresh.map(tallyOfError), ...successes].map(limited));
          await saveCooldowns(writer, cooldowns);
        },
        { waitMs },
      ),
  };
}
