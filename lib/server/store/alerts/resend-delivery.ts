import type { AlertNotice } from "@/lib/contracts/alert-notice";
import { type AuditRecord, insertAuditEvent } from "../audit-events";
import type { Delivery, Incident, PrismaClient } from "../generated/client";
import type { Database } from "../sqlite/database";
import { readNotice } from "./hand-over";
import { type IncidentRecord, readFacts } from "./incidents";

/** A message of an incident, as far as it matters for sending it again. */
export interface ResendableDelivery {
  readonly channelId: string;
  readonly channelName: string;
  /** What people call the incident. */
  readonly number: number;
}

export interface ResendStore {
  /** Null where the incident has no such message. */
  find(incidentId: string, deliveryId: string): Promise<ResendableDelivery | null>;
  /**
   * Puts a message that was given up into the outbox again, under the id that it had, with a line in the audit log: both
   * or nothing. It is tried as long as a new one. Of an incident that is over by now it tells that, and of one whose end it
   * was to tell that it goes on: neither the news of a beginning nor that of an end must be the last word wrongly.
   *
   * @returns whether it had been given up; nothing is written where it was not
   */
  resend(deliveryId: string, nowMs: number, audit: AuditRecord): Promise<boolean>;
}

const toOver = (notice: AlertNotice, { resolvedAtMs, resolvedHow, resolvedBy, facts }: Incident): AlertNotice => ({
  ...notice,
  event: "resolved",
  resolvedAtMs: Number(resolvedAtMs),
  resolvedHow: resolvedHow as IncidentRecord["resolvedHow"],
  resolvedBy,
  changes: notice.changes + 1,
  facts: readFacts(facts),
});

/** It has come back since its end was to be told. */
async function toReminder(
  writer: PrismaClient,
  notice: AlertNotice,
  incident: Incident,
  nowMs: number,
): Promise<AlertNotice> {
  const reopened = await writer.incidentTransition.findFirst({
    where: { incidentId: incident.id, kind: "reopened" },
    orderBy: { id: "desc" },
  });
  return {
    ...{ ...notice, event: "reminder", atMs: nowMs, sinceMs: Number(reopened?.atMs ?? notice.sinceMs) },
    ...{ resolvedAtMs: null, resolvedHow: null, resolvedBy: null },
    ...{ changes: notice.changes + 1, facts: readFacts(incident.facts) },
  };
}

/** Brings up to date what a message says. */
async function refreshNotices(writer: PrismaClient, { id: deliveryId, channelId, event }: Delivery, nowMs: number) {
  const rows = await writer.deliveryNotice.findMany({ where: { deliveryId }, include: { incident: true } });
  for (const { incidentId, notice: json, incident } of rows) {
    const [notice] = readNotice(json);
    const isOver = incident.resolvedAtMs !== null;
    if (notice === undefined || (notice.event === "resolved") === isOver) continue;
    const current = isOver ? toOver(notice, incident) : await toReminder(writer, notice, incident, nowMs);
    await writer.deliveryNotice.update({
      where: { deliveryId_incidentId: { deliveryId, incidentId } },
      data: { atMs: current.atMs, notice: JSON.stringify(current) },
    });
    const lastEvent = current.event;
    await writer.toldChannel.updateMany({ where: { incidentId, channelId }, data: { lastEvent } });
  }
  const isAllOver = rows.every(({ incident }) => incident.resolvedAtMs !== null);
  if (isAllOver === (event === "resolved")) return;
  await writer.delivery.update({ where: { id: deliveryId }, data: { event: isAllOver ? "resolved" : "reminder" } });
}

export function createResendStore({ reader, write }: Pick<Database, "reader" | "write">): ResendStore {
  return {
    find: async (incidentId, deliveryId) => {
      const row = await reader.deliveryNotice.findUnique({
        where: { deliveryId_incidentId: { deliveryId, incidentId } },
        select: {
          delivery: { select: { channelId: true, channelName: true } },
          incident: { select: { number: true } },
        },
      });
      return row === null ? null : { ...row.delivery, ...row.incident };
    },
    resend: (id, nowMs, audit) =>
      write(async (writer) => {
        const delivery = await writer.delivery.findFirst({ where: { id, status: "failed" } });
        if (delivery === null) return false;
        const { _max: newest } = await writer.delivery.aggregate({ _max: { sequence: true } });
        await writer.delivery.update({
          where: { id },
          data: {
            ...{ status: "waiting", settledAtMs: null, leasedUntilMs: null, nextAttemptAtMs: nowMs },
            ...{ attemptsBefore: delivery.attempts, resentAtMs: nowMs, resentAfter: newest.sequence },
          },
        });
        await refreshNotices(writer, delivery, nowMs);
        await insertAuditEvent(writer, audit);
        return true;
      }),
  };
}
