import type { AlertNotice, NoticeEvent } from "@/lib/contracts/alert-notice";
import { createEventId } from "../../event-id";
import type { NoticeOptions, NoticeTarget, PlannedNotice } from "./planned-notice";

/** A message as it is to be written. */
export interface GatheredDelivery {
  readonly id: string;
  readonly isNew: boolean;
  readonly sequence: number | null;
  readonly target: NoticeTarget;
  readonly groupKey: string;
  event: NoticeEvent;
  nextAttemptAtMs: number;
}

/** What a message says of one incident: the newest that is to be said stands for all before it that nobody was told of. */
export interface GatheredNotice {
  readonly deliveryId: string;
  readonly notice: AlertNotice;
}

/** A group of a channel's messages, as it is in the database. */
export interface GroupRecord {
  /** The one that nobody has tried to send yet; null when there is none. */
  readonly fresh: { readonly id: string; readonly event: NoticeEvent; readonly nextAttemptAtMs: number } | null;
  /** How many messages it had lately. */
  readonly lately: number;
}

/** What was last to be said of an incident by a channel. */
export interface ToldRow {
  readonly incidentId: string;
  readonly channelId: string;
  readonly lastEvent: NoticeEvent;
}

/** Who is told what, put together from what the database knows. */
export interface Gathered {
  readonly deliveries: readonly GatheredDelivery[];
  readonly notices: readonly GatheredNotice[];
  readonly told: readonly ToldRow[];
}

export const groupOf = (channelId: string, groupKey: string): string => `${channelId}\n${groupKey}`;
export const noticeKeyOf = (deliveryId: string, incidentId: string): string => `${deliveryId}\n${incidentId}`;

/** Whom a notice is for: those that are named, and of the others those that were told of the incident before. */
function recipientsOf({ targets, ifTold }: PlannedNotice, told: ReadonlyMap<string, NoticeEvent>): NoticeTarget[] {
  const named = new Set(targets.map(({ id }) => id));
  return [...targets, ...ifTold.filter(({ id }) => told.has(id) && !named.has(id))];
}

/**
 * Puts each notice into a message of its group, in the order in which they are planned.
 *
 * @param known.changes how many changes messages tell of already, by `noticeKeyOf`
 * @param known.lastSequence the number of the newest message
 */
export function gatherNotices(
  planned: readonly PlannedNotice[],
  known: {
    readonly told: ReadonlyMap<string, ReadonlyMap<string, NoticeEvent>>;
    readonly groups: ReadonlyMap<string, GroupRecord>;
    readonly changes: ReadonlyMap<string, number>;
    readonly lastSequence: number;
  },
  { nowMs, waitMs }: Pick<NoticeOptions, "nowMs" | "waitMs">,
): Gathered {
  const toldOf = new Map([...known.told].map(([incidentId, channels]) => [incidentId, new Map(channels)]));
  const open = new Map<string, { delivery: GatheredDelivery; lately: number }>();
  const notices = new Map<string, GatheredNotice>();
  const told = new Map<string, ToldRow>();
  let sequence = known.lastSequence;

  const openGroup = (target: NoticeTarget, { notice, groupKey }: PlannedNotice, isNews: boolean) => {
    const { fresh, lately } = known.groups.get(groupOf(target.id, groupKey)) ?? { fresh: null, lately: 0 };
    if (fresh !== null) {
      return { delivery: { ...fresh, isNew: false, sequence: null, target, groupKey }, lately };
    }
    sequence += 1;
    const nextAttemptAtMs = nowMs + waitMs(lately, isNews);
    const fields = { isNew: true, sequence, target, groupKey, event: notice.event, nextAttemptAtMs };
    return { delivery: { id: createEventId(nowMs), ...fields }, lately: lately + 1 };
  };

  for (const plan of planned) {
    const { notice, groupKey } = plan;
    const { incidentId } = notice;
    const channels = toldOf.get(incidentId) ?? new Map<string, NoticeEvent>();
    toldOf.set(incidentId, channels);
    for (const target of recipientsOf(plan, channels)) {
      const isNews = notice.event !== "resolved" && !channels.has(target.id);
      const key = groupOf(target.id, groupKey);
      const group = open.get(key) ?? openGroup(target, plan, isNews);
      open.set(key, group);
      const { delivery } = group;
      delivery.event = notice.event;
      // What a message takes in does not wait longer than it would by itself.
      if (isNews) delivery.nextAttemptAtMs = Math.min(delivery.nextAttemptAtMs, nowMs + waitMs(group.lately, true));
      const noticeKey = noticeKeyOf(delivery.id, incidentId);
      const before = notices.get(noticeKey)?.notice.changes ?? known.changes.get(noticeKey) ?? 0;
      notices.set(noticeKey, { deliveryId: delivery.id, notice: { ...notice, changes: before + notice.changes } });
      channels.set(target.id, notice.event);
      told.set(noticeKeyOf(target.id, incidentId), { incidentId, channelId: target.id, lastEvent: notice.event });
    }
  }
  return {
    deliveries: [...open.values()].map(({ delivery }) => delivery),
    notices: [...notices.values()],
    told: [...told.values()],
  };
}
