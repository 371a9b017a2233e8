import type { ApiTokenChange, ApiTokenRecord, ApiTokenStore } from "../store/api-tokens";

/** The tokens in memory, in step with the database: a call that carries one costs no read of it. */
export interface TokenRecords {
  /** The newest first. */
  list(): readonly ApiTokenRecord[];
  find(id: string): ApiTokenRecord | undefined;
  findByHash(tokenHash: string): ApiTokenRecord | undefined;
  /**
   * Writes the changes, all or none, and lets the very next request see them.
   *
   * @param prepare makes the changes when their turn has come, from the newest state; what it throws is handed on
   * @param write stores them where it is not the tokens alone that change; asked also when no token does
   */
  save(
    prepare: () => readonly ApiTokenChange[],
    write?: (changes: readonly ApiTokenChange[]) => Promise<void>,
  ): Promise<void>;
  /** Remembers a use, to the minute: at once in memory, and soon in the database. */
  noteUse(id: string, atMs: number): void;
}

const MINUTE_MS = 60_000;

export async function openTokenRecords(parts: {
  readonly store: ApiTokenStore;
  readonly onSaveFailed: (error: unknown) => void;
}): Promise<TokenRecords> {
  const { store, onSaveFailed } = parts;
  let records: readonly ApiTokenRecord[] = [];
  let byHash = new Map<string, ApiTokenRecord>();
  let tail: Promise<unknown> = Promise.resolve();

  const replaceAll = (all: readonly ApiTokenRecord[]): void => {
    records = all;
    byHash = new Map(all.map((record) => [record.tokenHash, record]));
  };
  const find = (id: string) => records.find((record) => record.id === id);

  replaceAll(await store.list());
  return {
    list: () => records,
    find,
    findByHash: (tokenHash) => byHash.get(tokenHash),
    save: (prepare, write) => {
      const saved = tail.then(async () => {
        const changes = prepare();
        if (changes.length === 0 && write === undefined) return;
        await (write ?? store.save)(changes);
        const changed = new Map(changes.map(({ token }) => [token.id, token]));
        const known = new Set(records.map(({ id }) => id));
        const added = changes.filter(({ token }) => !known.has(token.id)).map(({ token }) => token);
        replaceAll([
          ...added.reverse(),
          // A use that was noted meanwhile is kept.
          ...records.map((record) => ({ ...record, ...changed.get(record.id), lastUsedAtMs: record.lastUsedAtMs })),
        ]);
      });
      // One that failed does not hold up the next.
      tail = saved.catch(() => undefined);
      return saved;
    },
    noteUse: (id, atMs) => {
      const record = find(id);
      const minuteMs = atMs - (atMs % MINUTE_MS);
      if (record === undefined || (record.lastUsedAtMs !== null && record.lastUsedAtMs >= minuteMs)) return;
      replaceAll(records.map((other) => (other.id === id ? { ...other, lastUsedAtMs: minuteMs } : other)));
      store.markUsed(id, minuteMs).catch(onSaveFailed);
    },
  };
}
