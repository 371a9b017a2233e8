import type { ChannelType } from "@/lib/contracts/alert-channels";
import { type AlertNotice, alertNotice } from "@/lib/contracts/alert-notice";
import { createEventId } from "../../event-id";
import type { PrismaClient } from "../generated/client";
import { LIST_TOLD } from "./delivery-queries";

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
  /**
   * How long a message waits for company when so many of its group were made in the last `lookBackMs`, and whether its
   * channel hears of an incident that it was told nothing of.
   */
  readonly waitMs: (sentLately: number, isNews: boolean) => number;
  readonly lookBackMs: number;
}

/** A message that nobody has tried to send yet takes in what is to be said besides. */
async function findFresh(writer: PrismaClient, channelId: string, groupKey: string) {
  return await writer.delivery.findFirst({
    where: { channelId, groupKey, settledAtMs: null, status: "waiting", attempts: 0 },
    orderBy: { sequence: "desc" },
    select: { id: true, nextAttemptAtMs: true },
  });
}

async function dueAtMs(
  writer: PrismaClient,
  { channelId, groupKey, isNews }: { readonly channelId: string; readonly groupKey: string; readonly isNews: boolean },
  { nowMs, waitMs, lookBackMs }: NoticeOptions,
): Promise<number> {
  const sentLately = await writer.delivery.count({
    where: { channelId, groupKey, createdAtMs: { gt: nowMs - lookBackMs, lte: nowMs } },
  });
  return nowMs + waitMs(sentLately, isNews);
}

async function makeDelivery(
  writer: PrismaClient,
  { notice: { event }, groupKey }: PlannedNotice,
  target: NoticeTarget,
  isNews: boolean,
  options: NoticeOptions,
): Promise<{ readonly id: string }> {
  const { nowMs } = options;
  const nextAttemptAtMs = await dueAtMs(writer, { channelId: target.id, groupKey, isNews }, options);
  const last = await writer.delivery.aggregate({ _max: { sequence: true } });
  const { id: channelId, name: channelName, type: channelType } = target;
  const names = { channelId, channelName, channelType, groupKey, event };
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

/** The channels that a message about each incident was made for, delivered or not. */
export async function listTold(
  writer: PrismaClient,
  incidentIds: readonly string[],
): Promise<ReadonlyMap<string, Set<string>>> {
  const told = new Map(incidentIds.map((id) => [id, new Set<string>()]));
  if (told.size === 0) return told;
  const ids = JSON.stringify([...told.keys()]);
  const rows = await writer.$queryRawUnsafe<{ incidentId: string; channelId: string }[]>(LIST_TOLD, ids);
  for (const { incidentId, channelId } of rows) told.get(incidentId)?.add(channelId);
  return told;
}

/** What a message takes in does not wait longer than it would by itself. */
async function hurry(
  writer: PrismaClient,
  fresh: { readonly id: string; readonly nextAttemptAtMs: bigint | null },
  atMs: number,
): Promise<void> {
  if (fresh.nextAttemptAtMs !== null && Number(fresh.nextAttemptAtMs) <= atMs) return;
  await writer.delivery.update({ where: { id: fresh.id }, data: { nextAttemptAtMs: atMs } });
}

/**
 * Puts into the outbox what is to be said, inside the transaction of the transition that it tells of. A message of the
 * same group that still waits for its first attempt takes it in, so that a mass ban is one message; it goes sooner where
 * it brings its channel word of an incident that is new to it.
 *
 * @returns the channels that have something to send now
 */
export async function addNotices(
  writer: PrismaClient,
  planned: readonly PlannedNotice[],
  options: NoticeOptions,
): Promise<ReadonlySet<string>> {
  const touched = new Set<string>();
  const toldOf = await listTold(
    writer,
    planned.map(({ notice }) => notice.incidentId),
  );
  for (const plan of planned) {
    const { notice, groupKey } = plan;
    const told = toldOf.get(notice.incidentId) ?? new Set<string>();
    const named = new Set(plan.targets.map(({ id }) => id));
    for (const target of [...plan.targets, ...plan.ifTold.filter(({ id }) => told.has(id) && !named.has(id))]) {
      const isNews = notice.event !== "resolved" && !told.has(target.id);
      const fresh = await findFresh(writer, target.id, groupKey);
      const { id } = fresh ?? (await makeDelivery(writer, plan, target, isNews, options));
      await putNotice(writer, id, notice);
      if (fresh !== null) await writer.delivery.update({ where: { id }, data: { event: notice.event } });
      if (fresh !== null && isNews) {
        await hurry(writer, fresh, await dueAtMs(writer, { channelId: target.id, groupKey, isNews }, options));
      }
      told.add(target.id);
      touched.add(target.id);
    }
  }
  return touched;
}
