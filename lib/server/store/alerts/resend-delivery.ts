import type { AlertNotice } from "@/lib/contracts/alert-notice";
import { type AuditRecord, insertAuditEvent } from "../audit-events";
import type { Incident, PrismaClient } from "../generated/client";
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
   * or nothing. Of an incident that is over by now it tells that: the news of a beginning must not be the last word.
   *
   * @returns whether it had been given up; nothing is written where it was not
   */
  resend(deliveryId: string, nowMs: number, audit: AuditRecord): Promise<boolean>;
}

function toOver(notice: AlertNotice, { resolvedAtMs, resolvedHow, resolvedBy, facts }: Incident): AlertNotice {
  return {
    ...notice,
    event: "resolved",
    resolvedAtMs: Number(resolvedAtMs),
    resolvedHow: resolvedHow as IncidentRecord["resolvedHow"],
    resolvedBy,
    changes: notice.changes + 1,
    facts: readFacts(facts),
  };
}

/** Brings up to date what a message says. @returns whether all that it tells of is over */
async function refreshNotices(writer: PrismaClient, deliveryId: string): Promise<boolean> {
  const rows = await writer.deliveryNotice.findMany({ where: { deliveryId }, include: { incident: true } });
  for (const { incidentId, notice: json, incident } of rows) {
    const [notice] = readNotice(json);
    if (notice === undefined || notice.event === "resolved" || incident.resolvedAtMs === null) continue;
    await writer.deliveryNotice.update({
      where: { deliveryId_incidentId: { deliveryId, incidentId } },
      data: { notice: JSON.stringify(toOver(notice, incident)) },
    });
  }
  return rows.every(({ incident }) => incident.resolvedAtMs !== null);
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
        const { count } = await writer.delivery.updateMany({
          where: { id, status: "failed" },
          data: { status: "waiting", settledAtMs: null, leasedUntilMs: null, nextAttemptAtMs: nowMs },
        });
        if (count === 0) return false;
        const isOver = await refreshNotices(writer, id);
        if (isOver) await writer.delivery.update({ where: { id }, data: { event: "resolved" } });
        await insertAuditEvent(writer, audit);
        return true;
      }),
  };
}
