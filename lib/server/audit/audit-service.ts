import {
  AUDIT_ACTIONS,
  type AuditExportQuery,
  type AuditListQuery,
  type AuditListResponse,
} from "@/lib/contracts/audit";
import { formatPageCursor, parsePageCursor } from "../page-cursor";
import type { AuditEventFilter, AuditEventStore, AuditRecord } from "../store/audit-events";
import type { AuditActor } from "../team/actor";
import { createCsvHeader, toCsv } from "./audit-csv";
import type { AuditEntry } from "./audit-record";
import type { AuditTrail } from "./audit-trail";

export interface AuditService {
  /** The newest lines first. @throws {RequestError} 400 for a malformed cursor */
  list(query: AuditListQuery): Promise<AuditListResponse>;
  /**
   * CSV of what the filters find, the newest first, in pieces that are read as they are asked for. That it was taken
   * stands in the log before the first piece does.
   */
  exportCsv(query: AuditExportQuery, by: AuditActor): Promise<AsyncIterable<string>>;
}

/** Rows of one piece: some 100 KiB. */
const EXPORT_PAGE_ROWS = 500;

/** A kind such as `account` stands for all actions that begin with it. */
const toFilter = ({ fromMs, toMs, action, actor, target }: AuditExportQuery): AuditEventFilter => ({
  fromMs,
  toMs,
  actions:
    action === undefined
      ? undefined
      : AUDIT_ACTIONS.filter((known) => known === action || known.startsWith(`${action}.`)),
  actorId: actor,
  targetId: target,
});

export function createAuditService(parts: {
  readonly events: Pick<AuditEventStore, "list">;
  readonly trail: AuditTrail;
}): AuditService {
  const { events, trail } = parts;

  async function* readPages(filter: AuditEventFilter): AsyncGenerator<string> {
    yield createCsvHeader();
    for (let after: AuditRecord | undefined; ; ) {
      const page = await events.list(filter, EXPORT_PAGE_ROWS, after);
      if (page.length > 0) yield toCsv(page);
      if (page.length < EXPORT_PAGE_ROWS) return;
      after = page.at(-1);
    }
  }

  return {
    list: async ({ limit, cursor, ...query }) => {
      const after = cursor === undefined ? undefined : parsePageCursor(cursor);
      // One more than asked for tells whether there is a next page.
      const found = await events.list(toFilter(query), limit + 1, after);
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return {
        events: page,
        nextCursor: found.length > limit && last !== undefined ? formatPageCursor(last) : null,
      };
    },
    exportCsv: async (query, by) => {
      const filters = Object.entries(query).filter(([, value]) => value !== undefined);
      const changes: AuditEntry["changes"] = filters.map(([field, value]) => ({
        field,
        before: null,
        after: String(value),
      }));
      const target = { kind: "audit", id: null, name: null } as const;
      await trail.record(by, { action: "audit.exported", target, changes });
      return readPages(toFilter(query));
    },
  };
}
