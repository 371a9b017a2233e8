import type { Cooldown } from "@/lib/contracts/cooldowns";
import type { BanRisk, GuardResponse } from "@/lib/contracts/guard";
import { type GuardedAccount, readHoldReach } from "./hold-reach";

/** From this share of the limit on a risk is elevated; the gauge marks it. */
export const ELEVATED_SHARE = 0.5;

export interface RiskGauge extends BanRisk {
  /** Errors as a part of the limit, at most 1. */
  readonly share: number;
  /** The ban that the gauge warns of is there: how far away it would be says nothing. */
  readonly isBanned: boolean;
  /** When this address last came to half of its limit, in the last 24 hours; null when it did not. */
  readonly warnedAtMs: number | null;
  readonly warnings: number;
}

/** What the gauges are made of. Null is what has not been loaded. */
export interface RiskSources {
  readonly guard: Pick<GuardResponse, "mode" | "risks" | "warnings">;
  readonly cooldowns: readonly Pick<Cooldown, "scope" | "providerHost" | "endedAtMs">[] | null;
  readonly accounts: readonly GuardedAccount[] | null;
}

/** A gauge for each address, in the order that the server gives: the nearest to its limit first. */
export function prepareRiskGauges({ guard, cooldowns, accounts }: RiskSources): RiskGauge[] {
  const guarding = accounts === null ? null : { mode: guard.mode, accounts };
  return guard.risks.map((risk) => {
    const { providerHost } = risk;
    const own = guard.warnings.filter((warning) => warning.providerHost === providerHost);
    // Calls are shed only where they would be held.
    const reach = readHoldReach([{ scope: "egress", accountId: null, providerHost }], guarding);
    return {
      ...risk,
      shedding: reach?.kind === "none" ? "none" : risk.shedding,
      share: Math.min(1, risk.errors / risk.limit),
      isBanned: (cooldowns ?? []).some(
        (one) => one.scope === "egress" && one.endedAtMs === null && one.providerHost === providerHost,
      ),
      warnedAtMs: own.length === 0 ? null : Math.max(...own.map(({ atMs }) => atMs)),
      warnings: own.length,
    };
  });
}

/**
 * Whether an address is near enough to a ban that a page which is about other things should speak of it. Once it is
 * banned the ban speaks for itself.
 */
export const needsALook = ({
  level,
  shedding,
  isBanned,
}: Pick<RiskGauge, "level" | "shedding" | "isBanned">): boolean =>
  !isBanned && (level !== "calm" || shedding !== "none");
