/**
 * Each deletes at most `LIMIT ?` rows from before an instant, and finds them by an index, so that looking costs nothing
 * when nothing is due. Parameters: the instant, the limit.
 */
export const PRUNE_STATEMENTS = {
  errors: `
    DELETE FROM "ErrorEvent" WHERE "id" IN (SELECT "id" FROM "ErrorEvent" WHERE "atMs" < ? ORDER BY "atMs" LIMIT ?)`,
  audit: `
    DELETE FROM "AuditEvent" WHERE "id" IN (SELECT "id" FROM "AuditEvent" WHERE "atMs" < ? ORDER BY "atMs" LIMIT ?)`,
  // The samples' index begins with the account: asked account by account it serves, asked for the time alone it does not.
  balanceSamples: `
    DELETE FROM "BalanceSample" WHERE "id" IN (
      SELECT s."id" FROM "Account" AS a CROSS JOIN "BalanceSample" AS s
      WHERE s."accountId" = a."id" AND s."atMs" < ? LIMIT ?)`,
  endedCooldowns: `
    DELETE FROM "Cooldown" WHERE "id" IN (SELECT "id" FROM "Cooldown" WHERE "endedAtMs" < ? LIMIT ?)`,
  riskWarnings: `
    DELETE FROM "RiskWarning" WHERE "id" IN (SELECT "id" FROM "RiskWarning" WHERE "atMs" < ? LIMIT ?)`,
  settledDeliveries: `
    DELETE FROM "Delivery" WHERE "id" IN (SELECT "id" FROM "Delivery" WHERE "settledAtMs" < ? LIMIT ?)`,
  resolvedIncidents: `
    DELETE FROM "Incident" WHERE "id" IN (SELECT "id" FROM "Incident" WHERE "resolvedAtMs" < ? LIMIT ?)`,
} as const;

/**
 * At least as many as there are errors, from both ends of the table's b-tree: counting them walks through them all.
 * Row ids are unique whole numbers, so there are never more rows than numbers in their span.
 */
export const MOST_ERRORS = `
  SELECT COALESCE((SELECT MAX(rowid) FROM "ErrorEvent") - (SELECT MIN(rowid) FROM "ErrorEvent") + 1, 0) AS most`;
