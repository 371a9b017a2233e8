import type { Env } from "./env";
import type { Log } from "./log";
import type { RetentionStore } from "./store/retention";

/** Often enough that a storm of errors does not get far beyond the limit of rows before it is cut back. */
const EVERY_MS = 600_000;
/** The first minutes after a start belong to the calls. */
const FIRST_AFTER_MS = 120_000;

/** Deletes what is past its time: two minutes after the start, then ten minutes after each time it is done. */
export function startRetention(parts: {
  readonly store: RetentionStore;
  readonly env: Pick<Env, "retentionDays" | "maxErrors">;
  readonly now: () => number;
  readonly log: Log;
}): { close(): void } {
  const { store, env, now, log } = parts;
  const prune = async () => {
    try {
      const deleted = await store.prune(now(), { errorDays: env.retentionDays, maxErrors: env.maxErrors });
      if (deleted > 0) log.info({ deleted }, "deleted rows past their time");
    } catch (error) {
      log.warn({ err: error }, "could not delete rows past their time");
    }
  };
  let closed = false;
  let timer: NodeJS.Timeout;
  const schedule = (afterMs: number) => {
    timer = setTimeout(() => void prune().finally(() => closed || schedule(EVERY_MS)), afterMs).unref();
  };
  schedule(FIRST_AFTER_MS);
  return {
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
}
