import { useFormatter } from "next-intl";
import type { ServerClock } from "@/lib/client/clock/server-clock";
import { useServerNow } from "@/lib/client/clock/use-now";

/** Writes how long ago something was by the server's clock, and keeps it right while the page stays open. */
export function useAgo(clock: ServerClock): (atMs: number) => string {
  const format = useFormatter();
  const nowMs = useServerNow(clock, clock.serverNowMs);
  return (atMs) => format.relativeTime(Math.min(atMs, nowMs), nowMs);
}
