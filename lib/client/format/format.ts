const SECOND_MS = 1_000;
const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;

/**
 * A duration as people read a clock: `07:12`, `1:02:03`, and from a day on `2 d 03:04` (hours and minutes).
 *
 * Rounded up, so a countdown shows `00:00` only when the time is over and never promises an end too early; below zero
 * it stays `00:00`. The same in every language: `d` is the symbol for the day that goes with SI.
 *
 * @param durationMs milliseconds
 * @throws {RangeError} if `durationMs` is not finite
 */
export function formatDuration(durationMs: number): string {
  const seconds = wholeSeconds(durationMs);
  if (seconds >= DAY_S) {
    const minutes = Math.ceil(seconds / MINUTE_S);
    const days = Math.floor(minutes / 1_440);
    return `${days} d ${pad(Math.floor((minutes % 1_440) / 60))}:${pad(minutes % 60)}`;
  }
  const hours = Math.floor(seconds / HOUR_S);
  const clock = `${pad(Math.floor((seconds % HOUR_S) / MINUTE_S))}:${pad(seconds % MINUTE_S)}`;
  return hours > 0 ? `${hours}:${clock}` : clock;
}

/**
 * The same duration for the `dateTime` attribute of `<time>`: ISO 8601 in whole seconds, `PT432S`.
 *
 * @param durationMs milliseconds
 * @throws {RangeError} if `durationMs` is not finite
 */
export function formatIsoDuration(durationMs: number): string {
  return `PT${wholeSeconds(durationMs)}S`;
}

function wholeSeconds(durationMs: number): number {
  if (!Number.isFinite(durationMs)) throw new RangeError(`durationMs must be finite, got ${durationMs}`);
  return Math.max(0, Math.ceil(durationMs / SECOND_MS));
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
