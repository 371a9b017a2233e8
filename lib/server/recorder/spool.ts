import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { CooldownRecord } from "../store/cooldowns";
import type { ErrorRecord } from "../store/error-events";

/** One error with what it did to a cooldown, as one line of the spool. */
export interface SpoolEntry {
  readonly error: ErrorRecord;
  readonly cooldown: CooldownRecord | null;
}

export interface Spool {
  /**
   * Appends the entries and syncs them to the disk before it resolves.
   *
   * @throws when the file system refuses, or the spool has reached its limit; the entries are then not in it for sure
   */
  append(entries: readonly SpoolEntry[]): Promise<void>;
  /** Entries waiting to be replayed. */
  size(): number;
  /**
   * Hands all entries to `commit`, oldest first, and forgets them once it resolved. An entry may be handed over twice
   * after a crash, never not at all; a line that a crash cut short was never promised to anybody and is skipped.
   */
  replay(commit: (entries: readonly SpoolEntry[]) => Promise<void>): Promise<void>;
}

const LIVE_FILE = "errors.ndjson";
const REPLAY_PREFIX = "replay-";
const REPLAY_BATCH = 500;
/** Some 300 000 errors. A spool may not fill the disk that the database needs to come back. */
const MAX_BYTES = 256 * 1024 * 1024;

async function* readEntries(path: string): AsyncGenerator<SpoolEntry> {
  for await (const line of createInterface({
    input: createReadStream(path, "utf8"),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    try {
      yield JSON.parse(line) as SpoolEntry;
    } catch {
      // Cut short by a crash: its append never resolved, so nobody was told that it is kept.
    }
  }
}

async function countEntries(path: string): Promise<number> {
  let entries = 0;
  for await (const _ of readEntries(path)) entries += 1;
  return entries;
}

async function listReplays(folder: string): Promise<string[]> {
  return (await readdir(folder))
    .filter((name) => name.startsWith(REPLAY_PREFIX))
    .sort()
    .map((name) => join(folder, name));
}

/** Opens the spool of a folder, with whatever an earlier process left in it. */
export async function openSpool(folder: string, options: { maxBytes?: number } = {}): Promise<Spool> {
  const maxBytes = options.maxBytes ?? MAX_BYTES;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const livePath = join(folder, LIVE_FILE);
  const exists = (path: string) =>
    stat(path).then(
      () => true,
      () => false,
    );

  let waiting = 0;
  for (const path of [...(await listReplays(folder)), ...((await exists(livePath)) ? [livePath] : [])]) {
    waiting += await countEntries(path);
  }
  let tail: Promise<unknown> = Promise.resolve();
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = tail.then(work);
    tail = turn.catch(() => undefined);
    return turn;
  };

  const append = async (entries: readonly SpoolEntry[]): Promise<void> => {
    const file = await open(livePath, "a", 0o600);
    try {
      const { size } = await file.stat();
      const text = `${entries.map((entry) => JSON.stringify(entry)).join("\n")}\n`;
      // A line that an earlier crash or a full disk cut short must not swallow the first of these.
      const separated = size > 0 ? `\n${text}` : text;
      if (size + Buffer.byteLength(separated) > maxBytes) throw new Error(`The spool has reached ${maxBytes} bytes`);
      await file.appendFile(separated);
      await file.datasync();
      waiting += entries.length;
    } finally {
      await file.close();
    }
  };

  const replayFile = async (path: string, commit: (entries: readonly SpoolEntry[]) => Promise<void>): Promise<void> => {
    let batch: SpoolEntry[] = [];
    let committed = 0;
    const commitBatch = async () => {
      if (batch.length > 0) await commit(batch);
      committed += batch.length;
      batch = [];
    };
    for await (const entry of readEntries(path)) {
      batch.push(entry);
      if (batch.length >= REPLAY_BATCH) await commitBatch();
    }
    await commitBatch();
    await unlink(path);
    waiting = Math.max(0, waiting - committed);
  };

  return {
    append: (entries) => alone(() => append(entries)),
    size: () => waiting,
    replay: async (commit) => {
      // Set aside first, so that errors that arrive meanwhile go to a file of their own.
      await alone(async () => {
        if (await exists(livePath)) await rename(livePath, join(folder, `${REPLAY_PREFIX}${Date.now()}.ndjson`));
      });
      for (const path of await listReplays(folder)) await replayFile(path, commit);
    },
  };
}
