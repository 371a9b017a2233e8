import type { ChannelType } from "@/lib/contracts/alert-channels";
import { type AlertNotice, alertNotice } from "@/lib/contracts/alert-notice";
import { createEventId } from "../../event-id";
import type { PrismaClient } from "../generated/client";

/** Where a message goes. */
export interface NoticeTarget {
  readonly id: string;
  readonly name: string;
  readonly type: ChannelType;
}

/** What is to be said of one incident, and to whom. */
export interface PlannedNotice {
  readonly notice: AlertNotice;
  /** What shares a message. */
  readonly groupKey: string;
  readonly targets: readonly NoticeTarget[];
  /** Those of these that were told of the incident before hear it too. */
  readonly ifTold: readonly NoticeTarget[];
}

export interface NoticeOptions {
  readonly nowMs: number;
  /** How long a message waits for company when so many of its group were made in the last `lookBackMs`. */
  readonly waitMs: (sentLately: number) => number;
  readonly lookBackMs: number;
}

/** A message that nobody has tried to send yet takes in what is to be said besides. */
async function findFresh(writer: PrismaClient, channelId: string, groupKey: string) {
  return await writer.delivery.findFirst({
    where: { channelId, groupKey, settledAtMs: null, status: "waiting", attempts: 0 },
    orderBy: { sequence: "desc" },
    select: { id: true },
  });
}

async function makeDelivery(
  writer: PrismaClient,
  { notice: { event }, groupKey }: PlannedNotice,
  target: NoticeTarget,
  { nowMs, waitMs, lookBackMs }: NoticeOptions,
): Promise<{ readonly id: string }> {
  const sentLately = await writer.delivery.count({
    where: { channelId: target.id, groupKey, createdAtMs: { gt: nowMs - lookBackMs, lte: nowMs } },
  });
  const last = await writer.delivery.aggregate({ _max: { sequence: true } });
  const { id: channelId, name: channelName, type: channelType } = target;
  const names = { channelId, channelName, channelType, groupKey, event };
  const nextAttemptAtMs = nowMs + waitMs(sentLately);
  const sequence = (last._max.sequence ?? 0) + 1;
  const id = createEventId(nowMs);
  await writer.delivery.create({
    data: { id, sequence, ...names, status: "waiting", createdAtMs: nowMs, nextAttemptAtMs },
  });
  return { id };
}

/** The newest that is to be said stands for all before it that nobody was told of. */
async function putNotice(writer: PrismaClient, deliveryId: string, notice: AlertNotice): Promise<void> {
  const where = { deliveryId_incidentId: { deliveryId, incidentId: notice.incidentId } };
  const before = await writer.deliveryNotice.findUnique({ where, select: { notice: true } });
  const earlier = before === null ? null : alertNotice.safeParse(JSON.parse(before.notice));
  const changes = notice.changes + (earlier?.success ? earlier.data.changes : 0);
  const data = { atMs: notice.atMs, notice: JSON.stringify({ ...notice, changes }) };
  await writer.deliveryNotice.upsert({
    where,
    create: { deliveryId, incidentId: notice.incidentId, ...data },
    update: data,
  });
}

async function listTold(writer: PrismaClient, incidentId: string): Promise<ReadonlySet<string>> {
  const rows = await writer.delivery.findMany({
    where: { notices: { some: { incidentId } } },
    distinct: ["channelId"],
    select: { channelId: true },
  });
  return new Set(rows.map(({ channelId }) => channelId));
}

/**
 * Puts into the outbox what is to be said, inside the transaction of the transition that it tells of. A message of the
 * same group that still waits for its first attempt takes it in, so that a mass ban is one message.
 *
 * @returns the channels that have something to send now
 */
export async function addNotices(
  writer: PrismaClient,
  planned: readonly PlannedNotice[],
  options: NoticeOptions,
): Promise<ReadonlySet<string>> {
  const touched = new Set<string>();
  for (const plan of planned) {
    const told = plan.ifTold.length === 0 ? new Set() : await listTold(writer, plan.notice.incidentId);
    const named = new Set(plan.targets.map(({ id }) => id));
    for (const target of [...plan.targets, ...plan.ifTold.filter(({ id }) => told.has(id) && !named.has(id))]) {
      const fresh = await findFresh(writer, target.id, plan.groupKey);
      const { id } = fresh ?? (await makeDelivery(writer, plan, target, options));
      await putNotice(writer, id, plan.notice);
      if (fresh !== null) await writer.delivery.update({ where: { id }, data: { event: plan.notice.event } });
      touched.add(target.id);
    }
  }
  return touched;
}
