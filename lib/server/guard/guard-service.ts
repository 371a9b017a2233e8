import type { BanRisk, GuardResponse, RunawayCaller, UpdateGuardRequest } from "@/lib/contracts/guard";
import { readRisk } from "@/lib/domain/ban-risk";
import { getPreset, isProviderId } from "@/lib/domain/provider-presets";
import type { ActiveAccount } from "../accounts/directory";
import type { RiskWarningRecord, RiskWarningStore } from "../store/risk-warnings";
import type { AuditActor } from "../team/actor";
import type { GuardSettings } from "./guard-settings";
import type { RiskRecord, RiskWatch } from "./risk-watch";
import type { RunawayWatch } from "./runaway-watch";

export interface GuardService {
  /** The settings, how near each address is to a ban, the warnings of the last 24 hours, and the runaway callers. */
  get(): Promise<GuardResponse>;
  /** @throws {RequestError} 409 when the provisioning file declares the settings */
  update(request: UpdateGuardRequest, by: AuditActor): Promise<GuardResponse>;
}

const DAY_MS = 86_400_000;
const MAX_WARNINGS = 20;

type Address = Pick<ActiveAccount, "provider" | "providerHost">;

const calm = ({ provider, providerHost }: Address): RiskRecord => {
  const limit = getPreset(provider).errorsPerMinuteLimit;
  return { provider, providerHost, errors: 0, limit, ...readRisk(0, limit), shedding: "none", shed: 0, leader: null };
};

const providerNameOf = (provider: string): string => (isProviderId(provider) ? getPreset(provider).name : provider);

const toWarning = ({ errorsPerMinuteLimit, provider, ...warning }: RiskWarningRecord) => ({
  ...warning,
  providerName: providerNameOf(provider),
  limit: errorsPerMinuteLimit,
});

/**
 * @param parts.listAccounts the accounts in use
 * @param parts.nameOfAccount null for one that is gone
 * @param parts.nameOfProxyKey null for one that is gone
 */
export function createGuardService(parts: {
  readonly settings: GuardSettings;
  readonly risks: Pick<RiskWatch, "list">;
  readonly runaways: Pick<RunawayWatch, "list">;
  readonly warnings: Pick<RiskWarningStore, "listSince">;
  readonly listAccounts: () => readonly Address[];
  readonly nameOfAccount: (id: string) => string | null;
  readonly nameOfProxyKey: (id: string) => string | null;
  readonly now: () => number;
}): GuardService {
  const { settings, now } = parts;

  const withNames = <T extends { readonly accountId: string; readonly proxyKeyId: string | null }>(caller: T) => ({
    ...caller,
    account: parts.nameOfAccount(caller.accountId),
    proxyKey: caller.proxyKeyId === null ? null : parts.nameOfProxyKey(caller.proxyKeyId),
  });

  const listRisks = (nowMs: number): BanRisk[] => {
    const watched = new Map(parts.risks.list(nowMs).map((risk) => [risk.providerHost, risk]));
    const addresses = new Map(parts.listAccounts().map((account) => [account.providerHost, account]));
    return [...addresses.values()]
      .map((address) => watched.get(address.providerHost) ?? calm(address))
      .map((risk) => ({
        ...risk,
        providerName: providerNameOf(risk.provider),
        leader: risk.leader === null ? null : withNames(risk.leader),
      }))
      .sort((a, b) => b.errors / b.limit - a.errors / a.limit || (a.providerHost < b.providerHost ? -1 : 1));
  };

  const get = async (): Promise<GuardResponse> => {
    const warnings = await parts.warnings.listSince(now() - DAY_MS, MAX_WARNINGS);
    const nowMs = now();
    return {
      serverNowMs: nowMs,
      mode: settings.mode(),
      shedding: settings.shedding(),
      provisioned: settings.isProvisioned(),
      risks: listRisks(nowMs),
      warnings: warnings.map(toWarning),
      runaways: parts.runaways.list(nowMs).map((runaway): RunawayCaller => withNames(runaway)),
    };
  };

  return {
    get,
    update: async (request, by) => {
      await settings.change(request, by);
      return get();
    },
  };
}
