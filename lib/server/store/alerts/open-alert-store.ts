import type { Database } from "../sqlite/database";
import { type AlertSettingsStore, createAlertSettingsStore } from "./alert-settings";
import { type CallTotalStore, createCallTotalStore } from "./call-totals";
import { type ChannelStore, createChannelStore } from "./channels";
import { type AlertStateStore, createAlertStateStore } from "./commit-alerts";
import { type CooldownSpanStore, createCooldownSpanStore } from "./cooldown-spans";
import { createDeliveryStore, type DeliveryStore } from "./deliveries";
import { createIncidentStore, type IncidentStore } from "./incidents";
import { createMaintenanceStore, type MaintenanceStore } from "./maintenances";
import { createPushSubscriptionStore, type PushSubscriptionStore } from "./push-subscriptions";
import { createResendStore, type ResendStore } from "./resend-delivery";
import { createRuleStore, type RuleStore } from "./rules";
import { createSeenCodeStore, type SeenCodeStore } from "./seen-codes";

/** What is kept of alerts. */
export interface AlertStore {
  readonly callTotals: CallTotalStore;
  readonly channels: ChannelStore;
  readonly cooldownSpans: CooldownSpanStore;
  readonly deliveries: DeliveryStore;
  readonly incidents: IncidentStore;
  readonly maintenances: MaintenanceStore;
  readonly pushSubscriptions: PushSubscriptionStore;
  readonly resends: ResendStore;
  readonly rules: RuleStore;
  readonly seenCodes: SeenCodeStore;
  readonly settings: AlertSettingsStore;
  readonly states: AlertStateStore;
}

export const openAlertStore = (database: Pick<Database, "reader" | "write">): AlertStore => ({
  callTotals: createCallTotalStore(database),
  channels: createChannelStore(database),
  cooldownSpans: createCooldownSpanStore(database),
  deliveries: createDeliveryStore(database),
  incidents: createIncidentStore(database),
  maintenances: createMaintenanceStore(database),
  pushSubscriptions: createPushSubscriptionStore(database),
  resends: createResendStore(database),
  rules: createRuleStore(database),
  seenCodes: createSeenCodeStore(database),
  settings: createAlertSettingsStore(database),
  states: createAlertStateStore(database),
});
