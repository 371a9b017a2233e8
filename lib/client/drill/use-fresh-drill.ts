import { useServerNow } from "../clock/use-now";
import { useDrill } from "./drill";
import { freshUntilMs } from "./drill-progress";

const NO_CLOCK = { serverNowMs: 0, receivedAtMs: 0 };

/** Whether a rehearsal runs, or ended so lately that its end should be seen. */
export function useFreshDrill(): boolean {
  const { data } = useDrill();
  const untilMs = freshUntilMs(data?.drill ?? null);
  const isTimed = data !== undefined && untilMs !== null && Number.isFinite(untilMs) && untilMs > data.serverNowMs;
  const nowMs = useServerNow(data ?? NO_CLOCK, isTimed ? untilMs : null);
  return untilMs !== null && nowMs < untilMs;
}
