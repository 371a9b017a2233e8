import type { ErrorRecord } from "../error-events";
import type { PrismaClient } from "../generated/client";

/**
 * A batch goes in as one statement over one JSON parameter: row by row a disk that syncs each commit takes some
 * 400 errors a second, this way thousands.
 */
const INSERT_EVENTS = `
  INSERT INTO "ErrorEvent" (
    "id", "atMs", "accountId", "proxyKeyId", "source", "method", "taskType", "targetHost", "code", "description",
    "errorId", "httpStatus", "latencyMs", "origin", "taskId", "callerAddress"
  )
  SELECT
    j.value->>'id', j.value->>'atMs', j.value->>'accountId', j.value->>'proxyKeyId', j.value->>'source',
    j.value->>'method', j.value->>'taskType', j.value->>'targetHost', j.value->>'code', j.value->>'description',
    j.value->>'errorId', j.value->>'httpStatus', j.value->>'latencyMs', j.value->>'origin', j.value->>'taskId',
    j.value->>'callerAddress'
  FROM json_each(?) AS j`;

export async function insertErrorEvents(writer: PrismaClient, events: readonly ErrorRecord[]): Promise<void> {
  if (events.length > 0) await writer.$executeRawUnsafe(INSERT_EVENTS, JSON.stringify(events));
}

/** Those of `ids` that the database has already, so that a replayed batch neither doubles rows nor tallies. */
export async function findKnownErrorIds(writer: PrismaClient, ids: readonly string[]): Promise<Set<string>> {
  const rows = await writer.$queryRawUnsafe<{ id: string }[]>(
    `SELECT e."id" AS id FROM json_each(?) AS j JOIN "ErrorEvent" AS e ON e."id" = j.value`,
    JSON.stringify(ids),
  );
  return new Set(rows.map((row) => row.id));
}
