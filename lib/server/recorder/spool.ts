import { join } from "node:path";
import { commitOrReject } from "./commit-or-reject";
import { readSpoolLines, type SpoolEntry, type SpoolLine } from "./spool-entry";
import { appendLines, openSpoolFiles, SpoolFullError } from "./spool-files";

/** What will never go into the database, since the start. */
export interface Rejections {
  /** Set aside in {@link REJECTED_FILE} for a person to look at. */
  readonly kept: number;
  /** Lost, because that file has reached its limit. */
  readonly lost: number;
}

export interface Spool {
  /**
   * Appends the entries and syncs them to the disk before it resolves.
   *
   * @throws when the file system refuses, or the spool has reached its limit. Some of the entries may be in the file
   *   all the same (a disk that filled up in the middle): the caller keeps them elsewhere, and a replay skips what the
   *   database has by then.
   */
  append(entries: readonly SpoolEntry[]): Promise<void>;
  /** Lines waiting to be replayed. */
  size(): number;
  /**
   * Hands all entries to `commit`, oldest first, and forgets them once it resolved. An entry may be handed over twice
   * after a crash, never not at all; a line that a crash cut short was never promised to anybody and is skipped. What
   * is no entry, or is refused with a `RefusedDataError`, is rejected. One replay at a time.
   */
  replay(commit: (entries: readonly SpoolEntry[]) => Promise<void>): Promise<void>;
  /** Sets an entry aside that the database refuses for good. @throws when the file system refuses */
  reject(entry: SpoolEntry, why: string): Promise<void>;
  rejections(): Rejections;
}

/** In the spool's folder: one `{"why":…,"line":…}` a line. Nothing reads it but people. */
export const REJECTED_FILE = "rejected.ndjson";

const REPLAY_BATCH = 500;
/** Some 300 000 errors. A spool may not fill the disk that the database needs to come back. */
const MAX_BYTES = 256 * 1024 * 1024;
/** Enough to see what is wrong; more of the same teaches nothing. */
const MAX_REJECTED_BYTES = 16 * 1024 * 1024;

/**
 * Opens the spool of a folder, with whatever an earlier process left in it.
 *
 * @param options.maxBytes limits the files that wait, all together
 * @param options.maxRejectedBytes limits what is set aside for people
 */
export async function openSpool(
  folder: string,
  options: { maxBytes?: number; maxRejectedBytes?: number } = {},
): Promise<Spool> {
  const { maxBytes = MAX_BYTES, maxRejectedBytes = MAX_REJECTED_BYTES } = options;
  const files = await openSpoolFiles(folder, maxBytes);
  const rejectedPath = join(folder, REJECTED_FILE);
  /** Lines of a file that are committed or rejected already, so that a retry begins where the last one failed. */
  const done = new Map<string, number>();
  const rejections = { kept: 0, lost: 0 };
  let waiting = 0;
  for (const path of await files.list()) for await (const _ of readSpoolLines(path)) waiting += 1;

  const rejectLine = async (line: string, why: string): Promise<void> => {
    try {
      const limit = { maxBytes: maxRejectedBytes, bytesElsewhere: 0 };
      await appendLines(rejectedPath, [JSON.stringify({ why, line })], limit);
      rejections.kept += 1;
    } catch (error) {
      if (!(error instanceof SpoolFullError)) throw error;
      rejections.lost += 1;
    }
  };
  const reject = (entry: SpoolEntry, why: string) => rejectLine(JSON.stringify(entry), why);

  const replayFile = async (path: string, commit: (entries: readonly SpoolEntry[]) => Promise<void>): Promise<void> => {
    const doneBefore = done.get(path) ?? 0;
    let read = 0;
    let batch: SpoolLine[] = [];
    const finishBatch = async () => {
      const entries = batch.flatMap((line) => (line.kind === "entry" ? [line.entry] : []));
      await commitOrReject(entries, commit, reject);
      for (const line of batch) if (line.kind === "malformed") await rejectLine(line.text, line.why);
      done.set(path, read);
      // A failed append may have left more lines than were counted.
      waiting = Math.max(0, waiting - batch.length);
      batch = [];
    };
    for await (const line of readSpoolLines(path)) {
      read += 1;
      if (read > doneBefore) batch.push(line);
      if (batch.length >= REPLAY_BATCH) await finishBatch();
    }
    await finishBatch();
    await files.remove(path);
    done.delete(path);
  };

  return {
    append: async (entries) => {
      await files.append(entries.map((entry) => JSON.stringify(entry)));
      waiting += entries.length;
    },
    size: () => waiting,
    replay: async (commit) => {
      // What is set aside comes first: while it fails, the live file stays the one that grows.
      for (const path of await files.listReplays()) await replayFile(path, commit);
      const last = await files.setAside();
      if (last !== null) await replayFile(last, commit);
    },
    reject,
    rejections: () => ({ ...rejections }),
  };
}
