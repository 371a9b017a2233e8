import type { QueryClient, QueryKey } from "@tanstack/react-query";

/** A storm of changes refetches the same query no more often than twice a second. */
const LEAST_GAP_MS = 500;

export interface RefreshQueue {
  /** Refetches what is on the screen under these keys; what is not is refetched when it is shown next. */
  refresh(keys: readonly QueryKey[]): void;
  close(): void;
}

/**
 * Refetches each key at once, then waits: for the answer, and for `LEAST_GAP_MS`. Changes that come meanwhile make it
 * go once more after that. So a slow server is not asked anew before it has answered, and the newest change is never lost.
 *
 * @param isHidden while nobody looks nothing is asked for; whoever shows the page again refreshes everything
 */
export function createRefreshQueue(client: QueryClient, isHidden: () => boolean): RefreshQueue {
  const busy = new Map<string, { again: boolean }>();
  let isClosed = false;

  const run = async (key: QueryKey): Promise<void> => {
    const id = JSON.stringify(key);
    const turn = busy.get(id);
    if (turn) {
      turn.again = true;
      return;
    }
    // A first load on its way is not asked again by react-query, and its answer may be older than the change.
    const mine = { again: client.isFetching({ queryKey: key }) > 0 };
    busy.set(id, mine);
    // A failure is on the screen already: the panel says that it is stale.
    await Promise.allSettled([client.invalidateQueries({ queryKey: key }), pause(LEAST_GAP_MS)]);
    busy.delete(id);
    if (mine.again && !isClosed && !isHidden()) await run(key);
  };

  return {
    refresh: (keys) => {
      for (const key of keys) void run(key);
    },
    close: () => {
      isClosed = true;
    },
  };
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
