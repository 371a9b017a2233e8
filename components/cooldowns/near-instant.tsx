import { Instant } from "@/components/ui/instant";

/** Far off the time of day alone would mislead. */
const FAR_MS = 12 * 60 * 60 * 1_000;

/** An instant by its time of day, with the date where that is needed. */
export function NearInstant({ atMs, nowMs }: { atMs: number; nowMs: number }) {
  return <Instant atMs={atMs} format={Math.abs(atMs - nowMs) < FAR_MS ? "timeSeconds" : "dateTime"} />;
}
