"use client";

import { Ban, CircleCheck, CircleDashed, CirclePause, Clock, type LucideIcon, TriangleAlert } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { type ChannelStanding, toChannelStanding } from "@/lib/client/channels/channel-standing";
import type { ServerClock } from "@/lib/client/clock/server-clock";
import type { AlertChannel } from "@/lib/contracts/alert-channels";
import { useAgo } from "./use-ago";

const LOOKS: Readonly<Record<ChannelStanding["kind"], { icon: LucideIcon; colour: string }>> = {
  refused: { icon: Ban, colour: "text-critical" },
  failing: { icon: TriangleAlert, colour: "text-warning" },
  nobody: { icon: TriangleAlert, colour: "text-warning" },
  delivered: { icon: CircleCheck, colour: "text-success" },
  never: { icon: CircleDashed, colour: "text-muted" },
  off: { icon: CirclePause, colour: "text-muted" },
};

type ChannelStandingViewProps = {
  channel: AlertChannel;
  /** No rule leads to it. */
  unled: boolean;
  clock: ServerClock;
};

/** How it stands with a channel, in words: what is wrong, in the service's own, and what to do. */
export function ChannelStandingView({ channel, unled, clock }: ChannelStandingViewProps) {
  const t = useTranslations("channels.standing");
  const ago = useAgo(clock);
  const standing = toChannelStanding(channel);
  const { icon: Icon, colour } = LOOKS[standing.kind];
  const isPlain = standing.kind === "never" || standing.kind === "off";
  return (
    <div className="grid max-w-[60ch] gap-1">
      <div className="flex items-start gap-2">
        <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", colour)} />
        <div className="min-w-0">
          <p className={cn(isPlain ? "text-muted" : standing.kind !== "delivered" && cn("font-medium", colour))}>
            {"atMs" in standing ? t(standing.kind, { ago: ago(standing.atMs) }) : t(standing.kind)}
          </p>
          {"reason" in standing && (
            <p className="wrap-anywhere text-xs">
              <bdi>{standing.reason}</bdi>
            </p>
          )}
          {standing.kind === "refused" && <p className="text-muted text-xs">{t("refusedNext")}</p>}
        </div>
      </div>
      {unled && channel.enabled && (
        <p className="flex items-start gap-2 text-warning">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {t("unled")}
        </p>
      )}
      <Waiting channel={channel} nowMs={clock.serverNowMs} />
    </div>
  );
}

/** A message that was made this moment is no sign of trouble. */
const PROMPT_MS = 10_000;
const FAR_MS = 12 * 60 * 60 * 1_000;

function Waiting({ channel: { waiting }, nowMs }: { channel: AlertChannel; nowMs: number }) {
  const t = useTranslations("channels.standing");
  const format = useFormatter();
  const { deliveries: count, oldestAtMs } = waiting;
  if (count === 0) return null;
  const isPrompt = oldestAtMs === null || nowMs - oldestAtMs < PROMPT_MS;
  return (
    <p className={cn("flex items-start gap-2", isPrompt ? "text-muted" : "text-warning")}>
      <Clock aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span suppressHydrationWarning>
        {isPrompt
          ? t("waitingNow", { count })
          : t("waiting", {
              count,
              since: format.dateTime(oldestAtMs, nowMs - oldestAtMs < FAR_MS ? "time" : "dateTime"),
            })}
      </span>
    </p>
  );
}
