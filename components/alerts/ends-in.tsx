"use client";

import { useTranslations } from "next-intl";
import { Countdown } from "@/components/cooldowns/countdown";
import type { ServerClock } from "@/lib/client/clock/server-clock";
import { useServerNow } from "@/lib/client/clock/use-now";
import type { Incident } from "@/lib/contracts/incidents";

type EndsInProps = { incident: Pick<Incident, "kind" | "facts">; clock: ServerClock };

/** When it will be over by itself: a countdown for what has an end, else what ends it. */
export function EndsIn({ incident: { kind, facts }, clock }: EndsInProps) {
  const t = useTranslations("alerts.ends");
  const nowMs = useServerNow(clock, facts.untilMs);
  if (facts.untilMs === null) {
    const isByPerson = kind === "key-ban" || kind === "wrong-key" || kind === "zero-balance";
    return (
      <span data-none={isByPerson ? undefined : ""} className="text-muted">
        {t(isByPerson ? kind : "open")}
      </span>
    );
  }
  const remainingMs = facts.untilMs - nowMs;
  return remainingMs > 0 ? (
    <Countdown remainingMs={remainingMs} className="font-medium tabular-nums" />
  ) : (
    <span className="text-muted">{t("due")}</span>
  );
}
