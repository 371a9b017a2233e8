import { mkdir, open, readdir, rename, stat, unlink } from "node:fs/promises";
import { join } from "node:path";

/** The files of a spool: one that is appended to, and those set aside to be replayed. */
export interface SpoolFiles {
  /**
   * Appends the lines to the live file and syncs it before it resolves.
   *
   * @throws when the file system refuses, or all files together would exceed the limit
   */
  append(lines: readonly string[]): Promise<void>;
  /** Every file with waiting lines, oldest first. */
  list(): Promise<string[]>;
  /** The files set aside, oldest first. */
  listReplays(): Promise<string[]>;
  /** Sets the live file aside, so that what arrives meanwhile goes to a file of its own. @returns null without one */
  setAside(): Promise<string | null>;
  /** Deletes a file that was set aside. */
  remove(path: string): Promise<void>;
}

const LIVE_FILE = "errors.ndjson";
const REPLAY_FILE = /^replay-(\d+)\.ndjson$/;

const sizeOf = (path: string): Promise<number | null> =>
  stat(path).then(
    ({ size }) => size,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    },
  );

/** Appends to `path` and syncs it. @throws {Error} when `bytesElsewhere` and the file together would exceed `maxBytes` */
export async function appendLines(
  path: string,
  lines: readonly string[],
  limit: { maxBytes: number; bytesElsewhere: number },
): Promise<void> {
  const file = await open(path, "a", 0o600);
  try {
    const { size } = await file.stat();
    const text = `${lines.join("\n")}\n`;
    // A line that an earlier crash or a full disk cut short must not swallow the first of these.
    const separated = size > 0 ? `\n${text}` : text;
    if (limit.bytesElsewhere + size + Buffer.byteLength(separated) > limit.maxBytes) {
      throw new SpoolFullError(`The spool has reached ${limit.maxBytes} bytes`);
    }
    await file.appendFile(separated);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** A file of the spool has reached its limit; nothing was written. */
export class SpoolFullError extends Error {
  override readonly name = "SpoolFullError";
}

/** Opens the files of a folder, which is made when it is missing. `maxBytes` limits all of them together. */
export async function openSpoolFiles(folder: string, maxBytes: number): Promise<SpoolFiles> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const livePath = join(folder, LIVE_FILE);
  const numberOf = (name: string) => Number(REPLAY_FILE.exec(name)?.[1]);
  const listReplayNames = async () =>
    (await readdir(folder)).filter((name) => REPLAY_FILE.test(name)).sort((a, b) => numberOf(a) - numberOf(b));
  const listReplays = async () => (await listReplayNames()).map((name) => join(folder, name));

  let lastNumber = Math.max(0, ...(await listReplayNames()).map(numberOf));
  let replayBytes = 0;
  for (const path of await listReplays()) replayBytes += (await sizeOf(path)) ?? 0;

  let tail: Promise<unknown> = Promise.resolve();
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = tail.then(work);
    tail = turn.catch(() => undefined);
    return turn;
  };

  return {
    append: (lines) => alone(() => appendLines(livePath, lines, { maxBytes, bytesElsewhere: replayBytes })),
    list: async () => [...(await listReplays()), ...((await sizeOf(livePath)) === null ? [] : [livePath])],
    listReplays,
    setAside: () =>
      alone(async () => {
        const size = await sizeOf(livePath);
        if (size === null) return null;
        const path = join(folder, `replay-${lastNumber + 1}.ndjson`);
        await rename(livePath, path);
        lastNumber += 1;
        replayBytes += size;
        return path;
      }),
    remove: async (path) => {
      const size = (await sizeOf(path)) ?? 0;
      await unlink(path);
      replayBytes -= size;
    },
  };
}
