"use client";

import { useTranslations } from "next-intl";
import { DrillPanel } from "@/components/drill/drill-panel";
import { GuardNoticeBar } from "@/components/guard/guard-notice-bar";
import { GuardPanel } from "@/components/guard/guard-panel";
import { RiskPanel } from "@/components/guard/risk-panel";
import { RunawayPanel } from "@/components/guard/runaway-panel";
import { PeriodPicker } from "@/components/overview/period-picker";
import { PageHeader } from "@/components/shell/page-header";
import { usePeriod } from "@/lib/client/clock/use-period";
import { useFreshDrill } from "@/lib/client/drill/use-fresh-drill";
import { CooldownsPanel } from "./cooldowns-panel";
import { PastBansPanel } from "./past-bans-panel";
import { TimelinePanel } from "./timeline-panel";

/** Everything about bans: what runs, how near the next one is, what was, and what the guard does. */
export function CooldownsView() {
  const t = useTranslations("cooldowns");
  const [period] = usePeriod();
  const isDrillFresh = useFreshDrill();
  const running = <CooldownsPanel key="running" />;
  const drill = (
    <div key="drill" id="drill" className="scroll-mt-17">
      <DrillPanel />
    </div>
  );
  const rest = [
    <div key="risk" id="risk" className="scroll-mt-17">
      <RiskPanel />
    </div>,
    <RunawayPanel key="runaways" />,
    <TimelinePanel key="timeline" period={period} />,
    <PastBansPanel key="past" period={period} />,
    <div key="guard" id="guard" className="scroll-mt-17">
      <GuardPanel />
    </div>,
  ];
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={<PeriodPicker />} />
      <GuardNoticeBar />
      {/* One list, so that a panel that moves in it stays the same panel, and with it what somebody has open there. */}
      {isDrillFresh ? [running, drill, ...rest] : [running, ...rest, drill]}
    </>
  );
}
