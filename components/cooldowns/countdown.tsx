import { formatDuration, formatIsoDuration } from "@/lib/client/format/format";

/** Time left, as `07:12`. In no live region, so that assistive technology reads it when asked and not each second. */
export function Countdown({ remainingMs, className }: { remainingMs: number; className?: string }) {
  return (
    <time dateTime={formatIsoDuration(remainingMs)} className={className}>
      {formatDuration(remainingMs)}
    </time>
  );
}
