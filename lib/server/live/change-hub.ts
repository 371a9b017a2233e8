import type { Topic } from "@/lib/contracts/stream";

/** Tells listeners which topics changed. */
export interface ChangeHub {
  publish(...topics: Topic[]): void;
  /**
   * @param owner who listens, for {@link ChangeHub.listenerCount}
   * @returns a function that ends the subscription
   */
  subscribe(listener: (topics: readonly Topic[]) => void, owner?: string): () => void;
  /** @param owner counts only those who subscribed under this name */
  listenerCount(owner?: string): number;
}

/**
 * Changes within this time are told together. A storm of thousands of errors a second is a few events for a browser,
 * and an error is still on the screen within a second of its reply.
 */
const GATHER_MS = 200;

export function createChangeHub(): ChangeHub {
  const listeners = new Map<(topics: readonly Topic[]) => void, string | null>();
  let changed = new Set<Topic>();
  let timer: NodeJS.Timeout | null = null;

  const tell = () => {
    timer = null;
    const topics = [...changed];
    changed = new Set();
    for (const listener of listeners.keys()) listener(topics);
  };

  return {
    publish: (...topics) => {
      if (listeners.size === 0) return;
      for (const topic of topics) changed.add(topic);
      if (timer === null) timer = setTimeout(tell, GATHER_MS);
    },
    subscribe: (listener, owner) => {
      listeners.set(listener, owner ?? null);
      return () => listeners.delete(listener);
    },
    listenerCount: (owner) =>
      owner === undefined ? listeners.size : [...listeners.values()].filter((other) => other === owner).length,
  };
}
