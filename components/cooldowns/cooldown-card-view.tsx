"use client";

import { KeyRound, type LucideIcon, Network, WalletCards } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import type { ServerClock } from "@/lib/client/clock/server-clock";
import type { CooldownCard } from "@/lib/client/cooldowns/cooldown-cards";
import { CardStanding } from "./card-standing";
import { DrillBadge } from "./drill-badge";
import { HeldCalls } from "./held-calls";
import { NearInstant } from "./near-instant";
import { useScopeName } from "./use-scope-name";

type CooldownCardViewProps = {
  card: CooldownCard;
  clock: ServerClock;
  /** Stands among other things: it names fewer callers. */
  compact?: boolean;
};

const CALLERS = { whole: 5, compact: 2 };

/** One running ban: of whom, for how much longer, what it holds, and in whose words. */
export function CooldownCardView({ card, clock, compact = false }: CooldownCardViewProps) {
  const t = useTranslations("cooldowns");
  const scope = useScopeName()(card);
  const { providerName, providerHost, account, code, held } = card;
  return (
    <li className="@container min-w-0 rounded-md border">
      <div className="flex h-full flex-col gap-3 p-4 @2xl:flex-row @2xl:gap-6">
        <div className="flex min-w-0 flex-col gap-3 @2xl:flex-[3]">
          <div className="flex min-w-0 gap-3">
            <CardIcon card={card} />
            <div className="min-w-0 flex-1 leading-snug">
              <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <h3 className="wrap-anywhere font-medium">{scope}</h3>
                {card.isDrill && <DrillBadge />}
              </div>
              <p className="wrap-anywhere text-muted text-xs" title={providerHost}>
                {providerName}
                {card.scope === "egress" && account !== null && ` · ${t("reportedTo", { account })}`}
              </p>
            </div>
            <Link
              href={`/cooldowns/${encodeURIComponent(card.id)}`}
              aria-label={t("reportOf", { scope, code })}
              className="shrink-0 self-start rounded-sm font-medium text-accent text-xs hover:underline"
            >
              {t("report")}
            </Link>
          </div>
          <CardStanding card={card} clock={clock} />
        </div>
        <div className="flex min-w-0 flex-1 flex-col gap-3 border-t pt-3 @2xl:flex-[2] @2xl:border-t-0 @2xl:border-l @2xl:pt-0 @2xl:pl-6">
          <HeldCalls held={held} named={compact ? CALLERS.compact : CALLERS.whole} />
          <ProviderWords card={card} />
          <CardFoot card={card} nowMs={clock.serverNowMs} />
        </div>
      </div>
    </li>
  );
}

function CardIcon({ card }: { card: CooldownCard }) {
  const Icon: LucideIcon = card.scope === "egress" ? Network : card.kind === "empty" ? WalletCards : KeyRound;
  return (
    <span
      className={cn(
        "flex size-9 shrink-0 items-center justify-center rounded-full",
        card.isDrill ? "bg-info-soft text-info" : "bg-critical-soft text-critical",
      )}
    >
      <Icon aria-hidden className="size-4.5" />
    </span>
  );
}

function ProviderWords({ card: { code, description } }: { card: CooldownCard }) {
  const t = useTranslations("cooldowns");
  return (
    <div>
      <p translate="no" className="wrap-anywhere font-mono text-xs">
        {code}
      </p>
      {description === "" ? (
        <p className="mt-1 text-muted">{t("saysNothing")}</p>
      ) : (
        <blockquote aria-label={t("says")} className="wrap-anywhere mt-1 border-l-2 pl-2.5 text-muted">
          {description}
        </blockquote>
      )}
    </div>
  );
}

function CardFoot({ card, nowMs }: { card: CooldownCard; nowMs: number }) {
  const t = useTranslations("cooldowns");
  const { startedAtMs, errors, failedProbes, kind } = card;
  return (
    <p className="mt-auto flex flex-wrap justify-between gap-x-4 gap-y-0.5 text-muted text-xs">
      <span>{t.rich("since", { at: () => <NearInstant atMs={startedAtMs} nowMs={nowMs} /> })}</span>
      <span>{t("errors", { errors })}</span>
      {failedProbes > 0 && kind !== "blocked" && (
        <span className="w-full">
          {t(kind === "empty" ? "failedLookUps" : "failedProbes", { probes: failedProbes })}
        </span>
      )}
    </p>
  );
}
