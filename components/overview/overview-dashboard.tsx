"use client";

import { useTranslations } from "next-intl";
import { CooldownsPanel } from "@/components/cooldowns/cooldowns-panel";
import { ErrorFrequencyPanel } from "@/components/errors/error-frequency-panel";
import { LatestErrorsPanel } from "@/components/errors/latest-errors-panel";
import { GuardNoticeBar } from "@/components/guard/guard-notice-bar";
import { RiskAlertPanel } from "@/components/guard/risk-panel";
import { RunawayPanel } from "@/components/guard/runaway-panel";
import { PageHeader } from "@/components/shell/page-header";
import { useAccounts } from "@/lib/client/accounts/accounts";
import { usePeriod } from "@/lib/client/clock/use-period";
import { BalancesPanel } from "./balances-panel";
import { FirstRun } from "./first-run";
import { HeadlineBar } from "./headline-bar";
import { PeriodPicker } from "./period-picker";
import { StatTiles } from "./stat-tiles";

/** The overview: how things are, the figures, what is banned or about to be, what went wrong, what is left. */
export function OverviewDashboard() {
  const t = useTranslations("overview");
  const [period] = usePeriod();
  const accounts = useAccounts();

  // Archived accounts have a past worth looking at, so they count.
  if (accounts.data?.accounts.length === 0) {
    return (
      <>
        <PageHeader title={t("title")} />
        <FirstRun />
      </>
    );
  }
  return (
    <>
      <PageHeader title={t("title")} actions={<PeriodPicker />} />
      <HeadlineBar period={period} />
      <GuardNoticeBar />
      <StatTiles period={period} />
      <div id="cooldowns" className="scroll-mt-17">
        <CooldownsPanel compact />
      </div>
      <RiskAlertPanel />
      <RunawayPanel />
      <div className="grid items-start gap-4 2xl:grid-cols-[minmax(0,1fr)_26rem] 2xl:grid-rows-[auto_1fr]">
        <ErrorFrequencyPanel period={period} />
        <div id="balances" className="min-w-0 scroll-mt-17 2xl:col-start-2 2xl:row-span-2 2xl:row-start-1">
          <BalancesPanel period={period} />
        </div>
        <LatestErrorsPanel />
      </div>
    </>
  );
}
