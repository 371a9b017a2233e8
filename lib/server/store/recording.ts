import { LATENCY_CLASS_COUNT, latencyClass } from "@/lib/domain/latency";
import { type CooldownRecord, saveCooldowns } from "./cooldowns";
import type { ErrorRecord } from "./error-events";
import type { PrismaClient } from "./generated/client";
import { createNameLimit } from "./name-limit";
import { asRefusedData } from "./refused-data";
import type { Database } from "./sqlite/database";
import { findKnownErrorIds, insertErrorEvents } from "./sqlite/error-batch";
import { addTallies } from "./sqlite/tally-upsert";
import type { TallyRow } from "./tallies";

const MINUTE_MS = 60_000;

/** What one transaction of the recorder holds. */
export interface RecordingBatch {
  readonly errors: readonly ErrorRecord[];
  readonly cooldowns: readonly CooldownRecord[];
  /** Calls that were only counted. The errors' own tallies are made here, so that rows and tallies can't disagree. */
  readonly tallies: readonly TallyRow[];
}

export interface RecordingStore {
  /**
   * Commits the batch whole, or rejects and has written nothing.
   *
   * @param options.waitMs how long to wait for another process's lock
   * @param options.replayed skips the errors that the database has already, and those that are twice in the batch
   * @throws {RefusedDataError} when the rows themselves are at fault and would be refused again
   * @throws {DatabaseBusyError} when the lock did not come free in time
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
  const latencyClasses = new Array<number>(LATENCY_CLASS_COUNT).fill(0);
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

/** Those that the database does not have yet, each once. */
async function keepFresh(writer: PrismaClient, errors: readonly ErrorRecord[]): Promise<ErrorRecord[]> {
  const byId = new Map(errors.map((error) => [error.id, error]));
  const known = await findKnownErrorIds(writer, [...byId.keys()]);
  return [...byId.values()].filter((error) => !known.has(error.id));
}

export function createRecordingStore({ write }: Pick<Database, "write">): RecordingStore {
  const limitNames = createNameLimit();
  return {
    commit: async ({ errors, cooldowns, tallies }, { waitMs, replayed = false }) => {
      const save = async (writer: PrismaClient): Promise<void> => {
        const fresh = replayed ? await keepFresh(writer, errors) : errors;
        await insertErrorEvents(writer, fresh);
        await addTallies(writer, [...fresh.map(tallyOfError), ...tallies].map(limitNames));
        await saveCooldowns(writer, cooldowns);
      };
      try {
        await write(save, { waitMs });
      } catch (error) {
        throw asRefusedData(error);
      }
    },
  };
}
