"use client";

import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Sparkline } from "@/components/charts/sparkline";
import { Badge, type Tone } from "@/components/ui/badge";
import { Instant } from "@/components/ui/instant";
import type { BalanceCard } from "@/lib/client/overview/balance-cards";
import type { AccountBalance } from "@/lib/contracts/balances";
import { useAmount } from "./use-amount";

const TONES: Record<AccountBalance["level"], Tone> = {
  ok: "success",
  low: "warning",
  critical: "critical",
  empty: "critical",
  unknown: "neutral",
};

/** Said by an overloaded provider, and by Banwatch when there was no answer. */
const NO_ANSWER_CODE = "ERROR_SERVICE_UNAVALIABLE";

/** One account's balance: how much, since when, how it went, and where it becomes too little. */
export function BalanceCardView({ card }: { card: BalanceCard }) {
  const t = useTranslations("overview.balances");
  const amount = useAmount();
  const { account, providerName, balance, unit, level, atMs, lowBalance, criticalBalance, lookUpFailure } = card;
  const shown = balance === null ? null : amount(balance, unit);
  const threshold = (value: string | null) => (value === null ? t("noThreshold") : amount(value, unit).figure);
  return (
    <li className="flex min-w-0 flex-col rounded-md border p-3.5">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 className="wrap-anywhere font-medium">{account}</h3>
          <p className="text-muted text-xs">{providerName}</p>
        </div>
        <Badge tone={TONES[level]}>{t(`level.${level}`)}</Badge>
      </div>
      <p className="mt-2.5 flex flex-wrap items-baseline gap-x-1.5">
        <span className="wrap-anywhere font-semibold text-2xl tabular-nums tracking-tight">
          {shown?.figure ?? t("unknown")}
        </span>
        {shown && <span className="text-muted">{shown.unit}</span>}
      </p>
      <Curve card={card} />
      <dl className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-xs">
        <Fact term={t("low")} swatch="border-warning">
          {threshold(lowBalance)}
        </Fact>
        <Fact term={t("critical")} swatch="border-critical">
          {threshold(criticalBalance)}
        </Fact>
      </dl>
      <p className="mt-1 text-muted text-xs">
        {atMs === null ? t("neverRead") : t.rich("readAt", { at: () => <Instant atMs={atMs} format="dateTime" /> })}
      </p>
      {lookUpFailure && <Failure failure={lookUpFailure} />}
    </li>
  );
}

function Curve({ card: { account, unit, sparkline } }: { card: BalanceCard }) {
  const t = useTranslations("overview.balances");
  const amount = useAmount();
  const [first, last] = [sparkline?.points[0], sparkline?.points.at(-1)];
  if (!sparkline || !first || !last) {
    return <p className="mt-2 flex h-14 items-center text-muted text-xs">{t("noCurve")}</p>;
  }
  const label = t("curve", {
    account,
    first: amount(first.balance, unit).figure,
    last: amount(last.balance, unit).figure,
    unit: amount(last.balance, unit).unit,
  });
  const { isZoomed, least, most, ...model } = sparkline;
  const range = {
    flat: Number(least) === Number(most) ? "yes" : "no",
    least: amount(least, unit).figure,
    most: amount(most, unit).figure,
  };
  return (
    <div className="mt-2">
      <Sparkline
        {...model}
        label={label}
        renderPoint={({ atMs, balance }) => {
          const shown = amount(balance, unit);
          return (
            <>
              <Instant atMs={atMs} format="dateTime" className="block text-muted" />
              <span className="font-medium tabular-nums">{`${shown.figure} ${shown.unit}`}</span>
            </>
          );
        }}
      />
      <p className="mt-0.5 text-muted text-xs tabular-nums">
        {isZoomed
          ? t.rich("rangeSince", { ...range, at: () => <Instant atMs={first.atMs} format="dateTime" /> })
          : t("range", range)}
      </p>
    </div>
  );
}

function Fact({ term, swatch, children }: { term: string; swatch: string; children: string }) {
  return (
    <div className="flex items-center gap-1.5">
      <dt className="flex items-center gap-1.5 text-muted">
        <span aria-hidden className={`w-3.5 border-t border-dashed ${swatch}`} />
        {term}
      </dt>
      <dd className="tabular-nums">{children}</dd>
    </div>
  );
}

/** Why there is no newer balance: our words for the code, and the provider's own. */
function Failure({ failure }: { failure: NonNullable<AccountBalance["lookUpFailure"]> }) {
  const t = useTranslations("overview.balances");
  const catalogue = useTranslations("catalogue");
  const { code, description, atMs } = failure;
  // The code is the provider's to choose, so whether there is a text for it is only known here.
  const known = code as "undocumented";
  const entry = catalogue.has(`${known}.title`) ? known : "undocumented";
  const isNoAnswer = code === NO_ANSWER_CODE;
  return (
    <div className="mt-3 flex gap-2 rounded-md bg-warning-soft p-2.5 text-xs">
      <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0 text-warning" />
      <div className="min-w-0">
        <p className="font-medium text-warning">
          {t.rich("lookUpFailed", { at: () => <Instant atMs={atMs} format="dateTime" /> })}
        </p>
        <p className="mt-0.5">{isNoAnswer ? t("noAnswer") : catalogue(`${entry}.title`)}</p>
        <p className="wrap-anywhere mt-0.5 font-mono text-[0.6875rem]">{code}</p>
        {description && <p className="wrap-anywhere mt-0.5 text-muted">{description}</p>}
        <p className="mt-1 text-muted">{isNoAnswer ? t("noAnswerNext") : catalogue(`${entry}.nextStep`)}</p>
      </div>
    </div>
  );
}
