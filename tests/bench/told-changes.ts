import type { AlertNotice } from "@/lib/contracts/alert-notice";
import { readDatabase } from "../support/read-database";
import type { Receiver } from "../support/receivers/receiver";

/** What became of the changes that a flapping source made. */
export interface ToldChanges {
  readonly incidents: number;
  /** Messages that the channel took. */
  readonly messages: number;
  /** Changes that those tell of, over all their notices. */
  readonly told: number;
}

const CHANGES = `
  SELECT i."id", COUNT(*) AS changes FROM "Incident" AS i
  JOIN "IncidentTransition" AS t ON t."incidentId" = i."id" AND t."kind" IN ('opened', 'reopened', 'resolved')
  WHERE i."kind" = ? GROUP BY 1`;

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** How many transitions of incidents of a kind are written. */
export const countChanges = (dataDir: string, kind: string): number =>
  sum(readDatabase(dataDir, (query) => query<{ changes: number }>(CHANGES, kind)).map(({ changes }) => changes));

/** Each message once, however often it came: twins have the same id. */
function listNotices(receiver: Receiver<"webhook">): { readonly messages: number; readonly notices: AlertNotice[] } {
  const byId = new Map(
    receiver.accepted().map(({ headers, json }) => {
      const { data } = json as { data: { notices: AlertNotice[] } };
      return [headers["webhook-id"], data.notices] as const;
    }),
  );
  return { messages: byId.size, notices: [...byId.values()].flat() };
}

/**
 * Holds what the channel was told against what is written, incident by incident.
 *
 * @throws when a change of an incident was told to nobody, or one that never was
 */
export function readToldChanges(dataDir: string, receiver: Receiver<"webhook">, kind: string): ToldChanges {
  const rows = readDatabase(dataDir, (query) => query<{ id: string; changes: number }>(CHANGES, kind));
  const { messages, notices } = listNotices(receiver);
  const toldOf = new Map<string, number>();
  for (const { incidentId, changes } of notices) {
    toldOf.set(incidentId, (toldOf.get(incidentId) ?? 0) + changes);
  }
  for (const { id, changes } of rows) {
    if (toldOf.get(id) !== changes) {
      throw new Error(`incident ${id} changed ${changes} times, and ${toldOf.get(id) ?? 0} of them were told`);
    }
  }
  return {
    incidents: rows.length,
    messages,
    told: sum(rows.map(({ id }) => toldOf.get(id) ?? 0)),
  };
}
