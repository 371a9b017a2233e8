"use client";

import { Ban, WalletCards } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { Spinner } from "@/components/ui/spinner";
import type { ServerClock } from "@/lib/client/clock/server-clock";
import { useServerNow } from "@/lib/client/clock/use-now";
import { type CooldownCard, readCountdown } from "@/lib/client/cooldowns/cooldown-cards";
import { useRefetchWhenOver } from "@/lib/client/cooldowns/use-refetch-when-over";
import { type HoldReach, readHoldReach } from "@/lib/client/guard/hold-reach";
import { useGuarding } from "@/lib/client/guard/use-guarding";
import { useAllows } from "@/lib/client/session/viewer";
import { Countdown } from "./countdown";
import { EndDialog } from "./end-dialog";
import { HoldNote } from "./hold-note";
import { NearInstant } from "./near-instant";
import { TopUpButton } from "./top-up-button";

type CardOf<Kind extends CooldownCard["kind"]> = Extract<CooldownCard, { kind: Kind }>;

/** Where a ban stands, what ends it, and what a person can do about it. */
export function CardStanding({ card, clock }: { card: CooldownCard; clock: ServerClock }) {
  const untilMs = card.kind === "cooling" ? card.untilMs : null;
  const nowMs = useServerNow(clock, untilMs);
  const reach = readHoldReach([card], useGuarding());
  // What the server has not said yet, but will: the time is over, so it is asking.
  const isAsking = card.kind === "probing" || (untilMs !== null && nowMs >= untilMs);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="font-semibold text-2xl tabular-nums leading-none tracking-tight">
          <Big card={card} reach={reach} isAsking={isAsking} nowMs={nowMs} />
        </p>
        {/* In one place whatever changes around it, or a window that is open would close under somebody's hands. */}
        <CardActions card={card} />
      </div>
      <div className="flex flex-col gap-1.5 text-muted text-xs empty:hidden">
        {isAsking && <Asking isDrill={card.isDrill} reach={reach} />}
        {card.kind === "cooling" && !isAsking && <Waiting card={card} nowMs={nowMs} />}
        {card.kind === "empty" && <NoBalance card={card} clock={clock} reach={reach} />}
        {card.kind === "blocked" && card.isWrongKey && <WrongKey />}
        {card.kind !== "empty" && <HoldNote reach={reach} isAddress={card.scope === "egress"} />}
      </div>
    </div>
  );
}

type BigProps = { card: CooldownCard; reach: HoldReach | null; isAsking: boolean; nowMs: number };

function Big({ card, reach, isAsking, nowMs }: BigProps) {
  const t = useTranslations("cooldowns");
  if (isAsking) {
    return (
      <span className="inline-flex items-center gap-2.5 text-warning">
        <Spinner />
        {t("probing")}
      </span>
    );
  }
  if (card.kind === "cooling") {
    return (
      <>
        <Countdown remainingMs={readCountdown(card, nowMs).remainingMs} className="text-4xl leading-none" />
        <span className="ml-2 font-normal text-muted text-sm tracking-normal">{t("left")}</span>
      </>
    );
  }
  const isEmpty = card.kind === "empty";
  const Icon = isEmpty ? WalletCards : Ban;
  const isWrongKey = card.kind === "blocked" && card.isWrongKey;
  // Nobody waits for a person where nothing is held.
  const standing = reach?.kind === "all" ? "untilResumed" : isWrongKey ? "wrongKey" : "bannedKey";
  return (
    <span className={cn("inline-flex items-center gap-2 text-critical", !isEmpty && "text-lg leading-6")}>
      <Icon aria-hidden className="size-5 shrink-0" />
      {t(isEmpty ? "noBalance" : standing)}
    </span>
  );
}

/** What ends by itself is no need of others, so they are told only of what waits for a person. */
function CardActions({ card }: { card: CooldownCard }) {
  const t = useTranslations("cooldowns");
  const tShell = useTranslations("shell.needsRole");
  const isOperator = useAllows("operator");
  const waitsForPerson = card.kind === "blocked" || card.kind === "empty";
  if (!isOperator) return waitsForPerson && <p className="text-muted text-xs">{tShell("operator")}</p>;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {card.kind === "empty" && <TopUpButton id={card.id} account={card.account ?? t("removedAccount")} />}
      <EndDialog card={card} />
    </div>
  );
}

function Waiting({ card, nowMs }: { card: CardOf<"cooling">; nowMs: number }) {
  const t = useTranslations("cooldowns");
  return (
    <>
      <Progress elapsed={readCountdown(card, nowMs).elapsed} look={card.isDrill ? "bg-info" : "bg-critical"} />
      <p>{t.rich("ends", { at: () => <NearInstant atMs={card.untilMs} nowMs={nowMs} /> })}</p>
    </>
  );
}

function Asking({ isDrill, reach }: { isDrill: boolean; reach: HoldReach | null }) {
  const t = useTranslations("cooldowns");
  // The answer is seconds away, and the stream may have lost the change.
  useRefetchWhenOver(true);
  return (
    <>
      <Progress elapsed={1} look={isDrill ? "animate-pulse bg-info" : "animate-pulse bg-warning"} />
      <p>
        {t("probingHint")} {reach?.kind === "all" && t("probingHeld")}
      </p>
    </>
  );
}

type NoBalanceProps = { card: CardOf<"empty">; clock: ServerClock; reach: HoldReach | null };

function NoBalance({ card, clock, reach }: NoBalanceProps) {
  const t = useTranslations("cooldowns");
  const nowMs = useServerNow(clock, card.nextProbeAtMs);
  const remainingMs = card.nextProbeAtMs === null ? 0 : card.nextProbeAtMs - nowMs;
  useRefetchWhenOver(remainingMs <= 0 && !card.waitsForAddress);
  return (
    <>
      {reach?.kind === "all" && <p className="text-foreground">{t("noBalanceHint")}</p>}
      {reach?.kind === "none" && <p className="text-warning">{t("noBalanceOpen")}</p>}
      <p className="tabular-nums">
        {card.waitsForAddress
          ? t("lookUpWaits")
          : remainingMs > 0
            ? t.rich("nextLookUp", { time: () => <Countdown remainingMs={remainingMs} /> })
            : t("lookingUp")}
      </p>
    </>
  );
}

function WrongKey() {
  const t = useTranslations("cooldowns");
  return (
    <p>
      {t("wrongKeyHint")}{" "}
      <Link href="/accounts" className="whitespace-nowrap rounded-sm font-medium text-accent hover:underline">
        {t("toAccounts")}
      </Link>
    </p>
  );
}

function Progress({ elapsed, look }: { elapsed: number; look: string }) {
  return (
    <div aria-hidden className="mt-1 h-1.5 overflow-hidden rounded-full bg-hover">
      <div
        className={cn("h-full rounded-full transition-[width] duration-1000 ease-linear", look)}
        style={{ width: `${elapsed * 100}%` }}
      />
    </div>
  );
}
