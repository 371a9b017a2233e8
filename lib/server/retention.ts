import type { Env } from "./env";
import type { Log } from "./log";
import type { RetentionStore } from "./store/retention";

const EVERY_MS = 3_600_000;
/** The first minutes after a start belong to the calls. */
const FIRST_AFTER_MS = 120_000;

/** Deletes what is past its time, each hour. */
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
  let timer = setTimeout(function run() {
    void prune();
    timer = setTimeout(run, EVERY_MS).unref();
  }, FIRST_AFTER_MS).unref();
  return { close: () => clearTimeout(timer) };
}
