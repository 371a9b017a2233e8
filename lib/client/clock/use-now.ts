import { useCallback, useSyncExternalStore } from "react";
import { alignToSecond, readServerNow, type ServerClock, untilNextSecondMs } from "./server-clock";

/** A timer may fire a little early; a little later is the right second for certain. */
const TIMER_SLACK_MS = 5;

/**
 * The server's time, renewed each second at the instants that lie whole seconds from `phaseMs`.
 *
 * @param clock the reading that came with the data
 * @param phaseMs the end that is counted down to, in UTC epoch milliseconds; null stops the ticking
 * @returns UTC epoch milliseconds
 */
export function useServerNow(clock: ServerClock, phaseMs: number | null): number {
  const { serverNowMs, receivedAtMs } = clock;

  const subscribe = useCallback(
    (onTick: () => void) => {
      if (phaseMs === null) return () => undefined;
      let timer: ReturnType<typeof setTimeout>;
      const schedule = () => {
        const nowMs = readServerNow({ serverNowMs, receivedAtMs }, performance.now());
        timer = setTimeout(tick, untilNextSecondMs(nowMs, phaseMs) + TIMER_SLACK_MS);
      };
      const tick = () => {
        onTick();
        schedule();
      };
      schedule();
      return () => clearTimeout(timer);
    },
    [serverNowMs, receivedAtMs, phaseMs],
  );

  const getSnapshot = () =>
    phaseMs === null
      ? serverNowMs
      : alignToSecond(readServerNow({ serverNowMs, receivedAtMs }, performance.now()), phaseMs);

  return useSyncExternalStore(subscribe, getSnapshot, () => serverNowMs);
}
