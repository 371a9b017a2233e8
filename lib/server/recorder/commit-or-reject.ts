import { RefusedDataError } from "../store/refused-data";
import type { SpoolEntry } from "./spool-entry";

/**
 * Commits the entries; when the database refuses them for good, halves them until the culprit stands alone and hands
 * that to `reject`, so that one bad entry never holds up the others.
 *
 * @throws what `commit` throws for any other reason (a lock, a full disk); some entries may be committed by then, so
 *   `commit` must bear being given an entry twice
 */
export async function commitOrReject(
  entries: readonly SpoolEntry[],
  commit: (entries: readonly SpoolEntry[]) => Promise<void>,
  reject: (entry: SpoolEntry, why: string) => Promise<void>,
): Promise<void> {
  const [first] = entries;
  if (first === undefined) return;
  try {
    await commit(entries);
  } catch (error) {
    if (!(error instanceof RefusedDataError)) throw error;
    if (entries.length === 1) return await reject(first, error.message);
    const half = Math.ceil(entries.length / 2);
    await commitOrReject(entries.slice(0, half), commit, reject);
    await commitOrReject(entries.slice(half), commit, reject);
  }
}
