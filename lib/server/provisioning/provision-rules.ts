import { randomUUID } from "node:crypto";
import type { RuleSettings } from "@/lib/domain/alert-rules/rule-settings";
import type { AccountRecords } from "../accounts/account-records";
import type { ChannelRecords } from "../alerts/channels/channel-records";
import { changesOf, type RuleNames } from "../alerts/rules/rule-audit";
import { defaultSettingsOf, type RuleChange, type RuleRecords } from "../alerts/rules/rule-records";
import type { ProxyKeyRecords } from "../proxy-keys/proxy-key-records";
import type { RuleRecord } from "../store/alerts/rules";
import { PROVISIONING } from "../team/actor";
import type { PlannedRule, RulePlan } from "./plan-rules";

/** Where the names of the file are found, with what it declares in them. */
interface RuleParts {
  readonly records: RuleRecords;
  readonly accounts: Pick<AccountRecords, "find" | "findByName">;
  readonly proxyKeys: Pick<ProxyKeyRecords, "find" | "list">;
  readonly channels: Pick<ChannelRecords, "find" | "list">;
  readonly now: () => number;
}

/** The settings with ids for names. Several proxy keys may have one label: all of them are meant. */
function withIds(settings: RuleSettings, { accounts, proxyKeys, channels }: RuleParts): RuleSettings {
  const channelIds = (names: readonly string[]) =>
    channels
      .list()
      .filter(({ name }) => names.includes(name))
      .map(({ id }) => id);
  const { scope } = settings;
  const keys = proxyKeys
    .list()
    .filter(({ label, revokedAtMs }) => revokedAtMs === null && scope.proxyKeyIds.includes(label));
  return {
    ...settings,
    scope: {
      ...scope,
      accountIds: scope.accountIds.flatMap((name) => accounts.findByName(name)?.id ?? []),
      proxyKeyIds: keys.map(({ id }) => id),
    },
    channelIds: channelIds(settings.channelIds),
    escalateToIds: channelIds(settings.escalateToIds),
  };
}

/**
 * Brings the rules in line with the plan, in one transaction. Applying the same file twice changes nothing the second
 * time. A rule that the file no longer names is deleted; a default one is put back as it was, and can be changed in the
 * browser again.
 *
 * @returns how many rules were made, changed or released
 */
export async function provisionRules(plan: RulePlan, parts: RuleParts): Promise<number> {
  const { records, accounts, proxyKeys, channels } = parts;
  const nowMs = parts.now();
  const names: RuleNames = {
    account: (id) => accounts.find(id)?.name ?? null,
    proxyKey: (id) => proxyKeys.find(id)?.label ?? null,
    channel: (id) => channels.find(id)?.name ?? null,
  };

  const toDeclared = ({ known, declared }: PlannedRule): RuleChange[] => {
    const record: RuleRecord = {
      id: known?.id ?? randomUUID(),
      defaultKey: known?.defaultKey ?? null,
      settings: withIds(declared, parts),
      provisioned: true,
      createdAtMs: known?.createdAtMs ?? nowMs,
      updatedAtMs: nowMs,
    };
    const changes = changesOf(known, record, names);
    if (known === null) return [{ record, action: "rule.created", changes }];
    return changes.length === 0 ? [] : [{ record, action: "rule.changed", changes }];
  };

  const declaredNames = new Set(plan.declared.map(({ declared }) => declared.name));
  const toReleased = (known: RuleRecord): RuleChange => {
    const original = defaultSettingsOf(known.defaultKey);
    if (original === undefined) return { record: known, action: "rule.deleted" };
    const holder = records.findByName(original.name);
    const isTaken = declaredNames.has(original.name) || (holder !== undefined && holder.id !== known.id);
    const settings = isTaken ? { ...original, name: known.settings.name } : original;
    const record = { ...known, settings, provisioned: false, updatedAtMs: nowMs };
    return { record, action: "rule.changed", changes: changesOf(known, record, names) };
  };

  const changes = [...plan.declared.flatMap(toDeclared), ...plan.released.map(toReleased)];
  await records.save(() => changes, PROVISIONING);
  return changes.length;
}
