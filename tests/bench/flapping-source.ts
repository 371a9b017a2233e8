import { performance } from "node:perf_hooks";
import { Pool } from "undici";

/** Programs that ask for balances which are nothing and something by turns: each reply is a change, at a steady pace. */
export interface FlappingSource {
  /** Goes on while `work` runs. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** How many replies came. */
  changes(): number;
  /** For how long it went on, in all. */
  flappedMs(): number;
  close(): Promise<void>;
}

/** A timer fires when it can: what is due is counted from the clock, so that the pace stays. */
const TICK_MS = 5;

/**
 * @param options.clientKeys what accounts they ask for, in turn
 * @param options.perMinute how many changes there are to be; fewer when the server is slower than that
 * @throws when a reply is not a balance: what is held or refused changes nothing
 */
export function createFlappingSource(
  origin: string,
  { clientKeys, perMinute }: { readonly clientKeys: readonly string[]; readonly perMinute: number },
): FlappingSource {
  const pool = new Pool(origin, { connections: 50, pipelining: 1 });
  const underWay = new Set<Promise<void>>();
  let next = 0;
  let changes = 0;
  let flappedMs = 0;
  let failure: unknown = null;

  const flip = async (clientKey: string): Promise<void> => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ clientKey });
    const reply = await pool.request({ method: "POST", path: "/getBalance", headers, body });
    const json = (await reply.body.json()) as { errorId: unknown };
    if (json.errorId !== 0) throw new Error(`${origin} answered ${JSON.stringify(json)}`);
    changes += 1;
  };

  const begin = () => {
    const clientKey = clientKeys[next % clientKeys.length] ?? "";
    next += 1;
    const flipped: Promise<void> = flip(clientKey)
      .catch((error) => {
        failure ??= error;
      })
      .finally(() => underWay.delete(flipped));
    underWay.add(flipped);
  };

  return {
    during: async (work) => {
      const startedMs = performance.now();
      let begun = 0;
      const timer = setInterval(() => {
        const due = Math.floor(((performance.now() - startedMs) / 60_000) * perMinute);
        // No account is asked twice at once: which answer came last would be anybody's guess.
        for (; begun < due && underWay.size < clientKeys.length / 2; begun += 1) begin();
      }, TICK_MS);
      const stop = async () => {
        clearInterval(timer);
        flappedMs += performance.now() - startedMs;
        await Promise.all(underWay);
      };
      const result = await work().finally(stop);
      if (failure !== null) throw failure;
      return result;
    },
    changes: () => changes,
    flappedMs: () => flappedMs,
    close: () => pool.close(),
  };
}
