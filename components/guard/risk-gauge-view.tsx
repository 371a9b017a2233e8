import { ShieldAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { Instant } from "@/components/ui/instant";
import { ELEVATED_SHARE, type RiskGauge } from "@/lib/client/guard/risk-gauges";
import { useProgramName } from "./use-program-name";

const TONES: Record<RiskGauge["level"], Tone> = { calm: "success", elevated: "warning", critical: "critical" };
const FILLS: Record<RiskGauge["level"], string> = {
  calm: "bg-success",
  elevated: "bg-warning",
  critical: "bg-critical",
};

/** How near one address is to a ban: the errors of the last minute against the limit, and who makes most of them. */
export function RiskGaugeView({ gauge }: { gauge: RiskGauge }) {
  const t = useTranslations("cooldowns.risk");
  const programName = useProgramName();
  const { providerName, providerHost, errors, limit, left, level, shedding, shed, leader, share } = gauge;
  const { warnings, warnedAtMs, isBanned } = gauge;
  const ofLimit = t("ofLimit", { errors, limit });
  return (
    <li className="flex min-w-0 flex-col gap-2 rounded-md border p-4">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0 leading-snug">
          <h3 className="wrap-anywhere font-medium">{providerName}</h3>
          <p translate="no" className="wrap-anywhere font-mono text-muted text-xs">
            {providerHost}
          </p>
        </div>
        <Badge tone={isBanned ? "critical" : TONES[level]}>{t(isBanned ? "banned" : `level.${level}`)}</Badge>
      </div>
      <p className="font-semibold text-lg tabular-nums leading-tight">
        {isBanned ? t("isBanned") : t("left", { left })}
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: a native meter takes no colours of ours in most browsers */}
      <div
        role="meter"
        aria-label={t("gauge", { provider: providerName })}
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuenow={Math.min(errors, limit)}
        aria-valuetext={ofLimit}
        className="relative h-2 overflow-hidden rounded-full bg-hover"
      >
        <div
          className={cn("h-full rounded-full transition-[width] duration-500", isBanned ? "bg-critical" : FILLS[level])}
          style={{ width: `${share * 100}%` }}
        />
        <span
          title={t("half")}
          className="absolute inset-y-0 w-px bg-control"
          style={{ left: `${ELEVATED_SHARE * 100}%` }}
        />
      </div>
      <p className="text-muted text-xs tabular-nums">{ofLimit}</p>
      {leader !== null && (
        <p className="wrap-anywhere text-xs tabular-nums">
          {t("leader", { program: programName(leader), errors: leader.errors })}
        </p>
      )}
      {(shedding !== "none" || shed > 0) && (
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs tabular-nums">
          {shedding !== "none" && (
            <Badge tone="warning" icon={ShieldAlert}>
              {t(`shedding.${shedding}`)}
            </Badge>
          )}
          {shed > 0 && t("shed", { shed })}
        </p>
      )}
      {warnedAtMs !== null && (
        <p className="mt-auto text-muted text-xs">
          {t.rich("warned", { warnings, at: () => <Instant atMs={warnedAtMs} format="dateTime" /> })}
        </p>
      )}
    </li>
  );
}
