"use client";

import { Ban, WalletCards } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { Spinner } from "@/components/ui/spinner";
import type { ServerClock } from "@/lib/client/clock/server-clock";
import { useServerNow } from "@/lib/client/clock/use-now";
import { type CooldownCard, readCountdown } from "@/lib/client/cooldowns/cooldown-cards";
import { useRefetchWhenOver } from "@/lib/client/cooldowns/use-refetch-when-over";
import { useAllows } from "@/lib/client/session/viewer";
import { Countdown } from "./countdown";
import { EndDialog } from "./end-dialog";
import { NearInstant } from "./near-instant";
import { TopUpButton } from "./top-up-button";

type CardOf<Kind extends CooldownCard["kind"]> = Extract<CooldownCard, { kind: Kind }>;

/** Where a ban stands, what ends it, and what a person can do about it. */
export function CardStanding({ card, clock }: { card: CooldownCard; clock: ServerClock }) {
  switch (card.kind) {
    case "cooling":
      return <Cooling card={card} clock={clock} />;
    case "probing":
      return <Probing card={card} />;
    case "empty":
      return <Empty card={card} clock={clock} />;
    case "blocked":
      return <Blocked card={card} />;
  }
}

function Cooling({ card, clock }: { card: CardOf<"cooling">; clock: ServerClock }) {
  const t = useTranslations("cooldowns");
  const nowMs = useServerNow(clock, card.untilMs);
  const { remainingMs, elapsed, isOver } = readCountdown(card, nowMs);
  if (isOver) return <Probing card={card} />;
  return (
    <Standing
      big={
        <>
          <Countdown remainingMs={remainingMs} className="text-4xl leading-none" />
          <span className="ml-2 font-normal text-muted text-sm tracking-normal">{t("left")}</span>
        </>
      }
      actions={
        <OperatorOnly quiet>
          <EndDialog card={card} />
        </OperatorOnly>
      }
    >
      <Progress elapsed={elapsed} isDrill={card.isDrill} />
      <p>{t.rich("ends", { at: () => <NearInstant atMs={card.untilMs} nowMs={nowMs} /> })}</p>
    </Standing>
  );
}

function Probing({ card }: { card: CooldownCard }) {
  const t = useTranslations("cooldowns");
  // Its answer is seconds away, and the stream may have lost the change.
  useRefetchWhenOver(true);
  return (
    <Standing
      big={
        <span className="inline-flex items-center gap-2.5 text-warning">
          <Spinner />
          {t("probing")}
        </span>
      }
      actions={
        <OperatorOnly quiet>
          <EndDialog card={card} />
        </OperatorOnly>
      }
    >
      <Progress elapsed={1} isDrill={card.isDrill} isAsking />
      <p>{t("probingHint")}</p>
    </Standing>
  );
}

function Empty({ card, clock }: { card: CardOf<"empty">; clock: ServerClock }) {
  const t = useTranslations("cooldowns");
  const nowMs = useServerNow(clock, card.nextProbeAtMs);
  const remainingMs = card.nextProbeAtMs === null ? 0 : card.nextProbeAtMs - nowMs;
  useRefetchWhenOver(remainingMs <= 0);
  return (
    <Standing
      big={
        <span className="inline-flex items-center gap-2 text-critical">
          <WalletCards aria-hidden className="size-5 shrink-0" />
          {t("noBalance")}
        </span>
      }
      actions={
        <OperatorOnly>
          <TopUpButton id={card.id} account={card.account ?? t("removedAccount")} />
          <EndDialog card={card} />
        </OperatorOnly>
      }
    >
      <p className="text-foreground">{t("noBalanceHint")}</p>
      <p className="tabular-nums">
        {remainingMs > 0
          ? t.rich("nextLookUp", { time: () => <Countdown remainingMs={remainingMs} /> })
          : t("lookingUp")}
      </p>
    </Standing>
  );
}

function Blocked({ card }: { card: CardOf<"blocked"> }) {
  const t = useTranslations("cooldowns");
  return (
    <Standing
      big={
        <span className="inline-flex items-center gap-2 text-critical text-lg leading-6">
          <Ban aria-hidden className="size-5 shrink-0" />
          {t("untilResumed")}
        </span>
      }
      actions={
        <OperatorOnly>
          <EndDialog card={card} />
        </OperatorOnly>
      }
    >
      {card.isWrongKey && (
        <p>
          {t("wrongKeyHint")}{" "}
          <Link href="/accounts" className="whitespace-nowrap rounded-sm font-medium text-accent hover:underline">
            {t("toAccounts")}
          </Link>
        </p>
      )}
    </Standing>
  );
}

/** @param quiet says nothing to others: what it offers is no need, since the ban ends by itself */
function OperatorOnly({ quiet = false, children }: { quiet?: boolean; children: ReactNode }) {
  const t = useTranslations("shell.needsRole");
  const isOperator = useAllows("operator");
  if (isOperator) return children;
  return quiet ? null : <p className="text-muted text-xs">{t("operator")}</p>;
}

function Progress({ elapsed, isDrill, isAsking = false }: { elapsed: number; isDrill: boolean; isAsking?: boolean }) {
  return (
    <div aria-hidden className="mt-1 h-1.5 overflow-hidden rounded-full bg-hover">
      <div
        className={cn(
          "h-full rounded-full transition-[width] duration-1000 ease-linear",
          isAsking ? "animate-pulse bg-warning" : isDrill ? "bg-info" : "bg-critical",
        )}
        style={{ width: `${elapsed * 100}%` }}
      />
    </div>
  );
}

function Standing({ big, actions, children }: { big: ReactNode; actions: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-2">
      <div className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="font-semibold text-2xl tabular-nums leading-none tracking-tight">{big}</p>
        <div className="flex flex-wrap items-center gap-2">{actions}</div>
      </div>
      <div className="flex flex-col gap-1.5 text-muted text-xs empty:hidden">{children}</div>
    </div>
  );
}
