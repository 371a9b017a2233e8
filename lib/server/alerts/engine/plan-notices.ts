import type { ChannelType } from "@/lib/contracts/alert-channels";
import type { AlertNotice, NoticeEvent } from "@/lib/contracts/alert-notice";
import type { RuleSettings } from "@/lib/contracts/alert-rules";
import type { IncidentRecord } from "../../store/alerts/incidents";
import type { NoticeTarget, PlannedNotice } from "../../store/alerts/planned-notice";
import type { ChannelRecord } from "../channels/channel-records";
import { isWell, listDefaults, toTarget } from "../channels/well-channels";

/**
 * Whom a rule tells: the channels that it names, else the default ones. Those hear it too where no named channel is left
 * because a service has refused: somebody has to know. Where people switched all of them off, nobody is told.
 */
function targetsOf(channelIds: readonly string[], channels: readonly ChannelRecord[]): NoticeTarget[] {
  const chosen = channels.filter(({ id }) => channelIds.includes(id));
  const well = chosen.filter(isWell);
  if (well.length > 0) return well.map(toTarget);
  if (chosen.length > 0 && chosen.every(({ refusal }) => refusal === null)) return [];
  return listDefaults(channels);
}

/** What a message would say of an incident now. */
export function noticeOf(incident: IncidentRecord, event: NoticeEvent, sinceMs: number, nowMs: number): AlertNotice {
  const { id, number, kind, rule, severity, resolvedAtMs, resolvedHow, resolvedBy, facts } = incident;
  const isOver = event === "resolved";
  return {
    incidentId: id,
    ...{ number, event, atMs: nowMs, kind, rule, severity, sinceMs, changes: 1, facts },
    resolvedAtMs: isOver ? resolvedAtMs : null,
    resolvedHow: isOver ? resolvedHow : null,
    resolvedBy: isOver ? resolvedBy : null,
  };
}

/** PagerDuty calls one after the other (Events API v2, `acknowledge`). */
const CALLS_UNTIL_ACKNOWLEDGED: readonly ChannelType[] = ["pagerduty"];

/**
 * What is to be said of an incident, and to whom. Its end is for whoever was told of it, wherever the rule leads by now,
 * and also by a channel that takes nothing at the moment: what waits there must not be the last word. That somebody has it
 * is for services that go on calling others until they know.
 */
export function planNotice(
  notice: AlertNotice,
  groupKey: string,
  rule: Pick<RuleSettings, "channelIds" | "escalateToIds"> | null,
  channels: readonly ChannelRecord[],
): PlannedNotice {
  if (notice.event === "acknowledged") {
    const calling = channels.filter(({ type }) => CALLS_UNTIL_ACKNOWLEDGED.includes(type));
    return { notice, groupKey, targets: [], ifTold: calling.map(toTarget) };
  }
  if (notice.event === "resolved" || rule === null) {
    return { notice, groupKey, targets: [], ifTold: channels.map(toTarget) };
  }
  const named = notice.event === "escalation" ? rule.escalateToIds : rule.channelIds;
  return { notice, groupKey, targets: targetsOf(named, channels), ifTold: [] };
}

/**
 * One notice for each incident where several became due in one go: the newest, to everybody who was to hear any. An
 * escalation and an acknowledgement stay apart, for they go to others. What became due last stands last: an end after all
 * that it is the end of.
 */
export function mergeNotices(planned: readonly PlannedNotice[]): PlannedNotice[] {
  const merged = new Map<string, PlannedNotice>();
  for (const plan of planned) {
    const { incidentId, event } = plan.notice;
    const key = `${incidentId} ${event === "escalation" || event === "acknowledged" ? event : ""}`;
    const before = merged.get(key);
    if (before === undefined) merged.set(key, plan);
    else {
      const changes = before.notice.changes + plan.notice.changes;
      const targets = plan.targets.length > 0 ? plan.targets : before.targets;
      merged.delete(key);
      merged.set(key, { ...plan, targets, notice: { ...plan.notice, changes } });
    }
  }
  return [...merged.values()];
}
