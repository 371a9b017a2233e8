"use client";

import { incidentLengthMs } from "@/lib/client/alerts/incident-length";
import type { ServerClock } from "@/lib/client/clock/server-clock";
import { useServerNow } from "@/lib/client/clock/use-now";
import { formatDuration, formatIsoDuration } from "@/lib/client/format/format";

type LiveDurationProps = {
  fromMs: number;
  /** Null while it goes on: then it counts. */
  toMs: number | null;
  clock: ServerClock;
  className?: string;
};

/** How long something lasts or lasted. In no live region, so that it is read when asked and not each second. */
export function LiveDuration({ fromMs, toMs, clock, className }: LiveDurationProps) {
  const nowMs = useServerNow(clock, toMs === null ? fromMs : null);
  const lengthMs = incidentLengthMs(fromMs, toMs ?? nowMs);
  return (
    <time dateTime={formatIsoDuration(lengthMs)} className={className}>
      {formatDuration(lengthMs)}
    </time>
  );
}
