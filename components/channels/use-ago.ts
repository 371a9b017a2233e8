import { useFormatter, useTranslations } from "next-intl";
import type { ServerClock } from "@/lib/client/clock/server-clock";
import { useServerNow } from "@/lib/client/clock/use-now";

/** So short a time is "now" in the words of the language, which reads oddly after a verb of the past. */
const JUST_NOW_MS = 1_000;

/** Writes how long ago something was by the server's clock, and keeps it right while the page stays open. */
export function useAgo(clock: ServerClock): (atMs: number) => string {
  const t = useTranslations("channels");
  const format = useFormatter();
  const nowMs = useServerNow(clock, clock.serverNowMs);
  return (atMs) => (nowMs - atMs < JUST_NOW_MS ? t("justNow") : format.relativeTime(Math.min(atMs, nowMs), nowMs));
}
