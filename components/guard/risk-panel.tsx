"use client";

import { Gauge } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonClasses } from "@/components/ui/button";
import { Panel, PanelEmpty, PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { useAccounts } from "@/lib/client/accounts/accounts";
import { useCooldowns } from "@/lib/client/cooldowns/cooldowns";
import { useGuard } from "@/lib/client/guard/guard";
import { needsALook, prepareRiskGauges, type RiskGauge } from "@/lib/client/guard/risk-gauges";
import type { GuardResponse } from "@/lib/contracts/guard";
import { RiskGaugeView } from "./risk-gauge-view";

/** Every address with its distance to a ban. */
export function RiskPanel() {
  const t = useTranslations("cooldowns.risk");
  const { data, error, isPending, isFetching, isRefetchError, refetch } = useGuard();
  const prepare = usePrepareGauges();

  if (isPending) return <PanelSkeleton label={t("label")} />;
  if (!data) {
    return <PanelFailure title={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />;
  }
  if (data.risks.length === 0) {
    return <PanelEmpty label={t("label")} icon={Gauge} title={t("empty")} hint={t("emptyHint")} />;
  }
  return (
    <Panel label={t("label")} stale={isRefetchError}>
      <Gauges gauges={prepare(data)} />
    </Panel>
  );
}

/** Only what is near to its limit, for a page about everything: most of the time there is nothing, and then no panel. */
export function RiskAlertPanel() {
  const t = useTranslations("cooldowns.risk");
  const { data, error, isPending, isFetching, isRefetchError, refetch } = useGuard();
  const prepare = usePrepareGauges();

  if (isPending) return null;
  if (!data) {
    return (
      <PanelFailure
        title={t("failed")}
        error={error}
        onRetry={() => refetch()}
        retrying={isFetching}
        className="min-h-24"
      />
    );
  }
  const gauges = prepare(data).filter(needsALook);
  if (gauges.length === 0) return null;
  return (
    <Panel
      label={t("label")}
      stale={isRefetchError}
      actions={
        <Link href="/cooldowns#risk" className={buttonClasses({ size: "sm" })}>
          {t("all")}
        </Link>
      }
    >
      <Gauges gauges={gauges} />
    </Panel>
  );
}

function usePrepareGauges(): (guard: GuardResponse) => RiskGauge[] {
  const cooldowns = useCooldowns().data?.cooldowns ?? null;
  const accounts = useAccounts().data?.accounts ?? null;
  return (guard) => prepareRiskGauges({ guard, cooldowns, accounts });
}

function Gauges({ gauges }: { gauges: readonly RiskGauge[] }) {
  const t = useTranslations("cooldowns.risk");
  return (
    <ul aria-label={t("label")} className="grid-fluid [--grid-min:19rem]">
      {gauges.map((gauge) => (
        <RiskGaugeView key={gauge.providerHost} gauge={gauge} />
      ))}
    </ul>
  );
}
