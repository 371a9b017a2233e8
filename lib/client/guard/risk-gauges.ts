import type { BanRisk, GuardResponse } from "@/lib/contracts/guard";

/** From this share of the limit on a risk is elevated; the gauge marks it. */
export const ELEVATED_SHARE = 0.5;

export interface RiskGauge extends BanRisk {
  /** Errors as a part of the limit, at most 1. */
  readonly share: number;
  /** When this address last came to half of its limit, in the last 24 hours; null when it did not. */
  readonly warnedAtMs: number | null;
  readonly warnings: number;
}

/** A gauge for each address, in the order that the server gives: the nearest to its limit first. */
export function prepareRiskGauges({ risks, warnings }: Pick<GuardResponse, "risks" | "warnings">): RiskGauge[] {
  return risks.map((risk) => {
    const own = warnings.filter(({ providerHost }) => providerHost === risk.providerHost);
    return {
      ...risk,
      share: Math.min(1, risk.errors / risk.limit),
      warnedAtMs: own.length === 0 ? null : Math.max(...own.map(({ atMs }) => atMs)),
      warnings: own.length,
    };
  });
}

/** Whether an address is near enough to a ban that a page which is about other things should speak of it. */
export const needsALook = ({ level, shedding }: Pick<BanRisk, "level" | "shedding">): boolean =>
  level !== "calm" || shedding !== "none";
