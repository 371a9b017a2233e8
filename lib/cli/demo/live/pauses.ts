import { setTimeout as sleep } from "node:timers/promises";

/** A provider counts the length of a ban anew with each call that comes too early, so programs wait a little longer. */
const MARGIN_MS = 1_500;

/** Until when the programs of a scope (an address at a provider, or an account) make no calls. */
export interface Pauses {
  pause(scope: string, seconds: number): void;
  /** Resolves when none of the scopes is paused; rejects when the signal aborts. */
  wait(scopes: readonly string[], signal: AbortSignal): Promise<void>;
}

export function createPauses(now: () => number): Pauses {
  const untilMs = new Map<string, number>();
  return {
    pause: (scope, seconds) => {
      const endMs = now() + seconds * 1_000 + MARGIN_MS;
      untilMs.set(scope, Math.max(untilMs.get(scope) ?? 0, endMs));
    },
    wait: async (scopes, signal) => {
      for (;;) {
        const leftMs = Math.max(...scopes.map((scope) => (untilMs.get(scope) ?? 0) - now()));
        if (leftMs <= 0) return;
        await sleep(leftMs, undefined, { signal });
      }
    },
  };
}
