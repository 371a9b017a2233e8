import type { NoticeEvent } from "@/lib/contracts/alert-notice";
import type { PrismaClient } from "../generated/client";
import { type Gathered, type GroupRecord, gatherNotices, groupOf, noticeKeyOf, type ToldRow } from "./gather-notices";
import {
  INSERT_DELIVERIES,
  LAST_SEQUENCE,
  LIST_CHANGES,
  LIST_GROUPS,
  LIST_TOLD,
  PUT_NOTICES,
  PUT_TOLD,
  UPDATE_DELIVERIES,
} from "./notice-queries";
import type { NoticeOptions, PlannedNotice } from "./planned-notice";

type Count = bigint | number;

interface GroupRow {
  readonly channelId: string;
  readonly groupKey: string;
  readonly freshId: string | null;
  readonly nextAttemptAtMs: Count | null;
  readonly event: string | null;
  readonly lately: Count;
}

/** The channels that a message about each incident was made for, delivered or not, and what was last to be said there. */
export async function listTold(
  writer: PrismaClient,
  incidentIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, NoticeEvent>>> {
  const told = new Map(incidentIds.map((id) => [id, new Map<string, NoticeEvent>()]));
  if (told.size === 0) return told;
  const ids = JSON.stringify([...told.keys()]);
  const rows = await writer.$queryRawUnsafe<ToldRow[]>(LIST_TOLD, ids);
  for (const { incidentId, channelId, lastEvent } of rows) told.get(incidentId)?.set(channelId, lastEvent);
  return told;
}

const toGroup = ({ freshId, event, nextAttemptAtMs, lately }: GroupRow, nowMs: number): GroupRecord => ({
  fresh:
    freshId === null
      ? null
      : { id: freshId, event: event as NoticeEvent, nextAttemptAtMs: Number(nextAttemptAtMs ?? nowMs) },
  lately: Number(lately),
});

/** How the groups stand that any of the notices may go to. */
async function listGroups(
  writer: PrismaClient,
  planned: readonly PlannedNotice[],
  { nowMs, lookBackMs }: NoticeOptions,
): Promise<ReadonlyMap<string, GroupRecord>> {
  const pairs = new Map(
    planned.flatMap(({ groupKey, targets, ifTold }) =>
      [...targets, ...ifTold].map(({ id: channelId }) => [groupOf(channelId, groupKey), { channelId, groupKey }]),
    ),
  );
  const json = JSON.stringify([...pairs.values()]);
  const rows = await writer.$queryRawUnsafe<GroupRow[]>(LIST_GROUPS, json, nowMs - lookBackMs, nowMs);
  return new Map(rows.map((row) => [groupOf(row.channelId, row.groupKey), toGroup(row, nowMs)]));
}

/** How many changes the messages that wait tell of already. */
async function listChanges(
  writer: PrismaClient,
  planned: readonly PlannedNotice[],
  groups: ReadonlyMap<string, GroupRecord>,
): Promise<ReadonlyMap<string, number>> {
  const deliveryIds = [...groups.values()].flatMap(({ fresh }) => fresh?.id ?? []);
  if (deliveryIds.length === 0) return new Map();
  const incidentIds = [...new Set(planned.map(({ notice }) => notice.incidentId))];
  const rows = await writer.$queryRawUnsafe<{ deliveryId: string; incidentId: string; changes: Count | null }[]>(
    LIST_CHANGES,
    JSON.stringify(deliveryIds),
    JSON.stringify(incidentIds),
  );
  return new Map(rows.map((row) => [noticeKeyOf(row.deliveryId, row.incidentId), Number(row.changes ?? 0)]));
}

async function save(writer: PrismaClient, { deliveries, notices, told }: Gathered, nowMs: number): Promise<void> {
  const put = async (statement: string, rows: readonly unknown[]) => {
    if (rows.length > 0) await writer.$executeRawUnsafe(statement, JSON.stringify(rows));
  };
  const rows = deliveries.map(({ target, ...delivery }) => ({
    ...{ ...delivery, createdAtMs: nowMs },
    ...{ channelId: target.id, channelName: target.name, channelType: target.type },
  }));
  await put(
    INSERT_DELIVERIES,
    rows.filter(({ isNew }) => isNew),
  );
  await put(
    UPDATE_DELIVERIES,
    rows.filter(({ isNew }) => !isNew),
  );
  await put(
    PUT_NOTICES,
    notices.map(({ deliveryId, notice }) => {
      const { incidentId, atMs } = notice;
      return { deliveryId, incidentId, atMs, notice: JSON.stringify(notice) };
    }),
  );
  await put(PUT_TOLD, told);
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
  if (planned.length === 0) return new Set();
  const told = await listTold(
    writer,
    planned.map(({ notice }) => notice.incidentId),
  );
  const groups = await listGroups(writer, planned, options);
  const changes = await listChanges(writer, planned, groups);
  const [row] = await writer.$queryRawUnsafe<{ last: Count }[]>(LAST_SEQUENCE);
  const known = { told, groups, changes, lastSequence: Number(row?.last ?? 0) };
  const gathered = gatherNotices(planned, known, options);
  await save(writer, gathered, options.nowMs);
  return new Set(gathered.deliveries.map(({ target }) => target.id));
}
