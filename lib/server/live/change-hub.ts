import type { Topic } from "@/lib/contracts/stream";

/** Tells listeners which topics changed. */
export interface ChangeHub {
  publish(...topics: Topic[]): void;
  /** @returns a function that ends the subscription */
  subscribe(listener: (topics: readonly Topic[]) => void): () => void;
  listenerCount(): number;
}

/**
 * Changes within this time are told together. A storm of thousands of errors a second is a few events for a browser,
 * and an error is still on the screen within a second of its reply.
 */
const GATHER_MS = 200;

export function createChangeHub(): ChangeHub {
  const listeners = new Set<(topics: readonly Topic[]) => void>();
  let changed = new Set<Topic>();
  let timer: NodeJS.Timeout | null = null;

  const tell = () => {
    timer = null;
    const topics = [...changed];
    changed = new Set();
    for (const listener of listeners) listener(topics);
  };

  return {
    publish: (...topics) => {
      if (listeners.size === 0) return;
      for (const topic of topics) changed.add(topic);
      if (timer === null) timer = setTimeout(tell, GATHER_MS);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    listenerCount: () => listeners.size,
  };
}
