import type { CooldownRecord } from "../store/cooldowns";
import type { ErrorRecord } from "../store/error-events";
import type { RecordingStore } from "../store/recording";
import { type CountedCall, createCallCounts } from "./call-counts";
import { commitOrReject } from "./commit-or-reject";
import type { Spool } from "./spool";
import type { SpoolEntry } from "./spool-entry";

/** A program waits at most this long for its error to be kept (DESIGN §1). */
const REPLY_WAIT_MS = 250;
/** What a batch may wait for the database's lock: the spool must have its turn within the reply's wait. */
const LOCK_WAIT_MS = 120;
const MAX_BATCH = 2_000;
const FLUSH_EVERY_MS = 1_000;
const RETRY_EVERY_MS = 500;
/** Errors kept in memory when neither the database nor the spool takes them: some 100 MB at most. */
const MAX_IN_MEMORY = 100_000;

export interface RecorderHealth {
  /** Why errors are not going straight into the database; null when they are. */
  readonly reason: string | null;
  /** Errors in the spool or in memory. */
  readonly waiting: number;
  /** Errors that had no place left anywhere since the start. */
  readonly dropped: number;
  /** Errors that the database refused for good since the start: they lie in the spool's rejected file. */
  readonly rejected: number;
}

export interface Recorder {
  /** Counts a call that is not recorded one by one. In memory at once, in the database within about a second. */
  countCall(call: CountedCall): void;
  /**
   * Keeps an error. Resolves when it is committed, or synced to the spool, and in any case within 250 ms: the proxy
   * never stops because the log does. Never rejects.
   */
  recordError(error: ErrorRecord, cooldown: CooldownRecord | null): Promise<void>;
  /** Commits everything that is counted and waiting, as far as the database takes it. Runs one at a time. */
  flush(): Promise<void>;
  health(): RecorderHealth;
  /** Flushes and stops. */
  close(): Promise<void>;
}

interface Pending extends SpoolEntry {
  readonly settle: () => void;
}

/** The newest state of each cooldown in a batch is the only one worth writing. */
function newestCooldowns(entries: readonly SpoolEntry[]): CooldownRecord[] {
  const newest = new Map<string, CooldownRecord>();
  for (const { cooldown } of entries) if (cooldown !== null) newest.set(cooldown.id, cooldown);
  return [...newest.values()];
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).split("\n").pop() ?? "";

/**
 * The group commit: errors that arrive while a commit runs share the next one. When the database does not take a batch
 * it goes to the spool, and everything goes there until a commit succeeds again; then the spool is replayed. An entry
 * that the database refuses for good is found there and set aside: it degrades recording for one round, not for ever.
 *
 * @param options.onStored is told after each change to what can be read from the database
 * @param options.onHealthChange is told when recording becomes degraded or well again
 */
export function createRecorder(
  store: RecordingStore,
  spool: Spool,
  options: {
    onStored: (stored: { errors: number; calls: boolean; cooldowns: boolean }) => void;
    onHealthChange: () => void;
  },
): Recorder {
  const counted = createCallCounts();
  let pending: Pending[] = [];
  const unkept: SpoolEntry[] = [];
  let dropped = 0;
  let reason: string | null = null;
  let draining: Promise<void> | null = null;
  let flushed: Promise<void> = Promise.resolve();
  let closed = false;

  const setReason = (next: string | null) => {
    const changed = (reason === null) !== (next === null);
    reason = next;
    if (changed) options.onHealthChange();
  };

  const commit = async (entries: readonly SpoolEntry[], replayed: boolean): Promise<void> => {
    // What is replayed may be refused for good, and must not take counts with it.
    const tallies = replayed ? [] : counted.take();
    const cooldowns = newestCooldowns(entries);
    try {
      await store.commit(
        { errors: entries.map((entry) => entry.error), cooldowns, tallies },
        { waitMs: LOCK_WAIT_MS, replayed },
      );
    } catch (error) {
      counted.giveBack(tallies);
      throw error;
    }
    options.onStored({ errors: entries.length, calls: tallies.length > 0, cooldowns: cooldowns.length > 0 });
  };

  const keepElsewhere = async (entries: readonly SpoolEntry[]): Promise<void> => {
    try {
      await spool.append(entries);
    } catch (error) {
      setReason(`Neither the database nor the spool takes errors: ${messageOf(error)}`);
      const room = Math.max(0, MAX_IN_MEMORY - unkept.length);
      unkept.push(...entries.slice(0, room));
      dropped += Math.max(0, entries.length - room);
    }
  };

  const keepBatch = async (batch: readonly Pending[]): Promise<void> => {
    const entries = batch.map(({ error, cooldown }) => ({ error, cooldown }));
    try {
      if (reason === null) await commit(entries, false);
      else await keepElsewhere(entries);
    } catch (error) {
      setReason(`The database does not take errors: ${messageOf(error)}`);
      await keepElsewhere(entries);
    }
    for (const { settle } of batch) settle();
  };

  const drain = async (): Promise<void> => {
    while (pending.length > 0) {
      const batch = pending.slice(0, MAX_BATCH);
      pending = pending.slice(MAX_BATCH);
      await keepBatch(batch);
    }
  };

  const startDraining = (): Promise<void> => {
    // A turn of the event loop gathers what arrives together into one commit.
    draining ??= new Promise<void>((resolve) => setImmediate(resolve)).then(drain).finally(() => {
      draining = null;
      if (pending.length > 0) void startDraining();
    });
    return draining;
  };

  /** Brings back what had to wait. Well again only when nothing of it waits any more. */
  const recover = async (): Promise<void> => {
    const replay = (entries: readonly SpoolEntry[]) => commit(entries, true);
    try {
      await commit([], false);
      await spool.replay(replay);
      while (unkept.length > 0) {
        const batch = unkept.slice(0, MAX_BATCH);
        await commitOrReject(batch, replay, spool.reject);
        // Only this removes entries, and only one flush runs: the batch is still what stands in front.
        unkept.splice(0, batch.length);
      }
      setReason(null);
    } catch (error) {
      setReason(`The database does not take errors: ${messageOf(error)}`);
    }
  };

  const flushOnce = async (): Promise<void> => {
    await draining;
    if (reason !== null || spool.size() > 0 || unkept.length > 0) await recover();
    else if (!counted.isEmpty()) await commit([], false).catch((error) => setReason(messageOf(error)));
  };

  /** In turn: two at once would replay the same file, and each take away what the other had written. */
  const flush = (): Promise<void> => {
    const turn = flushed.then(flushOnce);
    flushed = turn.catch(() => undefined);
    return turn;
  };

  let timer: NodeJS.Timeout;
  const schedule = () => {
    timer = setTimeout(
      () => void flush().finally(() => closed || schedule()),
      reason === null ? FLUSH_EVERY_MS : RETRY_EVERY_MS,
    );
    timer.unref();
  };
  schedule();

  return {
    countCall: (call) => counted.add(call),
    recordError: (error, cooldown) =>
      new Promise((resolve) => {
        const patience = setTimeout(resolve, REPLY_WAIT_MS);
        const settle = () => {
          clearTimeout(patience);
          resolve();
        };
        pending.push({ error, cooldown, settle });
        void startDraining();
      }),
    flush,
    health: () => {
      const { kept, lost } = spool.rejections();
      return { reason, waiting: spool.size() + unkept.length, dropped: dropped + lost, rejected: kept };
    },
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await draining;
      await flush();
    },
  };
}
