import { useServerNow } from "../clock/use-now";
import { useMaintenances } from "./maintenances";
import { nextQuietChangeMs, type RunningQuiet, readRunningQuiet } from "./running-quiet";

const NO_CLOCK = { serverNowMs: 0, receivedAtMs: 0 };

export interface QuietState {
  /** Null when no maintenance runs, and while it is not known. */
  readonly quiet: RunningQuiet | null;
  readonly isKnown: boolean;
  readonly isPending: boolean;
  /** What was known last, since the latest look failed. */
  readonly isRefetchError: boolean;
  /** By the server's clock. */
  readonly nowMs: number;
}

/** What keeps alerts quiet now, also when it begins or ends while the page stays open. */
export function useRunningQuiet(): QuietState {
  const { data, isPending, isRefetchError } = useMaintenances();
  const list = data?.maintenances ?? [];
  const nowMs = useServerNow(data ?? NO_CLOCK, nextQuietChangeMs(list, data?.serverNowMs ?? 0));
  return { quiet: readRunningQuiet(list, nowMs), isKnown: data !== undefined, isPending, isRefetchError, nowMs };
}
