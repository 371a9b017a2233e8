import type { RuleSettings } from "@/lib/domain/alert-rules/rule-settings";
import type { RiskRecord } from "../../guard/risk-watch";
import type { CooldownRecord } from "../../store/cooldowns";
import { shareOf, unavailability } from "./call-rates";
import { cooldownFacts } from "./cooldown-kind";
import { type Measurement, measurementOf, readNumber } from "./measurement";
import { addressesIn, addressFacts, addressSubject, type ProviderAddress, type ScopedAccount } from "./rule-subjects";
import type { Snapshot } from "./snapshot";

type AddressFacts = Pick<Measurement, "reading"> & { readonly facts: Partial<Measurement["facts"]> };

function measureRisk(settings: RuleSettings, risk: RiskRecord | undefined): AddressFacts {
  const { errors, limit } = risk ?? { errors: 0, limit: 1 };
  const value = errors / limit;
  return { reading: readNumber(value, settings), facts: { value, threshold: settings.threshold, errors } };
}

function measureUnavailable(settings: RuleSettings, address: ProviderAddress, snapshot: Snapshot | null): AddressFacts {
  const { threshold, windowMinutes, minCalls } = settings;
  if (snapshot === null) return { reading: { kind: "no-data" }, facts: { threshold } };
  const window = snapshot.windows.get(windowMinutes ?? 0);
  const totals = [...address.accountIds].flatMap((id) => window?.get(id) ?? []);
  const { calls, errors } = unavailability(totals);
  const value = shareOf({ calls, errors }, minCalls);
  return { reading: readNumber(value, settings), facts: { value, threshold, calls, errors } };
}

function measureBan(cooldown: CooldownRecord | undefined): AddressFacts {
  if (cooldown === undefined) return { reading: { kind: "clear" }, facts: {} };
  return { reading: { kind: "breach" }, facts: cooldownFacts(cooldown) };
}

/** Measures one rule for each provider's address that accounts of its scope call. */
export function measureAddresses(
  settings: RuleSettings,
  accounts: readonly ScopedAccount[],
  now: {
    readonly running: readonly CooldownRecord[];
    readonly risks: readonly RiskRecord[];
    readonly snapshot: Snapshot | null;
  },
): Measurement[] {
  const bans = new Map(
    now.running.filter(({ scope }) => scope === "egress").map((cooldown) => [cooldown.providerHost, cooldown]),
  );
  const risks = new Map(now.risks.map((risk) => [risk.providerHost, risk]));
  return addressesIn(settings.scope, accounts).map((address) => {
    const measure = (): AddressFacts => {
      if (settings.when === "ban-risk") return measureRisk(settings, risks.get(address.host));
      if (settings.when === "provider-unavailable") return measureUnavailable(settings, address, now.snapshot);
      return measureBan(bans.get(address.host));
    };
    const { reading, facts } = measure();
    return measurementOf(addressSubject(address), reading, { ...addressFacts(address), ...facts });
  });
}
