import { LATENCY_CLASS_COUNT } from "@/lib/domain/latency";
import type { PrismaClient } from "../generated/client";
import type { TallyRow } from "../tallies";
import { TALLY_STEPS_SECONDS } from "../tallies";

const LATENCY_COLUMNS = Array.from({ length: LATENCY_CLASS_COUNT }, (_, index) => `"latency${index}"`);

const UPSERT = `
  INSERT INTO "Tally" (
    "stepSeconds", "bucketMs", "accountId", "proxyKeyId", "source", "method", "code", "origin",
    "calls", "latencySumMs", ${LATENCY_COLUMNS.join(", ")}
  )
  SELECT
    step.value, (j.value->>'minuteMs') / (step.value * 1000) * (step.value * 1000),
    j.value->>'accountId', j.value->>'proxyKeyId', j.value->>'source', j.value->>'method', j.value->>'code',
    j.value->>'origin', SUM(j.value->>'calls'), SUM(j.value->>'latencySumMs'),
    ${LATENCY_COLUMNS.map((_, index) => `SUM(j.value->'latencyClasses'->>${index})`).join(", ")}
  FROM json_each(?) AS j, json_each('${JSON.stringify(TALLY_STEPS_SECONDS)}') AS step
  WHERE TRUE
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
  ON CONFLICT DO UPDATE SET
    "calls" = "calls" + excluded."calls",
    "latencySumMs" = "latencySumMs" + excluded."latencySumMs",
    ${LATENCY_COLUMNS.map((column) => `${column} = ${column} + excluded.${column}`).join(", ")}`;

/** Adds the rows to their minute, hour and day at once, so that the three never disagree. */
export async function addTallies(writer: PrismaClient, rows: readonly TallyRow[]): Promise<void> {
  if (rows.length > 0) await writer.$executeRawUnsafe(UPSERT, JSON.stringify(rows));
}
