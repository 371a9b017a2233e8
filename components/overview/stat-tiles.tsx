"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { PanelFailure } from "@/components/ui/panel";
import { StaleBadge } from "@/components/ui/stale-badge";
import { StatTile, type Trend } from "@/components/ui/stat-tile";
import { Tooltip } from "@/components/ui/tooltip";
import { useCooldowns } from "@/lib/client/cooldowns/cooldowns";
import { countRunning } from "@/lib/client/cooldowns/count-running";
import { errorsHref } from "@/lib/client/errors/error-filter";
import { useOverview } from "@/lib/client/overview/overview";
import { type Change, pointsChange, relativeChange } from "@/lib/client/overview/trend";
import type { OverviewResponse } from "@/lib/contracts/overview";
import type { Period } from "@/lib/domain/period";
import { useAmount } from "./use-amount";

const NO_FIGURE = "–";

const NOTHING_KNOWN = { bans: undefined, emptyAccounts: 0, drills: 0 };

/** A rate below this is written with two decimals, so that a small one is not shown as none. */
const SMALL_RATE = 0.01;

/** The figures of the period, each beside the same length of time before. */
export function StatTiles({ period }: { period: Period }) {
  const t = useTranslations("overview.tiles");
  const { data, error, isPending, isFetching, isRefetchError, refetch } = useOverview({ period });

  if (!isPending && !data) {
    return (
      <PanelFailure
        title={t("failed")}
        error={error}
        onRetry={() => refetch()}
        retrying={isFetching}
        className="min-h-[6.25rem]"
      />
    );
  }
  return (
    <section aria-labelledby="tiles-label" aria-busy={isPending} className="relative">
      <h2 id="tiles-label" className="sr-only">
        {t("label")}
      </h2>
      {isRefetchError && (
        <div className="-top-3 absolute right-3 z-10 flex rounded-full bg-surface">
          <StaleBadge />
        </div>
      )}
      {/* High enough for balances in several units, so that the row keeps its height when they come. */}
      <dl className="grid grid-cols-2 gap-3 sm:gap-4 md:grid-cols-3 xl:grid-cols-6 [&>div]:min-h-30">
        <CallTiles data={data} period={period} />
        <BannedTile />
        <BalanceTile data={data} />
      </dl>
    </section>
  );
}

function CallTiles({ data, period }: { data: OverviewResponse | undefined; period: Period }) {
  const t = useTranslations("overview.tiles");
  const periods = useTranslations("overview.period");
  const format = useFormatter();
  const { current, previous } = data ?? {};

  const rate = (value: number | null) =>
    value === null
      ? NO_FIGURE
      : format.number(value, { style: "percent", maximumFractionDigits: value < SMALL_RATE ? 2 : 1 });
  const count = (value: number) => format.number(value, "integer");
  const relative = (value: number) =>
    format.number(value, { style: "percent", maximumFractionDigits: 0, signDisplay: "exceptZero" });
  const points = (value: number) =>
    t("points", { change: format.number(value, { maximumFractionDigits: 1, signDisplay: "exceptZero" }) });

  const callsChange = current && previous && relativeChange(current.calls, previous.calls);
  const errorsChange = current && previous && relativeChange(current.errors, previous.errors);
  const rateChange = current && previous && pointsChange(current.errorRate, previous.errorRate);
  const before = (value: string) =>
    previous && previous.calls > 0 ? t("before", { value }) : t("noneBefore", { length: periods(period) });
  const { held = 0, local = 0, transport = 0 } = current?.answeredHere ?? {};

  return (
    <>
      <StatTile
        label={<Explained label={t("calls")} hint={t("callsHint", { here: held + local + transport })} />}
        value={current && count(current.calls)}
        trend={toTrend(callsChange, relative)}
        hint={previous ? before(count(previous.calls)) : <HintSkeleton />}
        note={held + transport + local > 0 && <NotCounted here={{ held, local, transport }} period={period} />}
      />
      <StatTile
        label={<Explained label={t("errors")} hint={t("errorsHint")} />}
        value={current && count(current.errors)}
        trend={toTrend(errorsChange, relative)}
        hint={previous ? before(count(previous.errors)) : <HintSkeleton />}
      />
      <StatTile
        label={<Explained label={t("errorRate")} hint={t("errorRateHint")} />}
        value={current && rate(current.errorRate)}
        trend={toTrend(rateChange, points, { up: "critical", down: "success" })}
        hint={previous ? before(rate(previous.errorRate)) : <HintSkeleton />}
      />
    </>
  );
}

/** The calls that the provider did not answer: without them an outage would look like a quiet hour. */
function NotCounted({ here, period }: { here: OverviewResponse["current"]["answeredHere"]; period: Period }) {
  const t = useTranslations("overview.tiles");
  const { held, local, transport } = here;
  return (
    <>
      {transport > 0 && (
        <Link
          href={errorsHref({ origin: "transport", period })}
          className="rounded-sm font-medium text-warning underline underline-offset-3"
        >
          {t("unanswered", { count: transport })}
        </Link>
      )}
      {held > 0 && (
        <Link
          href={errorsHref({ origin: "held", period })}
          className="rounded-sm text-muted underline underline-offset-3"
        >
          {t("held", { count: held })}
        </Link>
      )}
      {local > 0 && (
        <Link
          href={errorsHref({ origin: "local", period })}
          className="rounded-sm text-muted underline underline-offset-3"
        >
          {t("refused", { count: local })}
        </Link>
      )}
    </>
  );
}

/** Counts what the headline counts. What also runs but is no ban is told beside it, under its own name. */
function BannedTile() {
  const t = useTranslations("overview.tiles");
  const format = useFormatter();
  const { data, isPending } = useCooldowns();
  if (!data && !isPending) {
    return <StatTile label={<Explained label={t("banned")} hint={t("bannedHint")} />} value={NO_FIGURE} />;
  }
  const { bans: count, emptyAccounts, drills } = data ? countRunning(data.cooldowns) : NOTHING_KNOWN;
  return (
    <StatTile
      label={<Explained label={t("banned")} hint={t("bannedHint")} />}
      value={count === undefined ? undefined : format.number(count, "integer")}
      tone={count ? "critical" : "neutral"}
      hint={count === undefined ? <HintSkeleton /> : count === 0 ? t("noBan") : t("runningBans", { count })}
      note={
        (emptyAccounts > 0 || drills > 0) && (
          <span className="text-muted">
            {emptyAccounts > 0 && <span className="block">{t("emptyAccounts", { count: emptyAccounts })}</span>}
            {drills > 0 && <span className="block">{t("drills", { count: drills })}</span>}
          </span>
        )
      }
    />
  );
}

/** One figure a unit: what is counted in different units is never added up. */
function BalanceTile({ data }: { data: OverviewResponse | undefined }) {
  const t = useTranslations("overview.tiles");
  const amount = useAmount();
  const label = <Explained label={t("balance")} hint={t("balanceHint")} />;
  const className = "col-span-2";
  if (!data) return <StatTile label={label} hint={<HintSkeleton />} className={className} />;

  const known = data.balances.reduce((sum, { accounts }) => sum + accounts, 0);
  const hint =
    known === 0
      ? t("noBalance")
      : known < data.accounts
        ? t("someUnknown", { known, total: data.accounts })
        : t("ofAccounts", { known });
  const several = data.balances.length > 1;
  const amounts = data.balances.map(({ balance, unit, providerName }) => {
    const written = amount(balance, unit);
    const isNamed = several && providerName !== null;
    return { ...written, unit: isNamed ? t("unitAt", { unit: written.unit, provider: providerName }) : written.unit };
  });
  const [only] = amounts;
  if (!only) return <StatTile label={label} value={NO_FIGURE} hint={hint} className={className} />;
  if (!several) {
    return <StatTile label={label} value={only.figure} unit={only.unit} hint={hint} className={className} />;
  }
  const figures = (
    <span className="mt-0.5 grid grid-cols-2 gap-x-4 gap-y-1 2xl:grid-cols-[repeat(auto-fit,minmax(7.5rem,max-content))]">
      {amounts.map(({ figure, unit }) => (
        <span key={unit} className="min-w-0 text-base leading-5">
          <span className="block truncate">{figure}</span>
          <span className="block truncate font-normal text-muted text-xs leading-4 tracking-normal">{unit}</span>
        </span>
      ))}
    </span>
  );
  return <StatTile label={label} value={figures} hint={hint} className={cn(className, "[&_dd>span]:w-full")} />;
}

/** A label that explains itself. The dots under it say so without taking room. */
function Explained({ label, hint }: { label: string; hint: string }) {
  return (
    <Tooltip content={hint}>
      <button
        type="button"
        className="cursor-help rounded-sm underline decoration-control/60 decoration-dotted underline-offset-3 focus-visible:-outline-offset-2"
      >
        {label}
      </button>
    </Tooltip>
  );
}

/** Holds the line of the hint free while the figures load, so that nothing moves when they come. */
function HintSkeleton(): ReactNode {
  return <span aria-hidden className="my-0.5 block h-3 w-20 animate-pulse rounded-sm bg-hover" />;
}

function toTrend(
  change: Change | null | undefined,
  write: (change: number) => string,
  tones: Partial<Record<Change["direction"], Trend["tone"]>> = {},
): Trend | undefined {
  if (!change) return undefined;
  return { direction: change.direction, text: write(change.change), tone: tones[change.direction] };
}
