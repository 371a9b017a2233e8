import type { HandleCall } from "./handle-call";

/** Calls that are under way, so that a stop can wait for them. */
export interface InFlightCalls {
  readonly handleCall: HandleCall;
  /** Resolves when no call is under way any more, after `waitMs` at the latest. */
  drain(waitMs: number): Promise<void>;
}

export function trackInFlight(handleCall: HandleCall): InFlightCalls {
  const calls = new Set<Promise<unknown>>();
  return {
    handleCall: (call) => {
      const reply = handleCall(call);
      calls.add(reply);
      return reply.finally(() => calls.delete(reply));
    },
    drain: async (waitMs) => {
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise((resolve) => {
        timer = setTimeout(resolve, waitMs);
      });
      await Promise.race([Promise.allSettled(calls), patience]);
      clearTimeout(timer);
    },
  };
}
