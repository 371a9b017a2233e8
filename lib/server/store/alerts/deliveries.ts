import type { ChannelType } from "@/lib/contracts/alert-channels";
import { type AlertNotice, alertNotice, type NoticeEvent } from "@/lib/contracts/alert-notice";
import type { DeliveryAttempt, DeliveryStatus } from "@/lib/contracts/incidents";
import type { Delivery as DeliveryRow } from "../generated/client";
import { toNullableMs } from "../nullable-ms";
import type { Database } from "../sqlite/database";

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
}

/** What becomes of a delivery after an attempt. */
export type Settlement =
  | { readonly kind: "delivered" }
  | { readonly kind: "again"; readonly nextAttemptAtMs: number }
  | { readonly kind: "given-up" };

export interface DeliveryStore {
  /**
   * Takes the next message of a channel that is due, for `leaseMs`: nobody else gets it meanwhile. Of one group no
   * message goes before an older one is settled.
   *
   * @returns null when none is due now
   */
  claim(channelId: string, nowMs: number, leaseMs: number, maxNotices: number): Promise<ClaimedDelivery | null>;
  /** When the next message of a channel may be due; null when none waits. */
  findNextDue(channelId: string): Promise<number | null>;
  /** Writes an attempt and what becomes of the delivery. */
  settle(id: string, attempt: DeliveryAttempt & { readonly id: string }, settlement: Settlement): Promise<void>;
  /** Gives back what a process that is gone had taken. */
  releaseLeases(): Promise<void>;
  /** Gives back one that was not sent after all. */
  release(id: string): Promise<void>;
  /** Gives up what has waited since before `beforeMs`, whatever its channel. @returns how many */
  giveUpOlderThan(beforeMs: number, nowMs: number): Promise<number>;
  /** Gives up what waits for a channel that is gone. */
  giveUpChannel(channelId: string, nowMs: number): Promise<void>;
  /** How many wait for each channel, and since when the oldest does. */
  summaryByChannel(): Promise<ReadonlyMap<string, { readonly waiting: number; readonly oldestAtMs: number | null }>>;
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

/** A notice that cannot be read is left out: the message says the rest. */
function readNotice(json: string): AlertNotice[] {
  try {
    return [alertNotice.parse(JSON.parse(json))];
  } catch {
    return [];
  }
}

/** The first of a group goes first: parameters are the channel, and the instant twice. */
const NEXT_OF_CHANNEL = `
  SELECT d."id" FROM "Delivery" AS d
  WHERE d."channelId" = ? AND d."settledAtMs" IS NULL AND d."nextAttemptAtMs" <= ?
    AND (d."leasedUntilMs" IS NULL OR d."leasedUntilMs" <= ?)
    AND NOT EXISTS (
      SELECT 1 FROM "Delivery" AS e
      WHERE e."channelId" = d."channelId" AND e."settledAtMs" IS NULL AND e."groupKey" = d."groupKey"
        AND e."sequence" < d."sequence")
  ORDER BY d."nextAttemptAtMs", d."sequence" LIMIT 1`;

/** As NEXT_OF_CHANNEL, at any time. */
const NEXT_DUE = `
  SELECT MIN(MAX(d."nextAttemptAtMs", COALESCE(d."leasedUntilMs", 0))) AS at FROM "Delivery" AS d
  WHERE d."channelId" = ? AND d."settledAtMs" IS NULL
    AND NOT EXISTS (
      SELECT 1 FROM "Delivery" AS e
      WHERE e."channelId" = d."channelId" AND e."settledAtMs" IS NULL AND e."groupKey" = d."groupKey"
        AND e."sequence" < d."sequence")`;

export function createDeliveryStore({ reader, write }: Pick<Database, "reader" | "write">): DeliveryStore {
  return {
    claim: (channelId, nowMs, leaseMs, maxNotices) =>
      write(async (writer) => {
        const [next] = await writer.$queryRawUnsafe<{ id: string }[]>(NEXT_OF_CHANNEL, channelId, nowMs, nowMs);
        if (next === undefined) return null;
        const row = await writer.delivery.update({
          where: { id: next.id },
          data: { status: "sending", leasedUntilMs: nowMs + leaseMs, attempts: { increment: 1 } },
        });
        const where = { deliveryId: row.id };
        const notices = await writer.deliveryNotice.findMany({ where, orderBy: { atMs: "asc" }, take: maxNotices });
        const noticesTotal = await writer.deliveryNotice.count({ where });
        return { ...toRecord(row), notices: notices.flatMap(({ notice }) => readNotice(notice)), noticesTotal };
      }),
    findNextDue: async (channelId) => {
      const [row] = await reader.$queryRawUnsafe<{ at: bigint | number | null }[]>(NEXT_DUE, channelId);
      return row === undefined || row.at === null ? null : Number(row.at);
    },
    settle: (deliveryId, attempt, settlement) =>
      write(async (writer) => {
        await writer.deliveryAttempt.create({ data: { ...attempt, deliveryId } });
        const settled = { nextAttemptAtMs: null, leasedUntilMs: null, settledAtMs: attempt.atMs + attempt.latencyMs };
        const data =
          settlement.kind === "again"
            ? { status: "waiting", leasedUntilMs: null, nextAttemptAtMs: settlement.nextAttemptAtMs }
            : { ...settled, status: settlement.kind === "delivered" ? "delivered" : "failed" };
        await writer.delivery.updateMany({ where: { id: deliveryId }, data });
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
    giveUpOlderThan: async (beforeMs, nowMs) => {
      const { count } = await write((writer) =>
        writer.delivery.updateMany({
          where: { settledAtMs: null, status: "waiting", createdAtMs: { lt: beforeMs } },
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
      const where = { notices: { some: { incidentId } } };
      const rows = await reader.delivery.findMany({
        where,
        orderBy: { sequence: "desc" },
        take: limit,
        include: {
          tries: { orderBy: { id: "desc" }, take: maxAttempts },
          _count: { select: { notices: true } },
        },
      });
      const list = rows.reverse().map((row) => ({
        ...toRecord(row),
        incidents: row._count.notices,
        tries: row.tries.reverse().map(({ id: _id, deliveryId: _deliveryId, ...attempt }) => ({
          ...attempt,
          atMs: Number(attempt.atMs),
          outcome: attempt.outcome as DeliveryAttempt["outcome"],
        })),
      }));
      return { list, total: await reader.delivery.count({ where }) };
    },
    countOf: async (incidentIds) => {
      const counts = new Map<string, Record<DeliveryStatus, number>>();
      if (incidentIds.length === 0) return counts;
      const marks = incidentIds.map(() => "?").join(", ");
      const rows = await reader.$queryRawUnsafe<{ incidentId: string; status: DeliveryStatus; n: bigint | number }[]>(
        `SELECT n."incidentId", d."status", COUNT(*) AS n FROM "DeliveryNotice" AS n
         JOIN "Delivery" AS d ON d."id" = n."deliveryId" WHERE n."incidentId" IN (${marks}) GROUP BY 1, 2`,
        ...incidentIds,
      );
      for (const { incidentId, status, n } of rows) {
        const count = counts.get(incidentId) ?? { waiting: 0, sending: 0, delivered: 0, failed: 0 };
        counts.set(incidentId, { ...count, [status]: Number(n) });
      }
      return counts;
    },
  };
}
