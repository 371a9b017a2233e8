const MINUTE_MS = 60_000;

/** Counts the calls of keys that have a limit. */
export interface CallRate {
  /**
   * Counts one call, unless the key has made `callsPerMinute` in its running minute.
   *
   * @returns 0 when it was counted, else the milliseconds until the key's next minute
   */
  take(keyId: string, callsPerMinute: number, nowMs: number): number;
}

/**
 * A fixed window per key: its minute begins with the first call after the last one was over. So a key never makes more
 * than its limit in one such minute, and across the edge of two at most twice as many within 60 s. Calls that were
 * refused do not count. Memory holds two numbers per key that has a limit, and a restart begins anew.
 */
export function createCallRate(): CallRate {
  const windows = new Map<string, { startMs: number; calls: number }>();
  return {
    take: (keyId, callsPerMinute, nowMs) => {
      const running = windows.get(keyId);
      // A clock that was set back must not lock a key out.
      if (running === undefined || nowMs < running.startMs || nowMs >= running.startMs + MINUTE_MS) {
        windows.set(keyId, { startMs: nowMs, calls: 1 });
        return 0;
      }
      if (running.calls >= callsPerMinute) return running.startMs + MINUTE_MS - nowMs;
      running.calls += 1;
      return 0;
    },
  };
}
