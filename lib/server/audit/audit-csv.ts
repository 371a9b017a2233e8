import { stringify } from "csv-stringify/sync";
import type { AuditRecord } from "../store/audit-events";

const COLUMNS = [
  "at",
  "actorKind",
  "actorId",
  "actor",
  "action",
  "targetKind",
  "targetId",
  "target",
  "callerAddress",
  "changes",
] as const;

/** Lines as RFC 4180 has them. A cell that a spreadsheet would take for a formula gets an apostrophe in front (CWE-1236). */
const print = (rows: readonly (readonly (string | null)[])[]): string =>
  stringify(
    rows.map((row) => [...row]),
    { escape_formulas: true, record_delimiter: "\r\n" },
  );

export const createCsvHeader = (): string => print([COLUMNS]);

/** One line each, without the header. Instants are ISO 8601 in UTC, changes are JSON. */
export const toCsv = (records: readonly AuditRecord[]): string =>
  print(
    records.map((record) => [
      new Date(record.atMs).toISOString(),
      record.actorKind,
      record.actorId,
      record.actorName,
      record.action,
      record.targetKind,
      record.targetId,
      record.targetName,
      record.callerAddress,
      JSON.stringify(record.changes),
    ]),
  );
