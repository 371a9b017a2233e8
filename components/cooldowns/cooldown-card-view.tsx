"use client";

import { Ban, CircleCheck, KeyRound, type LucideIcon, Network } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { Instant } from "@/components/ui/instant";
import type { ServerClock } from "@/lib/client/clock/server-clock";
import { useServerNow } from "@/lib/client/clock/use-now";
import { type CooldownCard, readCountdown } from "@/lib/client/cooldowns/cooldown-cards";
import { useRefetchWhenOver } from "@/lib/client/cooldowns/use-refetch-when-over";
import { useAllows } from "@/lib/client/session/viewer";
import { Countdown } from "./countdown";
import { ResumeDialog } from "./resume-dialog";

const ICONS: Record<CooldownCard["scope"], LucideIcon> = { egress: Network, account: KeyRound };

/** One running ban: of whom, for how much longer, and in whose words. */
export function CooldownCardView({ card, clock }: { card: CooldownCard; clock: ServerClock }) {
  const t = useTranslations("cooldowns");
  const scope = useScopeName(card);
  const Icon = ICONS[card.scope];
  const { providerName, providerHost, account, code, description, startedAtMs, errors } = card;
  return (
    <li className="@container min-w-0 rounded-md border">
      <div className="flex h-full flex-col gap-3 p-4 @2xl:flex-row @2xl:gap-6">
        <div className="flex min-w-0 flex-col gap-3 @2xl:flex-[3]">
          <div className="flex min-w-0 gap-3">
            <span className="flex size-9 shrink-0 items-center justify-center rounded-full bg-critical-soft text-critical">
              <Icon aria-hidden className="size-4.5" />
            </span>
            <div className="min-w-0 leading-snug">
              <h3 className="wrap-anywhere font-medium">{scope}</h3>
              <p className="wrap-anywhere text-muted text-xs" title={providerHost}>
                {providerName}
                {card.scope === "egress" && account !== null && ` · ${t("reportedTo", { account })}`}
              </p>
            </div>
          </div>
          {card.kind === "timed" ? (
            <TimeLeft card={card} clock={clock} />
          ) : (
            <Blocked id={card.id} account={account} providerName={providerName} />
          )}
        </div>
        <div className="flex min-w-0 flex-1 flex-col gap-3 border-t pt-3 @2xl:flex-[2] @2xl:border-t-0 @2xl:border-l @2xl:pt-0 @2xl:pl-6">
          <div>
            <p className="wrap-anywhere font-mono text-xs">{code}</p>
            {description === "" ? (
              <p className="mt-1 text-muted">{t("saysNothing")}</p>
            ) : (
              <blockquote aria-label={t("says")} className="wrap-anywhere mt-1 border-l-2 pl-2.5 text-muted">
                {description}
              </blockquote>
            )}
          </div>
          <p className="mt-auto flex flex-wrap justify-between gap-x-4 text-muted text-xs">
            <span>{t.rich("since", { at: () => <Near atMs={startedAtMs} nowMs={clock.serverNowMs} /> })}</span>
            <span>{t("errors", { errors })}</span>
          </p>
        </div>
      </div>
    </li>
  );
}

function useScopeName({ scope, account }: CooldownCard): string {
  const t = useTranslations("cooldowns");
  if (scope === "egress") return t("egress");
  return account === null ? t("removedAccount") : t("account", { account });
}

type TimedCard = Extract<CooldownCard, { kind: "timed" }>;

function TimeLeft({ card, clock }: { card: TimedCard; clock: ServerClock }) {
  const t = useTranslations("cooldowns");
  const nowMs = useServerNow(clock, card.untilMs);
  const { remainingMs, elapsed, isOver } = readCountdown(card, nowMs);
  useRefetchWhenOver(isOver);
  return (
    <div>
      <Line
        big={
          isOver ? (
            <span className="inline-flex items-center gap-2 text-success">
              <CircleCheck aria-hidden className="size-6" />
              {t("over")}
            </span>
          ) : (
            <>
              <Countdown remainingMs={remainingMs} className="text-4xl leading-none" />
              <span className="ml-2 font-normal text-muted text-sm tracking-normal">{t("left")}</span>
            </>
          )
        }
        small={isOver ? t("overHint") : t.rich("ends", { at: () => <Near atMs={card.untilMs} nowMs={nowMs} /> })}
      />
      <div aria-hidden className="mt-3 h-1.5 overflow-hidden rounded-full bg-hover">
        <div
          className={cn(
            "h-full rounded-full transition-[width] duration-1000 ease-linear",
            isOver ? "bg-success" : "bg-critical",
          )}
          style={{ width: `${elapsed * 100}%` }}
        />
      </div>
    </div>
  );
}

function Blocked(props: { id: string; account: string | null; providerName: string }) {
  const t = useTranslations("cooldowns");
  const tShell = useTranslations("shell");
  const mayResume = useAllows("operator");
  return (
    <Line
      big={
        <span className="inline-flex items-center gap-2 text-critical text-lg leading-6">
          <Ban aria-hidden className="size-5 shrink-0" />
          {t("untilResumed")}
        </span>
      }
      small={mayResume ? <ResumeDialog {...props} /> : tShell("needsRole.operator")}
    />
  );
}

/** Far off the time of day alone would mislead. */
const FAR_MS = 12 * 60 * 60 * 1_000;

function Near({ atMs, nowMs }: { atMs: number; nowMs: number }) {
  return <Instant atMs={atMs} format={Math.abs(atMs - nowMs) < FAR_MS ? "timeSeconds" : "dateTime"} />;
}

function Line({ big, small }: { big: ReactNode; small: ReactNode }) {
  return (
    <div className="flex min-h-10 flex-wrap items-end justify-between gap-x-4 gap-y-2">
      <p className="font-semibold text-2xl tabular-nums leading-none tracking-tight">{big}</p>
      <div className="text-muted text-xs">{small}</div>
    </div>
  );
}
