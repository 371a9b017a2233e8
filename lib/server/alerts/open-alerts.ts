import type { Topic } from "@/lib/contracts/stream";
import { isOpen } from "@/lib/domain/alert-lifecycle/state";
import { COOLDOWN_KINDS, RULE_KINDS, type RuleKind } from "@/lib/domain/alert-rules/kinds";
import type { ProviderId } from "@/lib/domain/provider-presets";
import { type AccountRecords, providerHostOf } from "../accounts/account-records";
import type { AccountDirectory } from "../accounts/directory";
import type { AuditTrail } from "../audit/audit-trail";
import type { BalanceBook } from "../balance/balance-book";
import type { CooldownKeeper } from "../guard/cooldown-keeper";
import type { RiskWatch } from "../guard/risk-watch";
import type { ChangeHub } from "../live/change-hub";
import type { Log } from "../log";
import type { RefuseAddress } from "../net/address-rules";
import type { ProxyKeyRecords } from "../proxy-keys/proxy-key-records";
import type { Recorder } from "../recorder/recorder";
import type { Vault } from "../secrets/vault";
import type { CooldownRecord } from "../store/cooldowns";
import type { Store } from "../store/open-store";
import { createBacktest } from "./backtest/backtest";
import { createReadSeries } from "./backtest/read-series";
import { type ChannelRecords, openChannelRecords } from "./channels/channel-records";
import { type ChannelService, createChannelService } from "./channels/channel-service";
import { createChannelTester } from "./channels/channel-tester";
import { openAlertBook } from "./engine/alert-book";
import { createAlertEngine } from "./engine/alert-engine";
import type { AlertEntry } from "./engine/entry";
import { findMissed } from "./engine/find-missed";
import { type AlertSettings, openAlertSettings } from "./heartbeat/alert-settings";
import { type AlertSettingsService, createAlertSettingsService } from "./heartbeat/alert-settings-service";
import { type AlertTroubles, createAlertTroubles } from "./heartbeat/alert-troubles";
import { createAskAddress } from "./heartbeat/ask-address";
import { startHeartbeat } from "./heartbeat/heartbeat";
import { createIncidentService, type IncidentService } from "./incidents/incident-service";
import { createResendDelivery } from "./incidents/resend-delivery";
import { type MaintenanceRecords, openMaintenanceRecords } from "./maintenance/maintenance-records";
import { createMaintenanceService, type MaintenanceService } from "./maintenance/maintenance-service";
import { createMeasurer } from "./measure/measurer";
import { openSeenCodes, type SeenCodes } from "./measure/seen-codes";
import { createReadSnapshot } from "./measure/snapshot";
import { createComposeMessage } from "./message/compose-message";
import { createPreviewTemplates } from "./message/preview-templates";
import { isTimeZone } from "./message/words";
import { createOutbox } from "./outbox/outbox";
import { openPushRecords } from "./push/push-records";
import { createPushService, type PushService } from "./push/push-service";
import { createVapidKeys } from "./push/vapid-keys";
import { openRuleRecords, type RuleRecords } from "./rules/rule-records";
import { createRuleService, type RuleService } from "./rules/rule-service";
import { createSenders } from "./senders/create-senders";
import { createSendMessage } from "./senders/send-message";

/** What can be used from outside, and what the way of a call tells. */
export interface OpenedAlerts {
  readonly services: {
    readonly incidents: IncidentService;
    readonly rules: RuleService;
    readonly channels: ChannelService;
    readonly maintenance: MaintenanceService;
    readonly push: PushService;
    readonly alertSettings: AlertSettingsService;
  };
  /** What the provisioning file may declare. */
  readonly provisioned: {
    readonly rules: RuleRecords;
    readonly channels: ChannelRecords;
    readonly maintenances: MaintenanceRecords;
    readonly settings: AlertSettings;
  };
  /** A cooldown began, or ended. */
  noteCooldown(record: CooldownRecord): void;
  /** The code of a provider's error. */
  noteCode: SeenCodes["noteCode"];
  /** Somebody left the team: their browsers are told nothing more. */
  forgetPerson(userId: string): void;
  readonly troubles: AlertTroubles["list"];
  /** Looks at what happened while nobody looked, sends what waits, and goes on by itself. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** What each topic of the change hub may have changed for rules; a cooldown's beginning and end are told one by one. */
const KINDS_BY_TOPIC: Partial<Readonly<Record<Topic, readonly RuleKind[]>>> = {
  accounts: RULE_KINDS,
  balances: ["zero-balance", "low-balance"],
  cooldowns: COOLDOWN_KINDS,
  guard: ["ban-risk"],
  health: ["recording-late"],
};

const DAY_MS = 86_400_000;

export async function openAlerts(parts: {
  readonly store: Store;
  readonly vault: Vault;
  readonly directory: AccountDirectory;
  readonly records: AccountRecords;
  readonly proxyKeys: Pick<ProxyKeyRecords, "find">;
  readonly balances: BalanceBook;
  readonly keeper: Pick<CooldownKeeper, "listRunning">;
  readonly risks: Pick<RiskWatch, "list">;
  readonly recorder: Pick<Recorder, "health">;
  readonly trail: AuditTrail;
  readonly refuseAddress: RefuseAddress;
  readonly unitOfAccount: (id: string) => string | null;
  /** The dashboard's own address, for links. */
  readonly origin: string;
  readonly hub: ChangeHub;
  readonly log: Log;
  readonly now: () => number;
  readonly onSaveFailed: (error: unknown) => void;
}): Promise<OpenedAlerts> {
  const { vault, directory, records, balances, hub, log, now, onSaveFailed } = parts;
  const store = parts.store.alerts;
  const onChange = () => hub.publish("alerts");
  const nameOfAccount = (id: string) => records.find(id)?.name ?? null;
  /** Everything may stand otherwise now. */
  const lookAgain = () => {
    onChange();
    engine.noteChange(RULE_KINDS);
  };

  const rules = await openRuleRecords({ store: store.rules, now, onChange: lookAgain });
  const channels = await openChannelRecords({
    store: store.channels,
    vault,
    now,
    onChange: () => {
      outbox.noteChannels();
      lookAgain();
    },
    onSaveFailed,
  });
  const maintenances = await openMaintenanceRecords({ store: store.maintenances, now, onChange: lookAgain });
  const settings = await openAlertSettings({ store: store.settings, vault, now, onChange });
  const push = await openPushRecords({
    store: store.pushSubscriptions,
    vault,
    vapidKeys: createVapidKeys({ store: store.settings, vault, origin: parts.origin }),
    onChange,
  });
  const seenCodes = await openSeenCodes({
    store: store.seenCodes,
    hostOf: (accountId) => directory.findById(accountId)?.providerHost ?? null,
    now,
    onNew: () => engine.noteChange(["new-code"]),
    onFull: (host) =>
      log.warn({ host }, "a provider has sent more codes than are remembered: some new ones are not told of"),
    onSaveFailed,
  });
  const { senders, close: closeSenders } = createSenders({ refuseAddress: parts.refuseAddress, push });
  const timeZone = () => settings.messages().timeZone;
  if (!isTimeZone(timeZone())) {
    log.warn({ timeZone: timeZone() }, "the time zone of messages is not known here: they show UTC instead");
  }
  const compose = createComposeMessage({
    origin: parts.origin,
    timeZone,
    onTemplateProblem: (problem, delivery) => log.warn({ problem, delivery }, "a template could not be filled in"),
  });
  const outbox = createOutbox({
    deliveries: store.deliveries,
    channels,
    compose: ({ id: dedupKey, notices, noticesTotal, createdAtMs }, channel, nowMs) =>
      compose({ dedupKey, notices, moreNotices: noticesTotal - notices.length, channel, createdAtMs, nowMs }),
    send: createSendMessage(senders),
    now,
    random: Math.random,
    log,
    onChange,
  });
  const thresholdsOf = (id: string) => {
    const { lowBalance = null, criticalBalance = null } = records.find(id) ?? {};
    return { lowBalance, criticalBalance };
  };
  const history = { calls: store.callTotals, samples: parts.store.balanceSamples };
  /** Archived ones as well: an incident may be older than that. */
  const listAllAccounts = () =>
    records.list().map((record) => ({
      id: record.id,
      name: record.name,
      provider: record.provider as ProviderId,
      providerHost: providerHostOf(record),
    }));
  const measurer = createMeasurer({
    listAccounts: directory.list,
    thresholdsOf: (id) => ({ ...thresholdsOf(id), unit: parts.unitOfAccount(id) }),
    balanceOf: (id) => balances.get(id).balance,
    keeper: parts.keeper,
    risks: parts.risks,
    recorder: parts.recorder,
    // What waits for a channel that a person switched off waits because they said so.
    listChannels: () => channels.list().filter(({ enabled, refusal }) => enabled || refusal !== null),
    seenCodes,
    readSnapshot: createReadSnapshot({
      ...history,
      summarizeWaiting: store.deliveries.summaryByChannel,
    }),
  });
  const engine = createAlertEngine({
    book: openAlertBook(await store.states.list(), await store.incidents.listLive(now() - DAY_MS)),
    states: store.states,
    rules,
    channels: channels.list,
    measurer,
    findMaintenance: ({ accountId, providerHost }, nowMs) => {
      // Asked for every open incident at every look: accounts are found by their id, not by going through all of them.
      const account =
        accountId === null
          ? directory.list().find(({ providerHost: host }) => host === providerHost)
          : directory.findById(accountId);
      return maintenances.findRunning({ accountId, provider: account?.provider ?? null }, nowMs);
    },
    lastNumber: await store.incidents.findLastNumber(),
    now,
    onChange,
    onNotices: outbox.wake,
    onFailed: (error) => log.error({ err: error }, "alerts could not be looked at"),
  });

  const troubles = createAlertTroubles({ channels, engine, now });
  const ask = createAskAddress(parts.refuseAddress);
  const heartbeat = startHeartbeat({
    settings,
    ask: ask.ask,
    evaluatedAtMs: engine.lookedAtMs,
    readAtMs: engine.readAtMs,
    now,
    onChange,
  });
  const unsubscribe = hub.subscribe((topics) => {
    const kinds = topics.flatMap((topic) => KINDS_BY_TOPIC[topic] ?? []);
    if (kinds.length > 0) engine.noteChange(kinds);
  }, "alerts");

  const openOf = (holds: (entry: AlertEntry) => boolean) =>
    engine.list().filter((entry) => isOpen(entry.state) && holds(entry)).length;

  return {
    provisioned: { rules, channels, maintenances, settings },
    noteCooldown: engine.noteCooldown,
    noteCode: seenCodes.noteCode,
    forgetPerson: push.forgetPerson,
    troubles: troubles.list,
    services: {
      incidents: createIncidentService({
        engine,
        incidents: store.incidents,
        deliveries: store.deliveries,
        rules,
        channels,
        resend: createResendDelivery({ store: store.resends, channels, wake: outbox.wake, now, onChange }),
        readSeries: createReadSeries({ ...history, findRule: rules.find, listAccounts: listAllAccounts, now }),
        now,
      }),
      rules: createRuleService({
        records: rules,
        names: {
          account: nameOfAccount,
          proxyKey: (id) => parts.proxyKeys.find(id)?.label ?? null,
          channel: (id) => channels.find(id)?.name ?? null,
        },
        openCountOf: (ruleId) => openOf((entry) => entry.ruleId === ruleId),
        listLastFired: store.incidents.listLastOpened,
        backtest: createBacktest({
          ...history,
          listAccounts: directory.list,
          thresholdsOf,
          cooldownSpans: store.cooldownSpans,
          warnings: parts.store.riskWarnings,
          seenCodes,
          knownSinceMs: () =>
            records
              .list()
              .reduce<number | null>((oldest, { createdAtMs }) => Math.min(oldest ?? createdAtMs, createdAtMs), null),
          now,
        }),
        now,
      }),
      channels: createChannelService({
        records: channels,
        summarizeWaiting: store.deliveries.summaryByChannel,
        countSubscribers: () => push.listSubscriptions().length,
        tester: createChannelTester({ records: channels, senders, compose, trail: parts.trail, now }),
        preview: createPreviewTemplates({ origin: parts.origin, timeZone, now }),
        now,
      }),
      maintenance: createMaintenanceService({
        records: maintenances,
        nameOfAccount,
        mutingOf: (id) => {
          const name = maintenances.find(id)?.name;
          return openOf(({ incident }) => incident?.muteKind === "maintenance" && incident.muteBy === name);
        },
        now,
      }),
      push: createPushService({ records: push, now }),
      alertSettings: createAlertSettingsService({
        settings,
        beat: heartbeat,
        trail: parts.trail,
        countWaiting: async () =>
          [...(await store.deliveries.summaryByChannel()).values()].reduce((sum, { waiting }) => sum + waiting, 0),
        evaluatedAtMs: engine.lookedAtMs,
        now,
      }),
    },
    start: async () => {
      troubles.noteStart();
      await outbox.start();
      await engine.start(await findMissed(parts.store, now()));
    },
    close: async () => {
      unsubscribe();
      heartbeat.close();
      await engine.close();
      await outbox.close();
      await closeSenders();
      await ask.close();
      await seenCodes.close();
      await channels.close();
    },
  };
}
