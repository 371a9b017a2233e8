import type { AccountRecords } from "../accounts/account-records";
import type { ChannelRecords } from "../alerts/channels/channel-records";
import type { AlertSettings } from "../alerts/heartbeat/alert-settings";
import type { MaintenanceRecords } from "../alerts/maintenance/maintenance-records";
import type { RuleRecords } from "../alerts/rules/rule-records";
import type { ProxyKeyRecords } from "../proxy-keys/proxy-key-records";
import { planRules, type RulePlan } from "./plan-rules";
import { type ChannelPlan, channelNamesAfter, planChannels, provisionChannels } from "./provision-channels";
import { type MaintenancePlan, planMaintenance, provisionMaintenance } from "./provision-maintenance";
import { provisionRules } from "./provision-rules";
import type { DeclaredFile } from "./read-provisioning-file";

/** What the file may declare of alerts. */
export interface AlertRecords {
  readonly rules: RuleRecords;
  readonly channels: ChannelRecords;
  readonly maintenances: MaintenanceRecords;
  readonly settings: Pick<AlertSettings, "provision" | "provisionMessages">;
}

export interface AlertPlan {
  readonly channels: ChannelPlan;
  readonly rules: RulePlan;
  readonly maintenance: MaintenancePlan;
  readonly heartbeat: DeclaredFile["heartbeat"];
  readonly messages: DeclaredFile["messages"];
}

/** How many were changed of each, for the log. */
export interface AppliedAlerts {
  readonly channels: number;
  readonly rules: number;
  readonly maintenances: number;
  /** 1 when it was changed. */
  readonly heartbeat: number;
  /** 1 when it was changed how they are written. */
  readonly messages: number;
}

/**
 * What brings everything about alerts in line with the provisioning file. Changes nothing.
 *
 * @param names of accounts and proxy keys as they will be
 * @throws {StartupError} with file, line and field of the first thing that is wrong
 */
export function planAlerts(
  file: DeclaredFile,
  names: { readonly accounts: ReadonlySet<string>; readonly proxyKeys: ReadonlySet<string> },
  records: AlertRecords,
): AlertPlan {
  const channels = planChannels(file, records.channels);
  const known = { ...names, channels: channelNamesAfter(channels, records.channels) };
  return {
    channels,
    rules: planRules(file, known, records.rules),
    maintenance: planMaintenance(file, names.accounts, records.maintenances),
    heartbeat: file.heartbeat,
    messages: file.messages,
  };
}

/** Carries the plan out, channels first: rules name them. */
export async function provisionAlerts(
  plan: AlertPlan,
  parts: {
    readonly records: AlertRecords;
    /** With what the file declares in them. */
    readonly accounts: AccountRecords;
    readonly proxyKeys: ProxyKeyRecords;
    readonly now: () => number;
  },
): Promise<AppliedAlerts> {
  const { records, accounts, proxyKeys, now } = parts;
  const { channels } = records;
  return {
    channels: await provisionChannels(plan.channels, { records: channels, now }),
    rules: await provisionRules(plan.rules, { records: records.rules, accounts, proxyKeys, channels, now }),
    maintenances: await provisionMaintenance(plan.maintenance, { records: records.maintenances, accounts, now }),
    heartbeat: (await records.settings.provision(plan.heartbeat ?? null)) ? 1 : 0,
    messages: (await records.settings.provisionMessages(plan.messages ?? null)) ? 1 : 0,
  };
}
