import type { ChannelType } from "@/lib/contracts/alert-channels";
import type { AlertNotice, NoticeEvent } from "@/lib/contracts/alert-notice";
import type { DeliveryAttempt, DeliveryStatus } from "@/lib/contracts/incidents";
import type { Delivery as DeliveryRow } from "../generated/client";
import { toNullableMs } from "../nullable-ms";
import type { Database } from "../sqlite/database";
import { COUNT_INCIDENTS, COUNT_OF_INCIDENTS, LIST_OF_INCIDENT, NEXT_DUE, NEXT_OF_CHANNEL } from "./delivery-queries";
import { type HandOver, handOverNotices, readNotice } from "./hand-over";
import { withdrawAcknowledgements } from "./withdraw-acknowledgements";

/** One message to one channel, as it is kept. */
export interface DeliveryRecord {
  readonly id: string;
  readonly channelId: string;
  readonly channelName: string;
  readonly channelType: ChannelType;
  readonly groupKey: string;
  readonly event: NoticeEvent;
  readonly status: DeliveryStatus;
  readonly createdAtMs: number;
  readonly nextAttemptAtMs: number | null;
  readonly attempts: number;
  readonly settledAtMs: number | null;
}

/** A delivery that whoever asked for it has for himself now, with what it says. */
export interface ClaimedDelivery extends DeliveryRecord {
  /** The oldest first, at most as many as were asked for. */
  readonly notices: readonly AlertNotice[];
  readonly noticesTotal: number;
  /** Since when it is tried, and how often that was: a message that a person sends again begins anew. */
  readonly tried: { readonly sinceMs: number; readonly attempts: number };
}

/** What becomes of a delivery after an attempt. */
export type Settlement =
  | { readonly kind: "delivered" }
  | { readonly kind: "again"; readonly nextAttemptAtMs: number }
  | { readonly kind: "given-up" };

/** Messages of a channel that wait, and since when the oldest does. */
export interface WaitingDeliveries {
  readonly waiting: number;
  readonly oldestAtMs: number | null;
}

export interface DeliveryStore {
  /**
   * Takes the next message of a channel that is due, for `leaseMs`: nobody else gets it meanwhile. Of one group no
   * message goes before an older one is settled. Instants further ahead than any wait leads count as passed, and one
   * that claims to be made later than now is made now: the clock was set back.
   *
   * @returns null when none is due now
   */
  claim(channelId: string, nowMs: number, leaseMs: number, maxNotices: number): Promise<ClaimedDelivery | null>;
  /** When the next message of a channel may be due, by what is written; null when none waits. */
  findNextDue(channelId: string): Promise<number | null>;
  /**
   * Writes an attempt and what becomes of the delivery, unless that is settled already: its channel was deleted meanwhile.
   *
   * @param handOver who tells instead what is given up, in the same transaction; nobody unless told
   */
  settle(
    id: string,
    attempt: DeliveryAttempt & { readonly id: string },
    settlement: Settlement,
    handOver?: HandOver,
  ): Promise<void>;
  /** Gives back what a process that is gone had taken. */
  releaseLeases(): Promise<void>;
  /** Gives back one that was not sent after all. */
  release(id: string): Promise<void>;
  /** The number of the newest message of all; 0 before the first. */
  findLastSequence(): Promise<number>;
  /** Gives up what waits for these channels, made or sent again up to the message with that number. @returns how many */
  giveUpThrough(channelIds: readonly string[], sequence: number, nowMs: number): Promise<number>;
  /** Gives up what waits for a channel that is gone. */
  giveUpChannel(channelId: string, nowMs: number): Promise<void>;
  /** How many wait for each channel, and since when the oldest does. */
  summaryByChannel(): Promise<ReadonlyMap<string, WaitingDeliveries>>;
  /** The newest `limit` that tell of an incident, the oldest first, with their attempts. */
  listOfIncident(
    incidentId: string,
    limit: number,
    maxAttempts: number,
  ): Promise<{ readonly list: readonly IncidentDelivery[]; readonly total: number }>;
  /** How many of each incident's deliveries stand how. */
  countOf(incidentIds: readonly string[]): Promise<ReadonlyMap<string, Readonly<Record<DeliveryStatus, number>>>>;
}

export interface IncidentDelivery extends DeliveryRecord {
  readonly incidents: number;
  readonly tries: readonly DeliveryAttempt[];
}

const toRecord = (row: DeliveryRow): DeliveryRecord => ({
  id: row.id,
  channelId: row.channelId,
  channelName: row.channelName,
  channelType: row.channelType as ChannelType,
  groupKey: row.groupKey,
  event: row.event as NoticeEvent,
  status: row.status as DeliveryStatus,
  createdAtMs: Number(row.createdAtMs),
  nextAttemptAtMs: toNullableMs(row.nextAttemptAtMs),
  attempts: row.attempts,
  settledAtMs: toNullableMs(row.settledAtMs),
});

export function createDeliveryStore({ reader, write }: Pick<Database, "reader" | "write">): DeliveryStore {
  return {
    claim: (channelId, nowMs, leaseMs, maxNotices) =>
      write(async (writer) => {
        const instants = [nowMs, nowMs, nowMs, nowMs, nowMs + leaseMs];
        const [next] = await writer.$queryRawUnsafe<{ id: string }[]>(NEXT_OF_CHANNEL, channelId, ...instants);
        if (next === undefined) return null;
        await writer.delivery.updateMany({
          where: { id: next.id, createdAtMs: { gt: nowMs } },
          data: { createdAtMs: nowMs },
        });
        const row = await writer.delivery.update({
          where: { id: next.id },
          data: { status: "sending", leasedUntilMs: nowMs + leaseMs, attempts: { increment: 1 } },
        });
        const where = { deliveryId: row.id };
        const kept = await writer.deliveryNotice.findMany({ where, orderBy: { atMs: "asc" }, take: maxNotices });
        const readable = kept.flatMap(({ notice }) => readNotice(notice));
        const notices = await withdrawAcknowledgements(writer, row.id, readable);
        const noticesTotal = await writer.deliveryNotice.count({ where });
        return {
          ...{ ...toRecord(row), notices, noticesTotal },
          tried: { sinceMs: Number(row.resentAtMs ?? row.createdAtMs), attempts: row.attempts - row.attemptsBefore },
        };
      }),
    findNextDue: async (channelId) => {
      const [row] = await reader.$queryRawUnsafe<{ at: bigint | number | null }[]>(NEXT_DUE, channelId);
      return row === undefined || row.at === null ? null : Number(row.at);
    },
    settle: (deliveryId, attempt, settlement, handOver) =>
      write(async (writer) => {
        await writer.deliveryAttempt.create({ data: { ...attempt, deliveryId } });
        const settled = { nextAttemptAtMs: null, leasedUntilMs: null, settledAtMs: attempt.atMs + attempt.latencyMs };
        const data =
          settlement.kind === "again"
            ? { status: "waiting", leasedUntilMs: null, nextAttemptAtMs: settlement.nextAttemptAtMs }
            : { ...settled, status: settlement.kind === "delivered" ? "delivered" : "failed" };
        const where = { id: deliveryId, settledAtMs: null };
        const delivery = await writer.delivery.findFirst({ where, select: { id: true, channelId: true } });
        if (delivery === null) return;
        if (settlement.kind === "given-up" && handOver !== undefined) await handOverNotices(writer, delivery, handOver);
        await writer.delivery.updateMany({ where, data });
      }),
    releaseLeases: async () => {
      await write((writer) =>
        writer.delivery.updateMany({
          where: { status: "sending" },
          data: { status: "waiting", leasedUntilMs: null },
        }),
      );
    },
    release: async (id) => {
      await write((writer) =>
        writer.delivery.updateMany({
          where: { id, status: "sending" },
          data: { status: "waiting", leasedUntilMs: null },
        }),
      );
    },
    findLastSequence: async () => {
      const { _max } = await reader.delivery.aggregate({ _max: { sequence: true } });
      return _max.sequence ?? 0;
    },
    giveUpThrough: async (channelIds, sequence, nowMs) => {
      const { count } = await write((writer) =>
        writer.delivery.updateMany({
          where: {
            ...{ channelId: { in: [...channelIds] }, settledAtMs: null, status: "waiting" },
            OR: [{ resentAfter: null, sequence: { lte: sequence } }, { resentAfter: { lte: sequence } }],
          },
          data: { status: "failed", settledAtMs: nowMs, nextAttemptAtMs: null, leasedUntilMs: null },
        }),
      );
      return count;
    },
    giveUpChannel: async (channelId, nowMs) => {
      await write((writer) =>
        writer.delivery.updateMany({
          where: { channelId, settledAtMs: null },
          data: { status: "failed", settledAtMs: nowMs, nextAttemptAtMs: null, leasedUntilMs: null },
        }),
      );
    },
    summaryByChannel: async () => {
      const rows = await reader.delivery.groupBy({
        by: ["channelId"],
        where: { settledAtMs: null },
        _count: { _all: true },
        _min: { createdAtMs: true },
      });
      return new Map(
        rows.map(({ channelId, _count, _min }) => [
          channelId,
          { waiting: _count._all, oldestAtMs: toNullableMs(_min.createdAtMs) },
        ]),
      );
    },
    listOfIncident: async (incidentId, limit, maxAttempts) => {
      const found = await reader.$queryRawUnsafe<{ id: string }[]>(LIST_OF_INCIDENT, incidentId, limit);
      const ids = found.map(({ id }) => id);
      const rows = await reader.delivery.findMany({
        where: { id: { in: ids } },
        orderBy: { sequence: "desc" },
        include: { tries: { orderBy: { id: "desc" }, take: maxAttempts } },
      });
      const counted = await reader.$queryRawUnsafe<{ deliveryId: string; n: bigint | number }[]>(
        COUNT_INCIDENTS,
        JSON.stringify(ids),
      );
      const incidents = new Map(counted.map(({ deliveryId, n }) => [deliveryId, Number(n)]));
      const list = rows.reverse().map((row) => ({
        ...toRecord(row),
        incidents: incidents.get(row.id) ?? 0,
        tries: row.tries.reverse().map(({ id: _id, deliveryId: _deliveryId, ...attempt }) => ({
          ...attempt,
          atMs: Number(attempt.atMs),
          outcome: attempt.outcome as DeliveryAttempt["outcome"],
        })),
      }));
      return { list, total: await reader.deliveryNotice.count({ where: { incidentId } }) };
    },
    countOf: async (incidentIds) => {
      const counts = new Map<string, Record<DeliveryStatus, number>>();
      if (incidentIds.length === 0) return counts;
      const rows = await reader.$queryRawUnsafe<{ incidentId: string; status: DeliveryStatus; n: bigint | number }[]>(
        COUNT_OF_INCIDENTS,
        JSON.stringify([...new Set(incidentIds)]),
      );
      for (const { incidentId, status, n } of rows) {
        const count = counts.get(incidentId) ?? { waiting: 0, sending: 0, delivered: 0, failed: 0 };
        counts.set(incidentId, { ...count, [status]: Number(n) });
      }
      return counts;
    },
  };
}
