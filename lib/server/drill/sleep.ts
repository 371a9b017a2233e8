import { setTimeout as wait } from "node:timers/promises";

/** Resolves after so many milliseconds, or as soon as the signal aborts. Never rejects, and keeps no process alive. */
export const sleepUnlessAborted = (ms: number, signal: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal, ref: false }).catch(() => undefined);
