"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ArrowRight, BellOff, CircleCheck, CircleHelp, Info, OctagonAlert, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { QuietText, useQuietDetail } from "@/components/maintenance/quiet-text";
import { cn } from "@/components/ui/cn";
import { Skeleton } from "@/components/ui/skeleton";
import { Spinner } from "@/components/ui/spinner";
import { StaleBadge } from "@/components/ui/stale-badge";
import { useAccounts } from "@/lib/client/accounts/accounts";
import { useOpenAlerts } from "@/lib/client/alerts/alerts";
import { useServerNow } from "@/lib/client/clock/use-now";
import { useCooldowns } from "@/lib/client/cooldowns/cooldowns";
import { useGuard } from "@/lib/client/guard/guard";
import type { RunningQuiet } from "@/lib/client/maintenance/running-quiet";
import { useRunningQuiet } from "@/lib/client/maintenance/use-running-quiet";
import { type FiringAlerts, readFiringAlerts } from "@/lib/client/overview/firing-alerts";
import { type Headline, prepareHeadline, UNANSWERED_HREF } from "@/lib/client/overview/headline";
import { balancesOptions, useHealth, useOverview } from "@/lib/client/overview/overview";
import { useAllows } from "@/lib/client/session/viewer";
import type { Period } from "@/lib/domain/period";
import { FiringText, HeadlineDetail, HeadlineTime, HeadlineTitle } from "./headline-text";

const LOOKS = {
  success: { icon: CircleCheck, frame: "", mark: "bg-success-soft text-success", title: "" },
  info: { icon: Info, frame: "", mark: "bg-info-soft text-info", title: "" },
  warning: { icon: TriangleAlert, frame: "border-warning/40", mark: "bg-warning-soft text-warning", title: "" },
  critical: {
    icon: OctagonAlert,
    frame: "border-critical/50",
    mark: "bg-critical-soft text-critical",
    title: "text-critical",
  },
};

/** Where what it is says more than how bad. */
const ICONS: Readonly<Partial<Record<Headline["kind"], typeof Info>>> = {
  unknown: CircleHelp,
  quiet: BellOff,
  muted: BellOff,
};

const ACTIONS = {
  "#cooldowns": "showCooldowns",
  "#balances": "showBalances",
  "/setup": "setUp",
  "/alerts": "showAlerts",
  "/alerts/maintenance": "showMaintenance",
  [UNANSWERED_HREF]: "showUnanswered",
} as const;

type HeadlineState = {
  headline: Headline | null;
  /** Null also while it is not known. */
  firing: FiringAlerts | null;
  /** Null also while it is not known. */
  quiet: RunningQuiet | null;
  /** Open ones that nobody is told of; 0 also while it is not known. */
  muted: number;
  nowMs: number;
  isStale: boolean;
};

const NO_CLOCK = { serverNowMs: 0, receivedAtMs: 0 };

/** One line that says how things are, and leads to what it speaks of. */
export function HeadlineBar({ period }: { period: Period }) {
  const t = useTranslations("overview.headline");
  const { headline, firing, quiet, muted, nowMs, isStale } = useHeadline(period);

  const look = LOOKS[headline?.tone ?? "info"];
  const Icon = ICONS[headline?.kind ?? "unknown"] ?? look.icon;
  return (
    <section
      aria-label={t("label")}
      aria-busy={headline === null}
      className={cn("relative flex items-center gap-3.5 rounded-lg border bg-surface p-4 shadow-panel", look.frame)}
    >
      <span
        className={cn(
          "flex size-10 shrink-0 items-center justify-center rounded-full",
          headline === null ? "bg-hover text-muted" : look.mark,
        )}
      >
        {headline === null ? <Spinner /> : <Icon aria-hidden className="size-5" />}
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline gap-x-2 font-semibold text-base leading-6">
          <h2 className={cn("wrap-anywhere", look.title, headline === null && "font-normal text-muted")}>
            {/* Only the kind and its subject live here, so that it is read out when they change and not each second. */}
            <span role="status">
              {headline === null ? t("loading") : <HeadlineTitle headline={headline} nowMs={nowMs} />}
            </span>
          </h2>
          {headline !== null && <HeadlineTime headline={headline} nowMs={nowMs} />}
        </div>
        <div className="min-h-5 text-muted">
          {headline === null ? (
            <Skeleton className="mt-1 h-3.5 w-3/5 max-w-72" />
          ) : (
            <HeadlineDetail headline={headline} />
          )}
        </div>
        {firing !== null && headline !== null && headline.kind !== "firing" && <FiringLine firing={firing} />}
        {quiet !== null && headline !== null && headline.kind !== "quiet" && (
          <QuietLine quiet={quiet} muted={muted} nowMs={nowMs} />
        )}
      </div>
      {isStale && <StaleBadge />}
      {headline?.href && <HeadlineLink href={headline.href} />}
    </section>
  );
}

function HeadlineLink({ href }: { href: string }) {
  const t = useTranslations("overview.headline");
  const maySetUp = useAllows("admin");
  const action = Object.hasOwn(ACTIONS, href) ? ACTIONS[href as keyof typeof ACTIONS] : undefined;
  if (action === undefined || (action === "setUp" && !maySetUp)) return null;
  return (
    <Link
      href={href}
      className="flex shrink-0 items-center gap-1.5 rounded-md font-medium text-accent after:absolute after:inset-0 after:rounded-lg"
    >
      <span className="max-sm:sr-only">{t(action)}</span>
      <ArrowRight aria-hidden className="size-4" />
    </Link>
  );
}

/** What fires besides, with a way of its own to it above the link that covers the bar. */
function FiringLine({ firing }: { firing: FiringAlerts }) {
  return (
    <Link
      href="/alerts"
      className="wrap-anywhere relative z-10 mt-0.5 inline-block rounded-sm font-medium text-accent hover:underline"
    >
      <FiringText firing={firing} />
    </Link>
  );
}

/** That not everybody hears of it now, with a way of its own to the maintenance. */
function QuietLine({ quiet, muted, nowMs }: { quiet: RunningQuiet; muted: number; nowMs: number }) {
  const detail = useQuietDetail();
  return (
    <Link
      href="/alerts/maintenance"
      className="wrap-anywhere relative z-10 mt-0.5 flex w-fit items-start gap-1.5 rounded-sm font-medium text-accent hover:underline"
    >
      <BellOff aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span>
        <QuietText quiet={quiet} nowMs={nowMs} />
        <span className="block font-normal text-muted">{detail(quiet, muted)}</span>
      </span>
    </Link>
  );
}

/** @returns `headline: null` while nothing can be said yet; bad news is told before the rest has arrived */
function useHeadline(period: Period): HeadlineState {
  const cooldowns = useCooldowns();
  // Another period has the same balances now: it must not make the headline forget them for a moment.
  const balances = useQuery({ ...balancesOptions({ period }), placeholderData: keepPreviousData });
  const health = useHealth();
  const accounts = useAccounts();
  const guard = useGuard();
  const alerts = useOpenAlerts();
  const maintenance = useRunningQuiet();
  const { quiet } = maintenance;
  // Whatever period is shown: whether providers answer is a matter of now.
  const lastHour = useOverview({ period: "1h" });

  const list = cooldowns.data?.cooldowns ?? null;
  const ends = (list ?? []).flatMap(({ untilMs }) => (untilMs === null ? [] : [untilMs]));
  const nowMs = useServerNow(cooldowns.data ?? NO_CLOCK, ends.length === 0 ? null : Math.max(...ends));

  const firing = alerts.data === undefined ? null : readFiringAlerts(alerts.data);
  const headline = prepareHeadline(
    {
      cooldowns: list,
      balances: balances.data?.accounts ?? null,
      health: health.data ?? null,
      accounts: accounts.data?.accounts ?? null,
      guardMode: guard.data?.mode ?? null,
      lastHour: lastHour.data?.current ?? null,
      alerts: alerts.data === undefined ? null : { firing, muted: alerts.data.counts.muted },
      maintenance: maintenance.isKnown ? { quiet } : null,
    },
    nowMs,
  );
  const queries = [cooldowns, balances, health, accounts, guard, lastHour, alerts, maintenance];
  const isWaiting = headline.kind === "unknown" && queries.some(({ isPending }) => isPending);
  return {
    headline: isWaiting ? null : headline,
    firing,
    quiet,
    muted: alerts.data?.counts.muted ?? 0,
    nowMs,
    isStale: queries.some((query) => query.isRefetchError),
  };
}
