import type { Env } from "./env";
import type { Log } from "./log";
import type { RetentionStore } from "./store/retention";
import type { SessionStore } from "./store/sessions";

/** Often enough that a storm of errors does not get far beyond the limit of rows before it is cut back. */
const EVERY_MS = 600_000;
/** The first minutes after a start belong to the calls. */
const FIRST_AFTER_MS = 120_000;

/** Sessions and links that are over open nothing any more; they go in batches so that no write takes long. */
const EXPIRED_AT_ONCE = 1_000;

/** Deletes what is past its time: two minutes after the start, then ten minutes after each time it is done. */
export function startRetention(parts: {
  readonly store: RetentionStore;
  readonly sessions: Pick<SessionStore, "deleteExpired">;
  readonly env: Pick<Env, "retentionDays" | "maxErrors" | "auditDays">;
  readonly now: () => number;
  readonly log: Log;
}): { close(): void } {
  const { store, sessions, env, now, log } = parts;
  const prune = async () => {
    try {
      const { retentionDays: errorDays, maxErrors, auditDays } = env;
      const deleted = await store.prune(now(), { errorDays, maxErrors, auditDays });
      await sessions.deleteExpired(now(), EXPIRED_AT_ONCE);
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
