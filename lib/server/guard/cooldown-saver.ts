import type { CooldownRecord, CooldownStore, ProbeRecord } from "../store/cooldowns";

/** Writes down what becomes of cooldowns, and again what the database did not take. */
export interface CooldownSaver {
  /**
   * Resolves when it is stored, or when the database did not take it: then it is written again by {@link retry}. Never
   * rejects.
   */
  save(record: CooldownRecord, probe?: ProbeRecord): Promise<void>;
  /** Stores the counts of held calls in the background, the newest of each cooldown. */
  saveCounts(records: readonly CooldownRecord[]): void;
  /** Writes again what was not taken, in the background. Does nothing while that is under way. */
  retry(): void;
  /** Waits for what is under way, makes a last try, and writes nothing any more. */
  close(counted: readonly CooldownRecord[]): Promise<void>;
}

interface Waiting {
  readonly record: CooldownRecord;
  readonly probe: ProbeRecord | undefined;
}

/** What waits for a database that takes nothing; older entries are worth less than newer ones. */
const MAX_WAITING = 10_000;

export function createCooldownSaver(
  store: Pick<CooldownStore, "save" | "saveCounts">,
  onSaveFailed: (error: unknown) => void,
): CooldownSaver {
  let waiting: Waiting[] = [];
  const counted = new Map<string, CooldownRecord>();
  let counting: Promise<void> | null = null;
  let retrying: Promise<void> | null = null;
  let closed = false;

  const write = async ({ record, probe }: Waiting): Promise<void> => {
    // The answer of a probe that a stop cut off comes when the database is closed: the next start asks again.
    if (closed) return;
    try {
      await store.save(record, probe);
    } catch (error) {
      onSaveFailed(error);
      // In the order in which it happened; what is older than what is stored changes nothing.
      waiting = [...waiting, { record, probe }].slice(-MAX_WAITING);
    }
  };

  const writeAgain = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    for (const [index, entry] of batch.entries()) {
      const before = waiting.length;
      await write(entry);
      if (waiting.length === before) continue;
      // The database takes nothing yet: no use in trying the rest now.
      waiting = [...waiting, ...batch.slice(index + 1)].slice(-MAX_WAITING);
      return;
    }
  };

  /** What comes while one statement runs goes with the next. */
  const writeCounts = async (): Promise<void> => {
    while (counted.size > 0) {
      const records = [...counted.values()];
      counted.clear();
      await store.saveCounts(records).catch(onSaveFailed);
    }
  };

  return {
    save: (record, probe) => write({ record, probe }),
    saveCounts: (records) => {
      for (const record of records) counted.set(record.id, record);
      counting ??= writeCounts().finally(() => {
        counting = null;
      });
    },
    retry: () => {
      if (waiting.length === 0) return;
      retrying ??= writeAgain().finally(() => {
        retrying = null;
      });
    },
    close: async (records) => {
      for (const record of records) counted.set(record.id, record);
      await counting;
      await retrying;
      await writeAgain();
      await writeCounts();
      closed = true;
    },
  };
}
