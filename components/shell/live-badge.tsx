"use client";

import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { Tooltip } from "@/components/ui/tooltip";

const DOTS = {
  connecting: "bg-info animate-pulse",
  live: "bg-success",
  lost: "bg-critical",
  paused: "bg-warning",
};

export type LiveState = keyof typeof DOTS;

/** Whether what is on the screen still follows what happens. Draws the state; knowing it is somebody else's part. */
export function LiveBadge({ state }: { state: LiveState }) {
  const t = useTranslations("shell.live");
  return (
    <Tooltip content={t(`hint.${state}`)} side="bottom">
      <button
        type="button"
        className={cn(
          "inline-flex h-7 items-center gap-2 rounded-full border px-2.5 font-medium text-xs",
          state === "lost" ? "border-critical/40 bg-critical-soft text-critical" : "text-muted",
        )}
      >
        <span aria-hidden className={cn("size-2 shrink-0 rounded-full", DOTS[state])} />
        <span role="status" className={state === "live" ? "max-sm:sr-only" : "max-[25rem]:sr-only"}>
          {t(state)}
        </span>
        {/* The narrowest screens have no room for more than a word, and that only when it matters. */}
        {state === "lost" && (
          <span aria-hidden className="min-[25rem]:hidden">
            {t("lostShort")}
          </span>
        )}
      </button>
    </Tooltip>
  );
}
